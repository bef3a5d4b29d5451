import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo, ListenOptions } from 'node:net'
import { isMainThread, threadId } from 'node:worker_threads'
import { announce, fileOf, listeningOf, remove } from '@spoor/cli/attach'
import type { Listening } from '@spoor/cli/attach'
import { CONTROL_PATH } from '@spoor/shared'
import { openHub } from './control-door.ts'
import type { Hub } from './control-hub.ts'
import { TOKEN } from './live-door.ts'
import { newStream, titleOf } from './record-names.ts'

/** Where it listens, and what it is found by. */
export interface SocketOptions extends Pick<Listening, 'root' | 'server' | 'url'> {
  /** Of the user alone. */
  folder: string
  /** A port of this machine, in place of a socket of the user alone. */
  port?: ListenOptions | undefined
  /** Hears of what goes wrong; nothing is thrown into the program. */
  complain(detail: string): void
}

/** Milliseconds between looks whether the program has come to its end. */
const PAUSE = 250

/** Bytes of a socket's path. */
const LONGEST = process.platform === 'linux' ? 107 : 103

/**
 * Lets others of this user come to a hub: opens a socket that nobody else can enter, and makes it known. It does not keep the process alive.
 * @returns a function that closes it, and leaves nothing behind
 * @throws {RangeError} where the folder's path is too long for a socket in it
 */
export function openSocket(hub: Hub, { complain, folder, port, ...about }: SocketOptions): () => void {
  const who = { pid: process.pid, thread: threadId, title: titleOf(process.argv), ...about }
  const path = pathOf(folder, who)
  // Some versions of Node cut it: then it would stand somewhere else, in a folder that is not the user's alone.
  if (!port && process.platform !== 'win32' && Buffer.byteLength(path) > LONGEST)
    throw new RangeError(`${folder} has too long a path for a socket in it; set XDG_RUNTIME_DIR to a shorter one`)
  const door = openHub(hub, `/${CONTROL_PATH}`, { hosts: [], private: true })
  const server = serverFor(door)
  let forget = (): void => {}
  server.on('error', ({ message }) => complain(message))
  begin(server, port ?? { path }, () => {
    try {
      forget = announce(folder, listeningOf({ ...who, address: addressOf(server), token: TOKEN }))
    } catch (error) {
      // What Node calls for us must not throw into the program.
      complain((error as Error).message)
    }
  })
  // What is being written keeps a process alive, which nothing here shall, be the socket unreferenced or not.
  const guard = setInterval(() => door.dropStalled(isEnding), PAUSE).unref()
  const leave = (): void => {
    clearInterval(guard)
    forget()
    if (!port) removeSocket(path)
  }
  process.on('exit', leave)
  return () => {
    process.off('exit', leave)
    leave()
    door.close()
    server.close()
  }
}

function serverFor(door: ReturnType<typeof openHub>): Server {
  const server = createServer((_, response) => void response.writeHead(404).end())
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {})
    if (!door.upgrade(request, socket, head)) socket.destroy()
  })
  server.on('connection', (socket) => void socket.unref())
  return server
}

/** Nothing is under way in this thread but writing. */
const isEnding = (): boolean => process.getActiveResourcesInfo().every((name) => name.endsWith('WriteWrap'))

/** Only its user can enter the socket: the folder is theirs, and so is the socket from its first moment. */
function begin(server: Server, where: ListenOptions, done: () => void): void {
  if (where.path) removeSocket(where.path)
  // Threads may not set the mask of the process; their socket stands in a folder of 0700 all the same.
  const mask = isMainThread ? process.umask(0o077) : undefined
  try {
    server.listen({ ...where, exclusive: true }, done)
  } finally {
    if (mask !== undefined) process.umask(mask)
  }
  server.unref()
}

/** A pipe of Windows is no file. */
function removeSocket(path: string): void {
  if (process.platform !== 'win32') remove(path)
}

const addressOf = (server: Server): string => {
  const address = server.address() as AddressInfo | string
  return typeof address === 'string'
    ? address
    : address.family === 'IPv6'
      ? `[${address.address}]:${address.port}`
      : `${address.address}:${address.port}`
}

const pathOf = (folder: string, who: Pick<Listening, 'pid' | 'thread' | 'server'>): string =>
  process.platform === 'win32' ? `\\\\.\\pipe\\spoor-${process.pid}-${newStream()}` : fileOf(folder, who, 'sock')
