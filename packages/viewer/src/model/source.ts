import { decodeLine, encodeLine, FORMAT, isBeginning, newerMajor, notATrace } from '@spoor/trace'
import type { CallLine, HeaderLine, TraceLine } from '@spoor/trace'
import { Intake } from './intake.ts'
import { scanOf } from './recording.ts'
import type { Recording } from './recording.ts'
import { CallScan, Scanner } from './scan.ts'
import { LINE_BREAK, textOf } from './store.ts'
import type { Block } from './store.ts'
import type { Stream } from './stream.ts'

/** Most lines that may stand before the first header, and most faults that are told one by one. */
const MOST_FAULTS = 20

/** What a reading met besides lines that it knows: as `Notes` of `@spoor/trace`, of one source. */
export interface SourceNotes {
  faults: number
  firstFaults: { file: string; line: number; why: string }[]
  unknown: Map<string, number>
  truncated: boolean
}

const scanner = new Scanner()
const scan = new CallScan()
const encoder = new TextEncoder()

/** The bytes of one file, one response, one live program, as they come. */
export class Source {
  readonly name: string
  readonly notes: SourceNotes = { faults: 0, firstFaults: [], unknown: new Map(), truncated: false }
  bytes = 0
  isDone = false
  /** Of a newer minor version than is known here. */
  newer: HeaderLine | undefined
  readonly #recording: Recording
  /** Index of a stream in this source -> stream. */
  readonly #streams: Stream[] = []
  readonly #intake: Intake
  /** Where lines that our writer would write otherwise are kept as it would: what reads values knows only those. */
  #rewritten: Block | undefined
  #line = 0
  /** Whether it was no recording: nothing of it counts. */
  #failure: Error | undefined

  constructor(name: string, recording: Recording) {
    this.name = name
    this.#recording = recording
    this.#intake = new Intake(recording.store, (block, from, end, isTooLong) =>
      isTooLong ? this.#tooLong() : this.#read(block, from, end),
    )
  }

  /** @param bytes are kept: nobody may change them any more; @throws {TraceError} for what is no recording, and one of a newer major version */
  feed(bytes: Uint8Array): void {
    if (this.#failure) throw this.#failure
    this.bytes += bytes.length
    try {
      this.#intake.feed(bytes)
    } catch (error) {
      this.#failure = error as Error
      throw error
    }
  }

  /** What was read so far, in whole lines while there is more to come. */
  chunks(): Generator<Uint8Array> {
    return this.#intake.chunks()
  }

  /** @param isCutShort whether its end is known to be missing; @throws {TraceError} for what is no recording */
  end(isCutShort: boolean): void {
    if (this.isDone || this.#failure) return
    this.isDone = true
    const rest = textOf(this.#intake.rest)
    const isLine = rest.trim() !== '' && decodeLine(rest).t !== 'fault'
    this.notes.truncated = isCutShort || (rest.trim() !== '' && !isLine)
    this.#intake.end(isLine)
    // Ended before its first line was complete: nothing was recorded, yet it is a recording.
    if (!this.#streams.length && !(this.#line === Number(isLine) && isBeginning(rest))) throw notATrace(this.name, 1)
  }

  #read({ bytes, base }: Block, from: number, end: number): void {
    for (let at = from; at < end;) {
      this.#line++
      const stop = scanner.call(bytes, at, end, scan)
      if (stop >= 0) this.#scanned(base + at)
      const to = stop >= 0 ? stop : bytes.indexOf(LINE_BREAK, at)
      if (stop < 0 && to > at) this.#decode(bytes, at, to, base + at)
      at = to + 1
    }
  }

  #scanned(address: number): void {
    const stream = this.#streams[scan.s]
    if (stream) this.#recording.call(stream, scan, address)
    else this.#fault(`of stream ${scan.s}, which has no header`)
  }

  #decode(bytes: Uint8Array, from: number, to: number, address: number): void {
    const text = textOf(bytes.subarray(from, to))
    if (text === '\r') return
    const line = decodeLine(text)
    if (line.t === 'unknown') this.notes.unknown.set(line.was, (this.notes.unknown.get(line.was) ?? 0) + 1)
    else if (line.t === 'fault') this.#fault(this.#streams.length ? line.why : `${line.why}, before the first header`)
    else if (line.t === 'header') this.#begin(line)
    else {
      const stream = this.#streams[line.s ?? 0]
      if (stream) this.#take(stream, line, address)
      else this.#fault(`of stream ${line.s ?? 0}, which has no header`)
    }
  }

  #tooLong(): void {
    this.#line++
    this.#fault('too long to be a line')
  }

  #take(stream: Stream, line: Exclude<TraceLine, HeaderLine>, address: number): void {
    const recording = this.#recording
    switch (line.t) {
      case 'call':
        return this.#call(stream, line)
      case 'site':
        return recording.site(stream, line)
      case 'learn':
        return recording.learn(stream, line, address)
      case 'mark':
        return recording.mark(stream, line, address)
      case 'request':
        return recording.request(stream, line, address)
      case 'drop':
        return recording.drop(stream, line)
      case 'end':
        return recording.end(stream, line)
    }
  }

  #call(stream: Stream, line: CallLine): void {
    const { store } = this.#recording
    const { t, seq, n, parent, by, depth, start, end, ran, waited, gaps, moreGaps, outcome, args, value, error } = line
    const ordered = { t, seq, n, parent, by, depth, start, end, ran, waited, gaps, moreGaps, outcome, args, value, error } as CallLine
    const text = encoder.encode(encodeLine(ordered))
    let block = this.#rewritten
    if (!block || block.bytes.length - block.used < text.length) this.#rewritten = block = store.open(text.length, block)
    const from = block.used
    block.bytes.set(text, from)
    block.used += text.length
    scanOf(line, scan)
    this.#recording.call(stream, scan, block.base + from)
  }

  #begin(header: HeaderLine): void {
    if (header.format !== FORMAT.name) return this.#fault('a header of another format')
    if (header.major > FORMAT.major) throw newerMajor(this.name, this.#line, header.major, header.minor)
    if (header.minor > FORMAT.minor) this.newer ??= header
    this.#streams[header.s ?? 0] = this.#recording.begin(header)
  }

  #fault(why: string): void {
    const { notes, name } = this
    notes.faults++
    if (notes.firstFaults.length < MOST_FAULTS) notes.firstFaults.push({ file: name, line: this.#line, why })
    if (!this.#streams.length && this.#line >= MOST_FAULTS) throw notATrace(name, 1)
  }
}

/** Whether all that came has ended. */
export const isOver = (sources: readonly Source[]): boolean => sources.length > 0 && sources.every(({ isDone }) => isDone)
