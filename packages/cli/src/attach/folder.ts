import { closeSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { CONTROL_VERSION } from '@spoor/shared'

/** How a program that listens is found: what it says of itself in a file that its user alone can read. */
export interface Listening {
  /** Of the protocol. */
  version: number
  pid: number
  /** Of a worker thread; 0: the main one. */
  thread: number
  /** Of a dev server: its number among those of the thread, from 1. A process has none. */
  server?: number
  /** Of a dev server: where a browser finds its pages, `http://localhost:5173/`. */
  url?: string
  /** The command's words. */
  title: string
  /** Folder that selectors are relative to; absolute. */
  root: string
  /** Path of a socket, name of a pipe, or `127.0.0.1:4711`. */
  address: string
  /** 64 hexadecimal digits. */
  token: string
}

/** A folder that may not be used: who may write there may pose as a program, and who may read there may steer one. */
export class UnsafeFolder extends Error {
  override name = 'UnsafeFolder'
}

/** Milliseconds in which somebody who is there says so, unless busy. */
const PATIENCE = 2000

/** Numbers of process, thread, and dev server. */
const MINE = /^(\d+)-\d+(?:-\d+)?\.(json|sock)$/

/** Where the sockets of this user's programs are, on this machine. It need not be there. */
export function runFolder(env: NodeJS.ProcessEnv = process.env): string {
  const own = env['XDG_RUNTIME_DIR']
  return own ? join(own, 'spoor') : join(tmpdir(), `spoor-${process.getuid?.() ?? userInfo().username}`)
}

/** Makes the folder, or looks whether it is safe. @throws {UnsafeFolder} */
export function openRunFolder(folder: string = runFolder()): string {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new UnsafeFolder(`${folder}: ${(error as Error).message}`)
  }
  const fault = faultOf(folder, 'folder')
  if (fault) throw new UnsafeFolder(`${folder} ${fault}; remove it, or set XDG_RUNTIME_DIR to a folder of yours`)
  return folder
}

/** What of a path somebody else might have a hand in. Windows gives each user a temporary folder of their own. */
function faultOf(path: string, kind: 'folder' | 'file'): string | undefined {
  const found = lstatSync(path)
  if (kind === 'folder' ? !found.isDirectory() : !found.isFile()) return `is no ${kind} of its own`
  if (process.getuid === undefined) return undefined
  if (found.uid !== process.getuid()) return 'belongs to somebody else'
  return found.mode & 0o077 ? 'can be entered by others' : undefined
}

/** The name for what a thread of a process, or a dev server in it, leaves in the folder. */
export const fileOf = (
  folder: string,
  { pid, server, thread }: Pick<Listening, 'pid' | 'thread' | 'server'>,
  extension: 'json' | 'sock',
): string => join(folder, `${[pid, thread, ...(server === undefined ? [] : [server])].join('-')}.${extension}`)

/** Makes a program known, and clears away what dead ones left. @returns a function that takes that back, at once */
export function announce(folder: string, listening: Listening): () => void {
  sweep(folder)
  const path = fileOf(folder, listening, 'json')
  // An earlier process of the same number.
  remove(path)
  // Made by us: nobody has put a link there.
  const file = openSync(path, 'wx', 0o600)
  writeSync(file, JSON.stringify(listening))
  closeSync(file)
  return () => remove(path)
}

/**
 * Removes a file or a socket, if it is there. Not by `rmSync`, which looks at it before: where Node 20 has looked at a socket last, it follows no
 * links in the path of the module that is imported next, and does not find what that imports.
 */
export function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** All programs of this user that listen. What those left behind that have ended is removed. @throws {UnsafeFolder} */
export function listening(folder: string = runFolder()): Listening[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return []
  const fault = faultOf(folder, 'folder')
  if (fault) throw new UnsafeFolder(`${folder} ${fault}`)
  const found = sweep(folder).flatMap((name) => (name.endsWith('.json') ? readListening(folder, name) : []))
  return found.sort((a, b) => a.pid - b.pid || a.thread - b.thread || (a.server ?? 0) - (b.server ?? 0))
}

/** Takes away what dead processes have left. @returns names of what those left that live */
function sweep(folder: string): string[] {
  return readdirSync(folder).filter((name) => {
    const pid = MINE.exec(name)?.[1]
    if (pid === undefined) return false
    const lives = isAlive(Number(pid))
    if (!lives) remove(join(folder, name))
    return lives
  })
}

/**
 * Those of them behind whose description somebody listens: another process may have got the number of a dead one.
 * Of the others, the files are removed.
 */
export async function whoAnswer(all: readonly Listening[], folder: string = runFolder()): Promise<Listening[]> {
  const answers = await Promise.all(all.map(({ address }) => isThere(address)))
  return all.filter((one, n) => {
    if (!answers[n]) for (const extension of ['json', 'sock'] as const) remove(fileOf(folder, one, extension))
    return answers[n]
  })
}

/** Whoever is busy is there; nobody, where it is refused at once. */
function isThere(address: string): Promise<boolean> {
  const [, host, port] = /^(127\.0\.0\.1|\[::1\]):(\d+)$/.exec(address) ?? []
  const socket = host ? createConnection(Number(port), host.replace(/[[\]]/g, '')) : createConnection(address)
  return new Promise((done) => {
    const say = (is: boolean): void => {
      socket.destroy()
      done(is)
    }
    socket.on('connect', () => say(true))
    socket.on('error', ({ code }: NodeJS.ErrnoException) => say(code !== 'ECONNREFUSED' && code !== 'ENOENT'))
    socket.setTimeout(PATIENCE, () => say(true))
  })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** It may be half written, or gone by now. */
function readListening(folder: string, name: string): Listening[] {
  try {
    const path = join(folder, name)
    if (faultOf(path, 'file')) return []
    const { address, pid, root, server, thread, title, token, url, version } = JSON.parse(readFileSync(path, 'utf8')) as Listening
    const found = { version, pid, thread, title, root, address, token }
    if (![address, root, title, token].every((text) => typeof text === 'string') || (server !== undefined && !isUrl(url))) return []
    const all = server === undefined ? found : { ...found, server, url: url as string }
    return fileOf(folder, all, 'json') === path ? [all] : []
  } catch {
    return []
  }
}

const isUrl = (text: unknown): boolean => typeof text === 'string' && /^https?:\/\//.test(text) && URL.canParse(text)

/** What a program writes of itself besides where it listens. */
export const listeningOf = (where: Omit<Listening, 'version'>): Listening => ({ version: CONTROL_VERSION, ...where })
