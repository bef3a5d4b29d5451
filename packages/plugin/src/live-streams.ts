import { createWriteStream, existsSync, mkdirSync, readFileSync, statSync, truncateSync } from 'node:fs'
import type { WriteStream } from 'node:fs'
import { join } from 'node:path'
import type { Taken } from './live-memory.ts'

/** Bytes that wait for the disk before a page is asked to wait. */
const MOST_WAITING = 8 * 2 ** 20

/** Bytes at the end of a file among which what comes again is looked for: more than a page keeps unconfirmed. */
const TAIL = 8 * 2 ** 20

/** Bytes of a file up to which it is read again for those who watch. */
const MOST_READ = 64 * 2 ** 20

/** The streams of pages, each in a file of its own. */
export class Streams {
  readonly #folder: string
  readonly #open = new Map<string, Stream>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** @param id 16 hexadecimal digits. @returns the stream, and whether anything of it was there */
  get(id: string): Stream {
    const open = this.#open.get(id)
    if (open) return open
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const stream = new Stream(join(this.#folder, `page-${id}.spoor.ndjson`))
    this.#open.set(id, stream)
    return stream
  }

  async close(): Promise<void> {
    const all = [...this.#open.values()]
    this.#open.clear()
    await Promise.all(all.map((stream) => stream.close()))
  }
}

export class Stream implements Taken {
  /** Whether it has a beginning. */
  known: boolean
  /** Number of the last frame that is written. */
  written = 0
  #taken = 0
  /** The end of what a server before us has written: it may have died before it confirmed that. */
  #tail: Buffer | undefined
  readonly path: string
  /** Made by the first frame. */
  #file: WriteStream | undefined

  constructor(path: string) {
    this.path = path
    this.known = existsSync(path) && statSync(path).size > 0
    if (this.known) this.#tail = mend(path)
  }

  /** Number of the last frame that has come. */
  get taken(): number {
    return this.#taken
  }

  /** What is in the file; nothing where that is too much. */
  text(): Buffer {
    const { size } = statSync(this.path)
    return size > MOST_READ ? Buffer.alloc(0) : readFileSync(this.path)
  }

  /** Whether the disk is behind. */
  get isBehind(): boolean {
    return (this.#file?.writableLength ?? 0) > MOST_WAITING
  }

  /**
   * Writes a frame, unless it is here already: pages send again what was not confirmed.
   * @param done called when it is on its way to the disk; not where that fails
   */
  write(n: number, text: Uint8Array, done: () => void = () => {}): void {
    if (n <= this.#taken) {
      if (n <= this.written) done()
      return
    }
    this.#taken = n
    this.known = true
    this.#file ??= openFile(this.path)
    this.#file.write(this.#unwritten(text), (error) => {
      if (error) return
      this.written = n
      done()
    })
  }

  /** What of a frame is not in the file yet: nothing, the lines behind those that are, or, as of the first such frame, all of it. */
  #unwritten(frame: Uint8Array): Uint8Array {
    if (!this.#tail) return frame
    const text = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
    if (this.#tail.includes(text)) return text.subarray(text.length)
    const there = overlap(this.#tail, text)
    this.#tail = undefined
    return text.subarray(there)
  }

  close(): Promise<void> {
    const file = this.#file
    return file ? new Promise((done) => void file.end(() => done())) : Promise.resolve()
  }
}

function openFile(path: string): WriteStream {
  const file = createWriteStream(path, { flags: 'a', mode: 0o600 })
  // A full disk, or a folder that is gone: the page keeps what it can.
  file.on('error', () => {})
  return file
}

/** The server before us may have died in the midst of a line. @returns the end of what is left */
function mend(path: string): Buffer {
  const text = readFileSync(path)
  const end = text.lastIndexOf(LINE_BREAK) + 1
  if (end < text.length) truncateSync(path, end)
  return text.subarray(Math.max(0, end - TAIL), end)
}

/** How many bytes of `text`, in whole lines, `tail` ends with. */
function overlap(tail: Buffer, text: Buffer): number {
  for (let end = text.lastIndexOf(LINE_BREAK) + 1; end > 0; end = text.lastIndexOf(LINE_BREAK, end - 2) + 1) {
    if (end <= tail.length && tail.subarray(-end).equals(text.subarray(0, end))) return end
    if (end === 1) break
  }
  return 0
}

const LINE_BREAK = 10
