import { closeSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
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

const MINE = /^(\d+)-(\d+)\.(json|sock)$/

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

/** The name for what a thread of a process leaves in the folder. */
export const fileOf = (folder: string, pid: number, thread: number, extension: 'json' | 'sock'): string =>
  join(folder, `${pid}-${thread}.${extension}`)

/** Makes a program known. @returns a function that takes that back, at once */
export function announce(folder: string, listening: Listening): () => void {
  const path = fileOf(folder, listening.pid, listening.thread, 'json')
  // An earlier process of the same number.
  rmSync(path, { force: true })
  // Made by us: nobody has put a link there.
  const file = openSync(path, 'wx', 0o600)
  writeSync(file, JSON.stringify(listening))
  closeSync(file)
  return () => rmSync(path, { force: true })
}

/** All programs of this user that listen. What those left behind that have ended is removed. @throws {UnsafeFolder} */
export function listening(folder: string = runFolder()): Listening[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return []
  const fault = faultOf(folder, 'folder')
  if (fault) throw new UnsafeFolder(`${folder} ${fault}`)
  const found: Listening[] = []
  for (const name of readdirSync(folder)) {
    const [, pid, , extension] = MINE.exec(name) ?? []
    if (pid === undefined) continue
    const path = join(folder, name)
    if (!isAlive(Number(pid))) rmSync(path, { force: true })
    else if (extension === 'json') found.push(...readListening(path, Number(pid)))
  }
  return found.sort((a, b) => a.pid - b.pid || a.thread - b.thread)
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
function readListening(path: string, pid: number): Listening[] {
  try {
    if (faultOf(path, 'file')) return []
    const { address, root, thread, title, token, version, ...rest } = JSON.parse(readFileSync(path, 'utf8')) as Listening
    const texts = [address, root, title, token]
    if (rest.pid !== pid || !texts.every((text) => typeof text === 'string') || !Number.isInteger(thread)) return []
    return [{ version, pid, thread, title, root, address, token }]
  } catch {
    return []
  }
}

/** What a program writes of itself besides where it listens. */
export const listeningOf = (where: Omit<Listening, 'version'>): Listening => ({ version: CONTROL_VERSION, ...where })
