import { closeSync, createReadStream, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { constants, createGunzip, gunzipSync } from 'node:zlib'
import { decodeLine } from '../decode.ts'
import { TraceError } from './errors.ts'
import { CutShort, Trace } from './read.ts'
import type { Source } from './read.ts'

/**
 * Recordings on disk as one: files (`.ndjson`, or compressed with gzip, whatever their names), and folders, which stand for every
 * `*.spoor.ndjson` and `*.spoor.ndjson.gz` in them. The parts of a rotated recording are read in their order.
 * @throws {TraceError} for a path that is not there, and a folder without recordings
 */
export function openTrace(paths: string | readonly string[]): Trace {
  return new Trace(openTraces(paths).flatMap(({ sources }) => sources))
}

/** The same, each recording by itself, with its parts: what can be merged. @throws {TraceError} as {@link openTrace} */
export function openTraces(paths: string | readonly string[]): Trace[] {
  const groups = new Map<string, { file: string; part: number }[]>()
  for (const file of new Set([paths].flat().flatMap(filesOf))) {
    const { stream, part } = partOf(file)
    groups.set(stream, [...(groups.get(stream) ?? []), { file, part }])
  }
  return [...groups.values()].map((parts) => new Trace(parts.sort((a, b) => a.part - b.part).map(({ file }) => sourceOf(file))))
}

const RECORDING = /\.spoor\.ndjson(\.gz)?$/

function filesOf(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats)
    throw new TraceError('unreadable', 'is not there', { file: path, hint: 'Give the path of a recording, or of a folder of them.' })
  if (!stats.isDirectory()) return [path]
  const names = readdirSync(path).filter((name) => RECORDING.test(name))
  if (!names.length)
    throw new TraceError('unreadable', 'a folder without recordings', {
      file: path,
      hint: 'Recordings end in `.spoor.ndjson` or `.spoor.ndjson.gz`.',
    })
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).map((name) => join(path, name))
}

/** What the first line says. */
function partOf(path: string): { stream: string; part: number } {
  const header = decodeLine(headOf(path).toString('utf8').split('\n', 1)[0] ?? '')
  return header.t === 'header' ? { stream: header.stream, part: header.part ?? 0 } : { stream: path, part: 0 }
}

const HEAD = 65_536

function headOf(path: string): Buffer {
  if (!statSync(path).isFile()) return Buffer.alloc(0)
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(HEAD)
    const read = head.subarray(0, readSync(file, head, 0, HEAD, 0))
    return isGzip(read) ? gunzipSync(read, { finishFlush: constants.Z_SYNC_FLUSH }) : read
  } catch {
    // Reading it will say what is wrong.
    return Buffer.alloc(0)
  } finally {
    closeSync(file)
  }
}

const sourceOf = (path: string): Source => ({ name: path, chunks: () => chunksOf(path) })

async function* chunksOf(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = createReadStream(path, { highWaterMark: 2 ** 18 })
  const chunks = file[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>
  try {
    // Whether it is compressed, its first bytes say; its name may lie.
    const { value: head = Buffer.alloc(0) } = await chunks.next()
    const content = whole(head, chunks)
    yield* isGzip(head) ? inflate(content) : content
  } finally {
    file.destroy()
  }
}

async function* whole(head: Buffer, others: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  yield head
  yield* others
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** Few enough that what they inflate to fits the memory. */
const PIECE = 2 ** 14

/** All that can be inflated. Not by way of a pipe: a stream that fails throws away what nobody has taken yet. */
async function* inflate(chunks: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array, void, undefined> {
  const gunzip = createGunzip({ chunkSize: 2 ** 17 })
  const ready: Buffer[] = []
  let failure: Error | undefined
  let closed = (): void => undefined
  gunzip.on('data', (chunk: Buffer) => ready.push(chunk)).on('error', (error) => (failure = error))
  gunzip.on('close', () => closed())
  const until = (act: (done: () => void) => void): Promise<void> => new Promise((done) => act((closed = done)))
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length && !failure; at += PIECE) {
        await until((done) => gunzip.write(chunk.subarray(at, at + PIECE), done))
        yield* ready.splice(0)
      }
      if (failure) break
    }
    if (!failure) await until(() => gunzip.end())
    yield* ready.splice(0)
    if (failure) throw new CutShort((failure as Error).message)
  } finally {
    gunzip.destroy()
  }
}
