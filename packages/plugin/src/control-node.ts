import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { rmSync } from 'node:fs'
import type { AddressInfo, ListenOptions } from 'node:net'
import { isMainThread, threadId } from 'node:worker_threads'
import { announce, fileOf, listeningOf, openRunFolder } from '@spoor/cli/attach'
import { CONTROL_PATH, CONTROL_VARIABLE } from '@spoor/shared'
import { openHub } from './control-door.ts'
import { Hub } from './control-hub.ts'
import { joinThread } from './control-local.ts'
import { TOKEN } from './live-door.ts'
import { say } from './messages.ts'
import { ownVersion } from './own.ts'
import { newStream, titleOf } from './record-names.ts'

export interface ControlOptions {
  /** Folder that paths of functions are relative to. @default the working directory */
  root?: string
  /** Whether requests are shown while somebody watches, and which other origins get the header `traceparent`. @default true */
  requests?: boolean | { origins: readonly string[] }
  /** A port of this machine, `127.0.0.1:4711` (0: a free one), in place of a socket of the user alone. */
  listen?: string
}

/** Milliseconds between looks whether the program has come to its end. */
const PAUSE = 250

const LISTENING = Symbol.for('spoor.control/1')
const world = globalThis as { [LISTENING]?: true }

/**
 * Lets this thread be watched and steered, by `spoor attach` and by a dev server of the same project: opens a socket in the user's run
 * folder that nobody else can enter. It does not keep the process alive, and once is enough. What goes wrong is a line on the error stream.
 * @example
 * ```ts
 * import { openControl } from 'spoor/control'
 *
 * const close = openControl()
 * ```
 * @returns a function that closes it
 */
export function openControl(options: ControlOptions = {}): () => void {
  if (world[LISTENING]) return () => {}
  world[LISTENING] = true
  try {
    return listen(options)
  } catch (error) {
    complain((error as Error).message)
    return () => {}
  }
}

/** Where the environment asks for it: see `SPOOR_CONTROL`. Threads inherit that. */
export function controlFromEnvironment(env: NodeJS.ProcessEnv, root?: string): void {
  const word = env[CONTROL_VARIABLE]?.trim() ?? ''
  if (!word || word === '0' || word === 'off') return
  const address = word === '1' || word === 'on' ? {} : { listen: word }
  openControl({ ...address, ...(root && { root }) })
}

function listen({ listen: given, requests = true, root = process.cwd() }: ControlOptions): () => void {
  const folder = openRunFolder()
  const path = pathOf(folder)
  const where = given === undefined ? { path } : portIn(given)
  const hub: Hub = new Hub({ root, version: ownVersion(), whyNot: () => undefined })
  const leave = joinThread(hub, { kind: 'processes', requests: requests === true ? { origins: [] } : requests })
  const door = openHub(hub, `/${CONTROL_PATH}`, { hosts: [], private: true })
  const server = createServer((_, response) => void response.writeHead(404).end())
  let forget = (): void => {}
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {})
    if (!door.upgrade(request, socket, head)) socket.destroy()
  })
  server.on('error', (error) => complain(error.message))
  server.on('connection', (socket) => void socket.unref())
  begin(server, where, () => {
    const address = addressOf(server)
    forget = announce(
      folder,
      listeningOf({ pid: process.pid, thread: threadId, title: titleOf(process.argv), root, address, token: TOKEN }),
    )
  })
  // What is being written keeps a process alive, which nothing here shall, be the socket unreferenced or not.
  const guard = setInterval(() => door.dropStalled(isEnding), PAUSE).unref()
  const close = (): void => {
    clearInterval(guard)
    forget()
    if (where.path && process.platform !== 'win32') rmSync(where.path, { force: true })
  }
  process.on('exit', close)
  return () => {
    process.off('exit', close)
    close()
    leave()
    hub.close()
    door.close()
    server.close()
    delete world[LISTENING]
  }
}

/** Nothing is under way in this thread but writing. */
const isEnding = (): boolean => process.getActiveResourcesInfo().every((name) => name.endsWith('WriteWrap'))

/** Only its user can enter the socket: the folder is theirs, and so is the socket from its first moment. */
function begin(server: Server, where: ListenOptions, done: () => void): void {
  if (where.path && process.platform !== 'win32') rmSync(where.path, { force: true })
  // Threads may not set the mask of the process; their socket stands in a folder of 0700 all the same.
  const mask = isMainThread ? process.umask(0o077) : undefined
  try {
    server.listen({ ...where, exclusive: true }, () => quietly(done))
  } finally {
    if (mask !== undefined) process.umask(mask)
  }
  server.unref()
}

/** What Node calls for us must not throw into the program. */
function quietly(work: () => void): void {
  try {
    work()
  } catch (error) {
    complain((error as Error).message)
  }
}

const addressOf = (server: Server): string => {
  const address = server.address() as AddressInfo | string
  return typeof address === 'string'
    ? address
    : address.family === 'IPv6'
      ? `[${address.address}]:${address.port}`
      : `${address.address}:${address.port}`
}

const pathOf = (folder: string): string =>
  process.platform === 'win32' ? `\\\\.\\pipe\\spoor-${process.pid}-${newStream()}` : fileOf(folder, process.pid, threadId, 'sock')

/** Other machines are not served. Threads share no port. */
function portIn(text: string): ListenOptions {
  const [host, port] = /^(?:(127\.0\.0\.1|\[::1\]|localhost):)?(\d{1,5})$/.exec(text)?.slice(1) ?? []
  if (port === undefined || Number(port) > 65_535)
    throw new RangeError(`${CONTROL_VARIABLE}: "${text}" is neither 1 nor a port of this machine such as 127.0.0.1:0`)
  return { host: host === '[::1]' ? '::1' : '127.0.0.1', port: isMainThread ? Number(port) : 0 }
}

function complain(detail: string): void {
  try {
    process.stderr.write(`${say('not-steered', { detail })}\n`)
  } catch {
    // The program has closed what we write to.
  }
}
