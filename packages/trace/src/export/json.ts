import { Heap } from './heap.ts'
import { byLane, lanesOf, walkLane } from './lanes.ts'
import { byName, inChunks, listed, outcomeOf, plain, safeJson } from './plain.ts'
import type { Json } from './plain.ts'
import { survey } from '../skeleton/survey.ts'
import type { Recording, Selection, Stream, Survey } from '../skeleton/survey.ts'
import { tell } from './tell.ts'
import type { ToldCall } from './tell.ts'

/** One event of the plain layout. */
export interface PlainEvent {
  /** Place in the order of all events, from 1. */
  seq: number
  /** Unix time in milliseconds. */
  timestamp: number
  type: 'function_entry' | 'function_exit' | 'exception'
  /** Number of callers above; 0 at the top. */
  depth: number
  data: { [name: string]: Json | undefined }
}

/** Events that are held at once: a recording with more is read once for each so many of them. */
const WINDOW = 100_000

/**
 * A recording as plain JSON, `{ "traces": [{ seq, timestamp, type, depth, data }], "metadata": { total_events, max_depth } }`: for each call
 * an event for its beginning and one for its end, in the order of time. A call that never ended has no end.
 */
export async function* json(recording: Recording, selection: Selection = {}, window: number = WINDOW): AsyncGenerator<string> {
  const found = await survey(recording, selection, 'calls')
  const order = inOrder(found)
  let seq = 0
  yield* inChunks(pieces())

  async function* pieces(): AsyncGenerator<string> {
    yield '{"traces":[\n'
    yield* listed(events())
    const metadata = { total_events: seq, max_depth: found.maxDepth, streams: found.streams.map(({ header }) => header.title) }
    yield `\n],"metadata":${safeJson({ ...metadata, dropped: Object.fromEntries(found.drops) })}}\n`
  }

  async function* events(): AsyncGenerator<PlainEvent> {
    for (let wanted = take(order, window); wanted.length; wanted = take(order, window)) {
      for (const event of await fill(wanted, recording, found)) if (event) yield { seq: ++seq, ...event }
    }
  }
}

interface Moment {
  stream: Stream
  index: number
  begins: boolean
}

/** The beginnings and ends of all calls: each lane is in order by itself, so that of all lanes the earliest comes next. */
function* inOrder({ streams }: Survey): Generator<Moment> {
  const sources = streams.flatMap((stream) => {
    const lanes = lanesOf(stream.events)
    return byLane(lanes).map((members) => ({ stream, walk: walkLane(lanes, members) }))
  })
  const heap = new Heap()
  const next: Moment[] = []
  const advance = (source: number): void => {
    const { stream, walk } = sources[source]!
    const step = walk.next()
    if (step.done) return
    const [index, begins] = step.value
    next[source] = { stream, index, begins }
    heap.push(stream.header.origin + (begins ? stream.events.start : stream.events.end)[index]!, source)
  }
  for (const source of sources.keys()) advance(source)
  for (let source = heap.pop(); source !== undefined; source = heap.pop()) {
    yield next[source]!
    advance(source)
  }
}

function take(order: Iterator<Moment>, count: number): Moment[] {
  const out: Moment[] = []
  while (out.length < count) {
    const { done, value } = order.next()
    if (done) break
    out.push(value as Moment)
  }
  return out
}

type Event = Omit<PlainEvent, 'seq'>

/** Reads the recording for the values of these moments. */
async function fill(wanted: Moment[], recording: Recording, found: Survey): Promise<(Event | undefined)[]> {
  const places = new Map<Stream, Map<number, [begin?: number, end?: number]>>(found.streams.map((stream) => [stream, new Map()]))
  for (const [place, { stream, index, begins }] of wanted.entries()) {
    const calls = places.get(stream)!
    const pair = calls.get(index) ?? []
    pair[begins ? 0 : 1] = place
    calls.set(index, pair)
  }
  const out = Array.from<Event | undefined>({ length: wanted.length })
  for await (const told of tell(recording, found)) {
    if (told.type !== 'call') continue
    const [begin, end] = places.get(told.stream)!.get(told.stream.events.find(told.line.seq)) ?? []
    if (begin !== undefined) out[begin] = entryOf(told)
    if (end !== undefined && !told.running) out[end] = exitOf(told)
  }
  return out
}

const timestamp = ({ header }: Stream, time: number): number => Math.round((header.origin + time) * 1000) / 1000

function entryOf(told: ToldCall): Event {
  const { stream, site, line } = told
  const args = line.args && Object.fromEntries(byName(line.args, site).map(([name, one]) => [name, plain(one)]))
  const data = {
    ...who(told),
    kind: site.kind,
    async: site.async,
    generator: site.generator,
    parent: line.parent,
    created_by: line.by,
    args,
  }
  return { timestamp: timestamp(stream, line.start), type: 'function_entry', depth: line.depth ?? 0, data }
}

function exitOf(told: ToldCall): Event {
  const { stream, line, end, error } = told
  const times = { duration_ms: Math.round((end - line.start) * 1000) / 1000, waited_ms: line.waited ?? 0 }
  const at = { timestamp: timestamp(stream, end), depth: line.depth ?? 0 }
  if (line.outcome === 'threw')
    return { ...at, type: 'exception', data: { ...who(told), ...times, error: error === undefined ? null : plain(error) } }
  const result = line.value === undefined ? undefined : plain(line.value)
  return { ...at, type: 'function_exit', data: { ...who(told), ...times, outcome: outcomeOf(line, false), result } }
}

const who = ({ stream, site, line }: ToldCall): { [name: string]: Json } => ({
  function: site.name,
  file: site.file,
  line: site.line,
  column: site.column,
  stream: stream.index,
  call: line.seq,
})
