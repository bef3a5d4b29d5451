import { decodeLine, encodeLine, FORMAT, newerMajor, notATrace } from '@spoor/trace'
import type { CallLine, HeaderLine, TraceLine } from '@spoor/trace'
import { scanOf } from './recording.ts'
import type { Recording } from './recording.ts'
import { CallScan, Scanner } from './scan.ts'
import { LINE_BREAK, textOf } from './store.ts'
import type { Block } from './store.ts'
import type { Stream } from './stream.ts'

/** Most lines that may stand before the first header, and most faults that are told one by one. */
const MOST_FAULTS = 20

/** Most bytes of a line: no recorder writes such a line; what has none of its ends within this is skipped. */
const LONGEST = 2 ** 24

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
  /** What was read, in order: whole lines, and at the end what there is of the last. */
  readonly pieces: { block: Block; from: number; to: number }[] = []
  bytes = 0
  isDone = false
  /** Of a newer minor version than is known here. */
  newer: HeaderLine | undefined
  readonly #recording: Recording
  /** Index of a stream in this source -> stream. */
  readonly #streams: Stream[] = []
  #block: Block
  /** Where lines that our writer would write otherwise are kept as it would: what reads values knows only those. */
  #rewritten: Block | undefined
  /** Where in the block the line begins that is being read, and up to where it has no end. */
  #from = 0
  #searched = 0
  #line = 0
  #skipping = false
  /** Whether it was no recording: nothing of it counts. */
  #failure: Error | undefined

  constructor(name: string, recording: Recording) {
    this.name = name
    this.#recording = recording
    this.#block = recording.store.open(0)
  }

  /** @throws {TraceError} for what is no recording, and one of a newer major version */
  feed(bytes: Uint8Array): void {
    if (this.#failure) throw this.#failure
    this.bytes += bytes.length
    try {
      for (let at = 0; at < bytes.length;) {
        const block = this.#room()
        const length = Math.min(block.bytes.length - block.used, bytes.length - at)
        block.bytes.set(bytes.subarray(at, at + length), block.used)
        block.used += length
        at += length
        this.#lines()
      }
    } catch (error) {
      this.#failure = error as Error
      throw error
    }
  }

  /** What was read so far, in whole lines while there is more to come. */
  *chunks(): Generator<Uint8Array> {
    for (const { block, from, to } of this.pieces) yield block.bytes.subarray(from, to)
    if (!this.isDone && this.#from) yield this.#block.bytes.subarray(0, this.#from)
  }

  /** @param isCutShort whether its end is known to be missing; @throws {TraceError} for what is no recording */
  end(isCutShort: boolean): void {
    if (this.isDone || this.#failure) return
    this.isDone = true
    const rest = textOf(this.#block.bytes.subarray(this.#from, this.#block.used))
    this.#line++
    this.notes.truncated = isCutShort
    if (!this.#skipping && rest.trim()) this.#last(rest)
    this.#keep(this.#block.used)
    // Ended before its first line was complete: nothing was recorded, yet it is a recording.
    if (!this.#streams.length && !(this.#line === 1 && isBeginning(rest))) throw notATrace(this.name, 1)
  }

  /** What stands behind the last end of a line: a whole line, or a part of one. */
  #last(rest: string): void {
    if (decodeLine(rest).t === 'fault') return void (this.notes.truncated = true)
    const block = this.#room()
    const from = this.#from
    block.bytes[block.used++] = LINE_BREAK
    this.#read(block, from, block.used - 1)
  }

  /** The block, or where it is full the next, to which the line takes its beginning along. */
  #room(): Block {
    const last = this.#block
    if (last.used < last.bytes.length) return last
    const rest = last.bytes.subarray(this.#from, last.used)
    if (rest.length > LONGEST) this.#skipping = true
    if (this.#skipping) {
      // No more of it is kept than what is looked at.
      last.used = this.#searched = this.#from
      return last
    }
    const block = this.#recording.store.open(rest.length * 2, last)
    block.bytes.set(rest)
    block.used = rest.length
    this.#keep(this.#from)
    this.#block = block
    this.#from = 0
    this.#searched = block.used
    return block
  }

  #keep(to: number): void {
    if (to > 0) this.pieces.push({ block: this.#block, from: 0, to })
  }

  #lines(): void {
    const block = this.#block
    const bytes = block.bytes.subarray(0, block.used)
    for (let to = bytes.indexOf(LINE_BREAK, this.#searched); to >= 0; to = bytes.indexOf(LINE_BREAK, this.#from)) {
      const from = this.#from
      this.#from = this.#searched = to + 1
      this.#line++
      if (this.#skipping) this.#fault('too long to be a line')
      else if (to > from) this.#read(block, from, to)
      this.#skipping = false
    }
    this.#searched = block.used
  }

  #read(block: Block, from: number, to: number): void {
    if (scanner.call(block.bytes, from, to, scan)) {
      const stream = this.#streams[scan.s]
      if (stream) this.#recording.call(stream, scan, block.base + from)
      else this.#fault(`of stream ${scan.s}, which has no header`)
      return
    }
    const text = textOf(block.bytes.subarray(from, to))
    if (text === '\r') return
    const line = decodeLine(text)
    if (line.t === 'unknown') this.notes.unknown.set(line.was, (this.notes.unknown.get(line.was) ?? 0) + 1)
    else if (line.t === 'fault') this.#fault(this.#streams.length ? line.why : `${line.why}, before the first header`)
    else if (line.t === 'header') this.#begin(line)
    else {
      const stream = this.#streams[line.s ?? 0]
      if (stream) this.#take(stream, line, block.base + from)
      else this.#fault(`of stream ${line.s ?? 0}, which has no header`)
    }
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

/** `{"t":"hea` */
function isBeginning(text: string): boolean {
  const start = '{"t":"header"'
  return text.startsWith(start) || start.startsWith(text)
}
