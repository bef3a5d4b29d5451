import { compileSelectors } from '@spoor/shared'
import type { Matcher, Snapshot } from '@spoor/shared'
import { FORMAT } from '../format.ts'
import type { CallLine, DropReason, HeaderLine, RequestLine, SiteLine, TraceLine } from '../format.ts'
import { unknownSite } from '../read/sites.ts'
import { Calls } from './calls.ts'

/** A recording in batches of lines; to iterate over it is to read it from its beginning, each time. */
export type Recording = AsyncIterable<readonly TraceLine[]> | Iterable<readonly TraceLine[]>

/** Which part of a recording is exported. */
export interface Selection {
  /** Selectors of functions; the calls of others are left out. @default all */
  only?: readonly string[]
  /** Whether a call of a selected function is wanted, by its stream and number. @default all */
  wanted?: (stream: string, seq: number) => boolean
}

/** One thread of one process, as the first reading found it. */
export interface Stream {
  /** From 0, in the order in which streams begin. */
  index: number
  header: HeaderLine
  sites: Map<number, SiteLine>
  /** Its selected calls, in the order in which they began; empty unless they were asked for. */
  calls: Calls
  /** What calls threw, by their numbers, where it became known later. */
  learned: Map<number, Snapshot>
  /** The calls and requests that were still running at the end: number -> how many lines without an end there are of it. */
  open: Map<number, number>
  /** The latest time that any line speaks of, in milliseconds since the origin. */
  last: number
  requests: RequestLine[]
}

/** What the first reading of a recording found. */
export interface Survey {
  streams: Stream[]
  /** The stream that `s` of a line means. */
  at: (s: number | undefined) => Stream
  /** Selected calls and marks. */
  calls: number
  marks: number
  /** Deepest of the selected calls; 0 at the top. */
  maxDepth: number
  /** What the recording lacks, and why. */
  drops: Map<DropReason, number>
  keeps: (stream: Stream, line: CallLine) => boolean
}

/**
 * Reads a recording once and finds what its lines do not tell in time: which calls never ended, what became known later of errors, when it
 * ends. Memory grows with functions, failures and requests, and where `columns` are asked for by 49 bytes for each call.
 */
export async function survey(recording: Recording, { only, wanted }: Selection, columns: boolean): Promise<Survey> {
  const found = new Finding(only && compileSelectors(only), wanted, columns)
  for await (const batch of recording) for (const line of batch) found.take(line)
  return found.end()
}

class Finding implements Survey {
  streams: Stream[] = []
  calls = 0
  marks = 0
  maxDepth = 0
  drops = new Map<DropReason, number>()
  readonly #byNumber = new Map<number, Stream>()
  readonly #matcher: Matcher | undefined
  readonly #wanted: Selection['wanted']
  readonly #columns: boolean

  constructor(matcher: Matcher | undefined, wanted: Selection['wanted'], columns: boolean) {
    this.#matcher = matcher
    this.#wanted = wanted
    this.#columns = columns
  }

  at = (s = 0): Stream => this.#byNumber.get(s) ?? this.#begin(s, nameless(s))

  keeps = (stream: Stream, { n, seq }: CallLine): boolean => {
    const site = siteOf(stream, n)
    if (this.#matcher && !this.#matcher.function(site.file, site.name)?.selected) return false
    return this.#wanted?.(stream.header.stream, seq) ?? true
  }

  take(line: TraceLine): void {
    if (line.t === 'header') return void this.#begin(line.s ?? 0, line)
    const stream = this.at(line.s)
    if ('time' in line) reach(stream, line.time)
    if (line.t === 'site') stream.sites.set(line.n, line)
    else if (line.t === 'call') this.#call(stream, line)
    else if (line.t === 'learn') stream.learned.set(line.seq, line.error)
    else if (line.t === 'mark') this.marks++
    else if (line.t === 'request') takeRequest(stream, line)
    else if (line.t === 'drop') this.drops.set(line.reason, (this.drops.get(line.reason) ?? 0) + line.count)
  }

  end(): this {
    if (this.#columns) for (const { calls, last } of this.streams) calls.sort(last)
    return this
  }

  #begin(s: number, header: HeaderLine): Stream {
    const known = this.streams.find((stream) => stream.header.stream === header.stream)
    const stream = known ?? {
      index: this.streams.length,
      header,
      sites: new Map(),
      calls: new Calls(),
      learned: new Map(),
      open: new Map(),
      last: 0,
      requests: [],
    }
    if (!known) this.streams.push(stream)
    this.#byNumber.set(s, stream)
    return stream
  }

  #call(stream: Stream, line: CallLine): void {
    const { seq, n, parent = 0, by = 0, depth = 0, start, end, outcome, gaps, moreGaps } = line
    reach(stream, end ?? start)
    if (!this.keeps(stream, line)) return
    if (!stream.open.has(seq)) this.calls++
    noteOpen(stream, seq, end)
    this.maxDepth = Math.max(this.maxDepth, depth)
    if (!this.#columns) return
    const { async, generator } = siteOf(stream, n)
    const unsure = (moreGaps ?? 0) > 0 || (end === undefined && (async ?? generator) === true)
    stream.calls.add({ seq, parent, by, site: n, start, end, depth, threw: outcome === 'threw', gaps, unsure })
  }
}

function takeRequest(stream: Stream, line: RequestLine): void {
  reach(stream, line.end ?? line.start)
  const before = stream.open.has(line.seq) ? stream.requests.findIndex(({ seq }) => seq === line.seq) : -1
  if (before < 0) stream.requests.push(line)
  else stream.requests[before] = line
  noteOpen(stream, line.seq, line.end)
}

function noteOpen({ open }: Stream, seq: number, end: number | undefined): void {
  if (end === undefined) open.set(seq, (open.get(seq) ?? 0) + 1)
  else open.delete(seq)
}

function reach(stream: Stream, time: number): void {
  if (time > stream.last) stream.last = time
}

/** The function of that number; where the recording lost its line, one that says so. */
export function siteOf({ sites }: Stream, n: number): SiteLine {
  return sites.get(n) ?? unknownSite(n)
}

/** Stands for the beginning of a stream that was lost. */
const nameless = (s: number): HeaderLine => ({
  t: 'header',
  format: FORMAT.name,
  major: FORMAT.major,
  minor: FORMAT.minor,
  stream: `?${s}`,
  origin: 0,
  clock: 0,
  platform: 'other',
  title: 'a stream without its beginning',
  versions: {},
})
