import type { Snapshot } from '@spoor/shared'
import { microseconds, piecesOf, rowsOf, wasSuspended } from './moments.ts'
import { numbersOf, titleOf } from './names.ts'
import { byName, inChunks, listed, outcomeOf, placeOf, plain, safeJson } from './plain.ts'
import type { Json } from './plain.ts'
import { join } from '../skeleton/join.ts'
import { survey } from '../skeleton/survey.ts'
import type { Recording, Selection, Stream, Survey } from '../skeleton/survey.ts'
import { tell } from './tell.ts'
import type { Told, ToldCall, ToldRequest } from './tell.ts'

/** One event of the Trace Event Format; `ts` and `dur` in microseconds. */
export interface TraceEvent {
  name: string
  cat: string
  ph: 'M' | 'X' | 'b' | 'e' | 'i' | 's' | 'f'
  pid: number
  tid: number
  ts: number
  dur?: number
  id?: string
  s?: 't' | 'p'
  bp?: 'e'
  cname?: string
  args?: unknown
}

/**
 * A recording in the Trace Event Format, for Perfetto and chrome://tracing. Each stream is a thread. A call that was never suspended is a
 * complete event, `spoor`; one that was, an async event from beginning to end, `spoor.async`, with a complete event for each time that it
 * ran, `spoor.part`. Requests have rows of their own, and arrows lead from client to server. Times are microseconds since 1970.
 */
export async function* chrome(recording: Recording, selection: Selection = {}): AsyncGenerator<string> {
  const found = await survey(recording, selection, 'none')
  const drawn = new Drawing(found)
  yield* inChunks(pieces())

  async function* pieces(): AsyncGenerator<string> {
    const other = { exporter: 'spoor', streams: found.streams.map(({ header }) => header.stream), dropped: Object.fromEntries(found.drops) }
    yield `{"displayTimeUnit":"ms","otherData":${safeJson(other)},"traceEvents":[\n`
    yield* listed(events())
    yield '\n]}\n'
  }

  async function* events(): AsyncGenerator<TraceEvent> {
    for (const stream of found.streams) yield* drawn.header(stream)
    for await (const told of tell(recording, found)) yield* drawn.events(told)
  }
}

class Drawing {
  readonly #numbers: ReturnType<typeof numbersOf>
  readonly #rows: Map<Stream, Map<number, number>>
  readonly #threads = new Map<Stream, number[]>()
  /** Spans whose both sides are in the recording. */
  readonly #joined: Set<string>

  constructor({ streams }: Survey) {
    this.#numbers = numbersOf(streams)
    this.#rows = new Map(streams.map((stream) => [stream, rowsOf(stream).rows]))
    let next = Math.max(0, ...[...this.#numbers.values()].flatMap(({ pid, tid }) => [pid, tid])) + 1
    for (const stream of streams)
      this.#threads.set(
        stream,
        Array.from({ length: rowsOf(stream).count }, () => next++),
      )
    this.#joined = new Set(join(streams).pairs.map(([{ request }]) => request.span))
  }

  *header(stream: Stream): Generator<TraceEvent> {
    const { pid, tid } = this.#numbers.get(stream)!
    const meta = (name: string, thread: number, args: unknown): TraceEvent => ({
      name,
      cat: '__metadata',
      ph: 'M',
      pid,
      tid: thread,
      ts: 0,
      args,
    })
    const { header } = stream
    if (!header.thread) yield meta('process_name', tid, { name: titleOf(stream) })
    yield meta('thread_name', tid, { name: header.thread ? `worker ${header.thread}` : 'main' })
    yield meta('thread_sort_index', tid, { sort_index: stream.index * 1000 })
    for (const [row, thread] of this.#threads.get(stream)!.entries()) {
      yield meta('thread_name', thread, { name: row ? `requests ${row + 1}` : 'requests' })
      yield meta('thread_sort_index', thread, { sort_index: stream.index * 1000 + row + 1 })
    }
  }

  *events(told: Told): Generator<TraceEvent> {
    const { stream } = told
    const where = this.#numbers.get(stream)!
    if (told.type === 'call') yield* callEvents(told, where)
    else if (told.type === 'request') yield* this.#requestEvents(told, where.pid)
    else {
      const { line } = told
      const at = { cat: 'spoor', ph: 'i', ts: microseconds(stream, line.time), ...where } as const
      if (line.t === 'mark') yield { ...at, name: line.name, s: 't', args: line.data === undefined ? {} : { data: plain(line.data) } }
      else yield { ...at, name: `dropped ${line.count}: ${line.reason}`, s: 'p', args: { count: line.count, reason: line.reason } }
    }
  }

  *#requestEvents({ stream, line, end, running }: ToldRequest, pid: number): Generator<TraceEvent> {
    const { side, method, url, status, error, trace, span, parentSpan, call } = line
    const ts = microseconds(stream, line.start)
    const where = { pid, tid: this.#threads.get(stream)![this.#rows.get(stream)!.get(line.seq)!]!, ts }
    const args = { side, url, status, error, trace, span, parentSpan, call, ...(running ? { outcome: 'running' } : {}) }
    yield { name: `${method} ${url}`, cat: 'spoor.request', ph: 'X', ...where, dur: microseconds(stream, end) - ts, args }
    const flow = { name: 'request', cat: 'spoor.flow', ...where } as const
    if (side === 'client' && this.#joined.has(span)) yield { ...flow, ph: 's', id: `0x${span}` }
    if (side === 'server' && parentSpan && this.#joined.has(parentSpan)) yield { ...flow, ph: 'f', bp: 'e', id: `0x${parentSpan}` }
  }
}

function* callEvents(told: ToldCall, where: { pid: number; tid: number }): Generator<TraceEvent> {
  const { stream, site, line, end } = told
  const { name } = site
  const at = (time: number): number => microseconds(stream, time)
  const span = (from: number, to: number): { ts: number; dur: number } => ({ ts: at(from), dur: at(to) - at(from) })
  const args = argsOf(told)
  const look = line.outcome === 'threw' ? { cname: 'terrible' } : {}
  if (!wasSuspended(line) && !(told.running && (site.async ?? site.generator)))
    return yield { name, cat: 'spoor', ph: 'X', ...where, ...span(line.start, end), ...look, args }
  const id = `0x${(stream.index * 2 ** 40 + line.seq).toString(16)}`
  yield { name, cat: 'spoor.async', ph: 'b', id, ...where, ts: at(line.start), ...look, args }
  yield { name, cat: 'spoor.async', ph: 'e', id, ...where, ts: at(end) }
  for (const [from, to] of piecesOf(told)) yield { name, cat: 'spoor.part', ph: 'X', ...where, ...span(from, to), args: { seq: line.seq } }
}

/** What the viewer shows of a call that is selected. */
function argsOf({ site, line, running, error }: ToldCall): { [name: string]: Json | undefined } {
  const { seq, parent, by, args, value, waited, moreGaps } = line
  const told = (one: Snapshot | undefined): Json | undefined => (one === undefined ? undefined : plain(one))
  return {
    seq,
    parent,
    by,
    place: placeOf(site),
    outcome: outcomeOf(line, running),
    args: args && Object.fromEntries(byName(args, site).map(([name, one]) => [name, plain(one)])),
    result: told(value),
    error: told(error),
    waited_ms: waited,
    more_suspensions: moreGaps,
  }
}
