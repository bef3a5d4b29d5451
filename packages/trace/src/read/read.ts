import { decodeLine, isBeginning } from '../decode.ts'
import type { FaultLine } from '../decode.ts'
import { FORMAT } from '../format.ts'
import type { HeaderLine, TraceLine } from '../format.ts'
import { newerMajor, notATrace } from './errors.ts'
import { Splitter } from './split.ts'

export type Chunks = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

/** Where a recording comes from. */
export interface Source {
  /** For messages: a path, a URL. */
  name: string
  /** Its content from the beginning, each time that this is called. */
  chunks(): Chunks
}

/** A line that could not be read. */
export interface Fault {
  file: string
  /** From 1. */
  line: number
  why: string
}

/** What a reading met besides lines that it knows. */
export interface Notes {
  /** How many lines could not be read. */
  faults: number
  /** The first of them. */
  firstFaults: Fault[]
  /** Kinds of lines that a newer minor version has -> how many there were. */
  unknown: Record<string, number>
  /** Sources that end in the midst of a line or of compressed data. */
  truncated: string[]
}

/** Most faults that are told one by one, and most lines that may stand before the first header. */
const MOST_FAULTS = 20

/**
 * A recording, of one or several sources. To iterate over it is to read it, from the beginning each time: batches of lines in the order
 * of writing, one source after the other. Nothing is kept but the headers.
 *
 * `s` of each line is the index of its stream in `streams`, over all sources (absent = 0): the parts of a rotated recording are one stream.
 */
export class Trace implements AsyncIterable<readonly TraceLine[]> {
  readonly sources: readonly Source[]
  /** The headers met so far in the latest reading; of a stream in several parts the first. */
  streams: HeaderLine[] = []
  /** Of the latest reading so far. */
  notes: Notes = emptyNotes()

  constructor(sources: readonly Source[]) {
    this.sources = sources
  }

  /** @throws {TraceError} for a source that is no recording or one of a newer major version; whatever a source throws */
  async *[Symbol.asyncIterator](): AsyncGenerator<readonly TraceLine[], void, undefined> {
    this.streams = []
    this.notes = emptyNotes()
    for (const source of this.sources) yield* this.#read(source)
  }

  async *#read(source: Source): AsyncGenerator<readonly TraceLine[], void, undefined> {
    const splitter = new Splitter()
    const reader = new SourceReader(source.name, this)
    try {
      for await (const chunk of source.chunks()) {
        const batch = reader.take(splitter.push(chunk))
        if (batch.length) yield batch
      }
    } catch (error) {
      if (!(error instanceof CutShort)) throw error
      this.notes.truncated.push(source.name)
    }
    const batch = reader.end(splitter.end())
    if (batch.length) yield batch
  }
}

/** Thrown by a source that ends before it should: what came before it counts. */
export class CutShort extends Error {
  override name = 'CutShort'
}

const emptyNotes = (): Notes => ({ faults: 0, firstFaults: [], unknown: {}, truncated: [] })

/**
 * A recording from chunks of text or bytes, e.g. the body of a response. Can be read as often as `chunks` can be iterated over.
 * @param name for messages
 */
export const readTrace = (chunks: Chunks, name = 'recording'): Trace => new Trace([{ name, chunks: () => chunks }])

/** The lines of one source. */
class SourceReader {
  readonly #name: string
  readonly #trace: Trace
  /** Index of a stream in this source -> its index in the trace. */
  readonly #streams: number[] = []
  #line = 0

  constructor(name: string, trace: Trace) {
    this.#name = name
    this.#trace = trace
  }

  take(texts: readonly (string | undefined)[]): TraceLine[] {
    const lines: TraceLine[] = []
    for (const text of texts) {
      this.#line++
      if (text === undefined) this.#fault('too long to be a line')
      else this.#read(text, lines)
    }
    return lines
  }

  /** @param rest what stands behind the last end of a line: a whole line, or a part of one, or nothing */
  end(rest: string): TraceLine[] {
    const lines: TraceLine[] = []
    const { truncated } = this.#trace.notes
    this.#line++
    if (rest.trim()) {
      if (decodeLine(rest).t !== 'fault') this.#read(rest, lines)
      else if (truncated.at(-1) !== this.#name) truncated.push(this.#name)
    }
    // Ended before its first line was complete: nothing was recorded, yet it is a recording.
    if (!this.#streams.length && !(this.#line === 1 && isBeginning(rest))) throw notATrace(this.#name, 1)
    return lines
  }

  #read(text: string, lines: TraceLine[]): void {
    if (!text || text === '\r') return
    const line = decodeLine(text)
    if (line.t === 'unknown') this.#countUnknown(line.was)
    else if (line.t === 'fault') this.#fault(this.#streams.length ? line.why : `${line.why}, before the first header`)
    else if (line.t === 'header') this.#begin(line, lines)
    else {
      const stream = this.#streams[line.s ?? 0]
      if (stream === undefined) return this.#fault(`of stream ${line.s ?? 0}, which has no header`)
      setStream(line, stream)
      lines.push(line)
    }
  }

  #begin(header: HeaderLine, lines: TraceLine[]): void {
    if (header.format !== FORMAT.name) return this.#fault('a header of another format')
    if (header.major > FORMAT.major) throw newerMajor(this.#name, this.#line, header.major, header.minor)
    const { streams } = this.#trace
    const known = streams.findIndex(({ stream }) => stream === header.stream)
    const index = known < 0 ? streams.length : known
    this.#streams[header.s ?? 0] = index
    setStream(header, index)
    if (known < 0) streams.push(header)
    lines.push(header)
  }

  #fault(why: FaultLine['why']): void {
    const { notes } = this.#trace
    notes.faults++
    if (notes.firstFaults.length < MOST_FAULTS) notes.firstFaults.push({ file: this.#name, line: this.#line, why })
    if (!this.#streams.length && this.#line >= MOST_FAULTS) throw notATrace(this.#name, 1)
  }

  #countUnknown(kind: string): void {
    const { unknown } = this.#trace.notes
    unknown[kind] = (unknown[kind] ?? 0) + 1
  }
}

function setStream(line: TraceLine, index: number): void {
  if (index) line.s = index
  else delete line.s
}
