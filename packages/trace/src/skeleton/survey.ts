import { compileSelectors } from '@spoor/shared'
import type { Matcher, Snapshot } from '@spoor/shared'
import { FORMAT } from '../format.ts'
import type { CallLine, DropReason, HeaderLine, MarkLine, RequestLine, SiteLine, TraceLine } from '../format.ts'
import { unknownSite } from '../read/sites.ts'
import { CALL, Events, MARK, REQUEST } from './events.ts'

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
  /** In the order in which they began, as far as they were asked for. */
  events: Events
  /** What calls threw, by their numbers, where it became known later. */
  learned: Map<number, Snapshot>
  /** The calls and requests that were still running at the end: number -> how many lines without an end there are of it. */
  open: Map<number, number>
  /** The latest time that any line speaks of, in milliseconds since the origin. */
  last: number
  requests: RequestLine[]
  /** Where all events were asked for. */
  marks: MarkLine[]
}

/** Of which events columns are kept: of none, of the selected calls, or of requests and marks too. */
export type Columns = 'none' | 'calls' | 'all'

/** What the first reading of a recording found. */
export interface Survey {
  streams: Stream[]
  /** The stream that `s` of a line means. */
  at: (s: number | undefined) => Stream
  /** Deepest of the selected calls; 0 at the top. */
  maxDepth: number
  /** What the recording lacks, and why. */
  drops: Map<DropReason, number>
  keeps: (stream: Stream, line: CallLine) => boolean
}

/**
 * Reads a recording once and finds what its lines do not tell in time: which calls never ended, what became known later of errors, when it
 * ends. Memory grows with functions, failures and requests, and where `columns` are asked for by 50 bytes for each event.
 */
export async function survey(recording: Recording, { only, wanted }: Selection, columns: Columns): Promise<Survey> {
  const found = new Finding(only && compileSelectors(only), wanted, columns)
  for await (const batch of recording) for (const line of batch) found.take(line)
  return found.end()
}

class Finding implements Survey {
  streams: Stream[] = []
  maxDepth = 0
  drops = new Map<DropReason, number>()
  readonly #byNumber = new Map<number, Stream>()
  readonly #matcher: Matcher | undefined
  readonly #wanted: Selection['wanted']
  readonly #columns: Columns

  constructor(matcher: Matcher | undefined, wanted: Selection['wanted'], columns: Columns) {
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
    else if (line.t === 'mark') this.#mark(stream, line)
    else if (line.t === 'request') this.#request(stream, line)
    else if (line.t === 'drop') this.drops.set(line.reason, (this.drops.get(line.reason) ?? 0) + line.count)
  }

  end(): this {
    for (const stream of this.streams) {
      if (stream.events.count) stream.events.sort(stream.last)
      stream.requests = latest(stream, stream.requests, REQUEST, this.#columns)
      stream.marks = latest(stream, stream.marks, MARK, this.#columns)
    }
    return this
  }

  #begin(s: number, header: HeaderLine): Stream {
    const known = this.streams.find((stream) => stream.header.stream === header.stream)
    const stream = known ?? {
      index: this.streams.length,
      header,
      sites: new Map(),
      events: new Events(),
      learned: new Map(),
      open: new Map(),
      last: 0,
      requests: [],
      marks: [],
    }
    if (!known) this.streams.push(stream)
    this.#byNumber.set(s, stream)
    return stream
  }

  #call(stream: Stream, line: CallLine): void {
    const { seq, n, parent = 0, by = 0, depth = 0, start, end, outcome, gaps, moreGaps } = line
    reach(stream, end ?? start)
    if (!this.keeps(stream, line)) return
    noteOpen(stream, seq, end)
    this.maxDepth = Math.max(this.maxDepth, depth)
    if (this.#columns === 'none') return
    const { async, generator } = siteOf(stream, n)
    const unsure = (moreGaps ?? 0) > 0 || (end === undefined && (async ?? generator) === true)
    stream.events.add({ kind: CALL, seq, parent, by, site: n, start, end, depth, threw: outcome === 'threw', gaps, unsure })
  }

  #request(stream: Stream, line: RequestLine): void {
    const { seq, call: parent = 0, start, end } = line
    reach(stream, end ?? start)
    stream.requests.push(line)
    noteOpen(stream, seq, end)
    if (this.#columns === 'all') stream.events.add({ kind: REQUEST, seq, parent, start, end })
  }

  #mark(stream: Stream, line: MarkLine): void {
    if (this.#columns !== 'all') return
    const { seq, parent = 0, time } = line
    stream.marks.push(line)
    stream.events.add({ kind: MARK, seq, parent, start: time, end: time })
  }
}

/** The last line of each event, in the order of their first ones; without those whose number is that of an event of another kind. */
function latest<L extends { seq: number }>({ events }: Stream, lines: readonly L[], kind: number, columns: Columns): L[] {
  const last = [...new Map(lines.map((line) => [line.seq, line])).values()]
  return columns === 'all' ? last.filter(({ seq }) => events.kind[events.find(seq)] === kind) : last
}

function noteOpen({ open }: Stream, seq: number, end: number | undefined): void {
  if (end === undefined) open.set(seq, (open.get(seq) ?? 0) + 1)
  else open.delete(seq)
}

function reach(stream: Stream, time: number): void {
  if (time > stream.last) stream.last = time
}

/** The function of that number; where the recording lost its line, one that says so. */
export function siteOf({ sites, index }: Stream, n: number): SiteLine {
  const known = sites.get(n)
  if (known) return known
  const unknown = unknownSite(n)
  if (index) unknown.s = index
  sites.set(n, unknown)
  return unknown
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
