import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Aside } from './node-aside.ts'

export interface PartsOptions {
  /** Folder for the files; made where it is missing. */
  folder: string
  /** Beginning of the files' names. @default the id of the stream */
  name?: string
  /** Whether the files are compressed. @default false */
  gzip?: boolean
  /** Bytes after which a new file is begun. @default 64 MiB */
  partSize?: number
  /** Bytes that the files of this stream may take together, before the oldest is deleted. @default 512 MiB */
  totalSize?: number
}

interface Part {
  path: string
  bytes: number
  events: number
}

const MIB = 2 ** 20

/** The files of one stream, `name.spoor.ndjson`, `name.2.spoor.ndjson`, ...: their owner alone may read them. */
export class Parts {
  readonly #options: Required<PartsOptions>
  readonly #parts: Part[] = []
  #file: number | undefined
  #count = 1
  #bytes = 0

  constructor({ folder, name, gzip = false, partSize = 64 * MIB, totalSize = 512 * MIB }: PartsOptions, stream: string) {
    this.#options = { folder, name: name ?? stream, gzip, partSize, totalSize }
  }

  get files(): readonly string[] {
    return this.#parts.map(({ path }) => path)
  }

  /** A file beside them. */
  aside(name: string): Aside {
    return new Aside(this.#pathOf(name), this.#options.gzip)
  }

  get isFull(): boolean {
    return this.#bytes >= this.#options.partSize
  }

  /** Writes whole lines; either all of them stand in the file, or none. @throws what the file system says */
  write(text: string): void {
    if (!text) return
    const file = (this.#file ??= this.#open())
    // Each batch is a member of its own, so that what was written can be read whatever happens next.
    const bytes = this.#options.gzip ? gzipSync(text, { level: 6 }) : Buffer.from(text)
    let at = 0
    try {
      while (at < bytes.length) at += writeSync(file, bytes, at)
    } catch (error) {
      this.#takeBack(file)
      throw error
    }
    this.#bytes += bytes.length
  }

  /** Begins a new file, and deletes the oldest where all of them have grown too large. @returns events that were deleted */
  next(events: number): number {
    this.close()
    const { partSize, totalSize } = this.#options
    const part = this.#parts.at(-1)
    if (part) Object.assign(part, { bytes: this.#bytes, events })
    this.#bytes = 0
    this.#count++
    let deleted = 0
    while (this.#parts.length > 1 && this.#parts.reduce((sum, { bytes }) => sum + bytes, partSize) > totalSize) {
      const oldest = this.#parts.shift() as Part
      rmSync(oldest.path, { force: true })
      deleted += oldest.events
    }
    return deleted
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #open(): number {
    const { folder } = this.#options
    const path = this.#pathOf(this.#count > 1 ? String(this.#count) : '')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = openSync(path, 'ax', 0o600)
    this.#parts.push({ path, bytes: 0, events: 0 })
    return file
  }

  #pathOf(part: string): string {
    const { folder, gzip, name } = this.#options
    return join(folder, `${name}${part && `.${part}`}.spoor.ndjson${gzip ? '.gz' : ''}`)
  }

  #takeBack(file: number): void {
    try {
      ftruncateSync(file, this.#bytes)
    } catch {
      // Readers can do with a line that is cut short.
    }
  }
}
