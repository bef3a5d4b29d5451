import { failed, formatSnapshot } from '@spoor/shared'
import type { CallEvent, Snapshot } from '@spoor/shared'
import type { CallLine, DropLine, HeaderLine, RequestLine, SiteLine, TraceLine } from '../format.ts'
import type { Trace } from '../read/read.ts'
import { Sites } from '../read/sites.ts'
import { Deepest } from './deepest.ts'
import { Drops } from './drops.ts'
import { Errors, whatGave } from './errors.ts'
import { Ledger } from './ledger.ts'
import type { EndedCall } from './ledger.ts'
import { Slowest } from './slowest.ts'
import { countError, Stats } from './stats.ts'
import { summaryOf } from './summary-of.ts'
import type { Summary } from './summary.ts'

export interface SummariseOptions {
  /** Length of the lists of slowest calls and deepest stacks. @default 10 */
  top?: number
}

/** Reads a trace to its end, in memory that depends on how many functions it has and not on how long it is. @throws as reading it does */
export async function summarise(trace: Trace, { top = 10 }: SummariseOptions = {}): Promise<Summary> {
  const summariser = new Summariser(top)
  for await (const batch of trace) for (const line of batch) summariser.add(line)
  return summaryOf(summariser, trace)
}

/** What is known of one stream. */
export interface StreamState {
  header: HeaderLine
  ledger: Ledger
  errors: Errors
  /** Number of a site -> its function. */
  stats: (Stats | undefined)[]
  /** `seq` of calls that have not ended -> their function. */
  running: Map<number, Stats>
  /** `seq` of calls of which is not known what they threw -> their function. */
  unexplained: Map<number, Stats>
  /** On its own clock. */
  first: number
  last: number
  calls: number
  ended: Summary['streams'][number]['ended']
}

/** Characters of an error that tell it from others. */
const ERROR_WIDTH = 200

const MOST_UNEXPLAINED = 10_000

/** Everything that a summary is made of, line by line. */
export class Summariser {
  readonly streams: StreamState[] = []
  /** By `id` of their sites: the same function in two streams is one. */
  readonly functions: Map<string, Stats> = new Map()
  readonly deepest: Deepest
  readonly slowest: Slowest
  readonly drops: Drops = new Drops()
  marks = 0
  clients = 0
  servers = 0
  failedRequests = 0
  readonly #sites = new Sites()

  constructor(top: number) {
    this.deepest = new Deepest(top)
    this.slowest = new Slowest(top)
  }

  add(line: TraceLine): void {
    if (line.t === 'header') return this.#begin(line)
    const stream = this.streams[line.s ?? 0]
    if (!stream) return
    switch (line.t) {
      case 'site':
        return this.#sites.add(line)
      case 'call':
        return this.#call(line, stream)
      case 'learn':
        return learn(stream, line.seq, line.error)
      case 'mark':
        this.marks++
        return span(stream, line.time)
      case 'request':
        return this.#request(line, stream)
      case 'drop':
        return this.#drop(line, stream)
      case 'end':
        // A part of a rotated recording ends; the stream goes on.
        if (line.reason !== 'rotate') stream.ended = line.reason
    }
  }

  #begin(header: HeaderLine): void {
    this.streams[header.s ?? 0] ??= {
      header,
      ledger: new Ledger(),
      errors: new Errors(),
      stats: [],
      running: new Map(),
      unexplained: new Map(),
      first: Infinity,
      last: -Infinity,
      calls: 0,
      ended: undefined,
    }
  }

  #call(call: CallLine, stream: StreamState): void {
    const stats = this.#statsOf(call, stream)
    span(stream, call.start)
    if (call.end === undefined) return void stream.running.set(call.seq, stats)
    if (stream.running.size) stream.running.delete(call.seq)
    span(stream, call.end)
    const ended = call as EndedCall
    stream.calls++
    count(stats, ended)
    const below = stream.ledger.end(ended, stats)
    conclude(stream, call, stats)
    this.deepest.add(ended, stats, below, stream.ledger)
    this.slowest.add(ended, stats)
  }

  #statsOf(line: { s?: number; n: number }, stream: StreamState): Stats {
    const site = this.#sites.of(line)
    const known = stream.stats[line.n]
    if (known && known.site.id === site.id) return known
    let stats = this.functions.get(site.id)
    if (!stats) this.functions.set(site.id, (stats = new Stats(site)))
    return (stream.stats[line.n] = stats)
  }

  #request({ side, start, end, status, error }: RequestLine, stream: StreamState): void {
    span(stream, start)
    if (end !== undefined) span(stream, end)
    if (side === 'client') this.clients++
    else this.servers++
    if (error !== undefined || (status ?? 0) >= 500) this.failedRequests++
  }

  #drop({ s, n, reason, count }: DropLine, stream: StreamState): void {
    const stats = n ? this.#statsOf(s ? { s, n } : { n }, stream) : undefined
    // Of these, the calls are there and lack their values.
    if (stats && reason !== 'values') stats.dropped += count
    this.drops.add(reason, count, stats)
  }
}

function span(stream: StreamState, time: number): void {
  if (time < stream.first) stream.first = time
  if (time > stream.last) stream.last = time
}

function count(stats: Stats, { start, end }: EndedCall): void {
  const duration = end - start
  stats.calls++
  stats.sum += duration
  stats.squares += duration * duration
  if (duration > stats.longest) stats.longest = duration
}

/** How a call came to its end. */
function conclude({ errors, ledger, unexplained }: StreamState, call: CallLine, stats: Stats): void {
  const { seq, parent = 0, outcome, error } = call
  const ended = { seq, parent, isAsync: stats.site.async === true, isOpen: (one: number) => !ledger.functionOf(one) }
  if (!failed(callLike(call, stats.site))) {
    errors.ended(ended, whatGave(call))
    if (outcome === 'threw') stats.steered++
    else if (outcome === 'closed') stats.closed++
    return
  }
  const text = error === undefined ? '' : formatSnapshot(error, ERROR_WIDTH)
  if (errors.threw(ended, text)) stats.passed++
  else stats.threw++
  if (text) countError(stats, text)
  else if (unexplained.size < MOST_UNEXPLAINED) unexplained.set(seq, stats)
}

function learn(stream: StreamState, seq: number, error: Snapshot): void {
  const stats = stream.unexplained.get(seq)
  if (!stats) return
  stream.unexplained.delete(seq)
  countError(stats, formatSnapshot(error, ERROR_WIDTH))
}

const callLike = ({ outcome, error }: CallLine, { name }: SiteLine): Pick<CallEvent, 'outcome' | 'error'> & { site: { name: string } } => ({
  outcome,
  error,
  site: { name },
})
