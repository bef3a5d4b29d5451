import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * What functions of text have given, kept from one process to the next in one file: records of `key length json`, one behind the other.
 * Records are only ever added, so that several processes may write at once; a file whose end is torn, or that has grown too large, is
 * written anew with what this process has used.
 */
export interface Cache {
  /** What was kept under the key, if anything was. */
  get(key: string): unknown
  /** Keeps a value that JSON can hold; it is on the disk after {@link Cache.flush}, or a moment later. */
  set(key: string, value: unknown): void
  /** Writes what was set. Never throws: a full or read-only disk costs time, not the build. */
  flush(): void
}

const LIMIT = 64 * 2 ** 20
const SOON = 1000
const DAYS = 30 * 24 * 60 * 60 * 1000

const opened = new Map<string, Cache>()

/**
 * The cache of that name below `node_modules/.cache/spoor` of the nearest package, read once in a process; `undefined` where there is no
 * such folder.
 */
export function openCache(root: string, name: string): Cache | undefined {
  const folder = folderFor(root)
  if (!folder) return undefined
  const file = join(folder, `${name}.cache`)
  const cache = opened.get(file) ?? createCache(file)
  opened.set(file, cache)
  return cache
}

function folderFor(root: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules'))) return join(folder, 'node_modules/.cache/spoor')
    if (folder === dirname(folder)) return undefined
  }
}

/**
 * @param file need not be there
 * @param limit bytes beyond which the file is written anew
 */
export function createCache(file: string, limit: number = LIMIT): Cache {
  const { records, whole } = readRecords(file, limit)
  const used = new Set<string>()
  let added: string[] = []
  let timer: NodeJS.Timeout | undefined

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (added.length) write(file, whole ? added : [...used].map((key) => recordOf(key, String(records.get(key)))), whole)
    added = []
  }
  flushAtExit(flush)

  return {
    get(key) {
      const json = records.get(key)
      if (json === undefined) return undefined
      used.add(key)
      return JSON.parse(String(json)) as unknown
    },
    set(key, value) {
      const json = JSON.stringify(value)
      used.add(key)
      records.set(key, json)
      added.push(recordOf(key, json))
      timer ??= setTimeout(flush, SOON).unref()
    },
    flush,
  }
}

const atExit = new Set<() => void>()

/** One listener for all: a process may build hundreds of times. */
function flushAtExit(flush: () => void): void {
  if (!atExit.size) process.once('exit', () => atExit.forEach((each) => each()))
  atExit.add(flush)
}

const recordOf = (key: string, json: string): string => `${key} ${Buffer.byteLength(json)} ${json}\n`

const HEAD = /^([0-9a-f]{32}) (\d+) $/

/** `whole`: every byte of the file is part of a record, and there is room for more. */
function readRecords(file: string, limit: number): { records: Map<string, Buffer | string>; whole: boolean } {
  const bytes = read(file)
  const records = new Map<string, Buffer | string>()
  let at = 0
  while (at < bytes.length) {
    const brace = bytes.indexOf(32, at + 33) + 1
    const [, key = '', length] = (brace > 0 && HEAD.exec(bytes.toString('latin1', at, brace))) || []
    const end = brace + Number(length)
    // Compares false for NaN too.
    if (!(end < bytes.length) || bytes[end] !== 10) return { records, whole: false }
    records.set(key, bytes.subarray(brace, end))
    at = end + 1
  }
  return { records, whole: bytes.length < limit }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    return Buffer.alloc(0)
  }
}

function write(file: string, records: readonly string[], append: boolean): void {
  try {
    const fresh = !existsSync(file)
    if (fresh) mkdirSync(dirname(file), { recursive: true })
    if (append) appendFileSync(file, records.join(''))
    else replace(file, records.join(''))
    if (fresh) removeOld(dirname(file))
  } catch {
    // Next time it is made again.
  }
}

function replace(file: string, text: string): void {
  const beside = `${file}.${process.pid}`
  writeFileSync(beside, text)
  renameSync(beside, file)
}

/** Those of earlier versions and other options. */
function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    if (Date.now() - statSync(file).mtimeMs > DAYS) rmSync(file, { force: true })
  }
}

/** A key of everything that the value depends on. */
export const keyOf = (...parts: readonly string[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:`).update(part, 'utf16le')
  return hash.digest('hex').slice(0, 32)
}

const require = createRequire(import.meta.url)

let identity: string | undefined

/** What the pass itself is made of: its text and the version of its parser. Differs wherever the same input could give another output. */
export const passIdentity = (): string => (identity ??= identify())

function identify(): string {
  const entry = require.resolve('@spoor/transform')
  const folder = dirname(entry)
  const names = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /\.[jt]s$/.test(name)).sort()
  const texts = names.flatMap((name) => [name, readFileSync(join(folder, name), 'utf8')])
  return keyOf(versionOf(entry, '@babel/parser'), ...texts)
}

const versionOf = (from: string, name: string): string => (createRequire(from)(`${name}/package.json`) as { version: string }).version
