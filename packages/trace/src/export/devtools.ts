import { formatSnapshot } from '@spoor/shared'
import { lanesOf } from './lanes.ts'
import type { Lanes } from './lanes.ts'
import { isoTime, microseconds, rowsOf, wasSuspended } from './moments.ts'
import { numbersOf, titleOf } from './names.ts'
import { byName, clip, inChunks, listed, oneLine, outcomeOf, placeOf, safeJson } from './plain.ts'
import { survey } from '../skeleton/survey.ts'
import type { Recording, Selection, Stream, Survey } from '../skeleton/survey.ts'
import { tell } from './tell.ts'
import type { Told, ToldCall, ToldRequest } from './tell.ts'

type Color = 'primary' | 'secondary' | 'tertiary' | 'error'

/** What the Performance panel takes from the `detail` of a measure. */
interface Detail {
  track: string
  color: Color
  tooltipText: string
  properties: [name: string, value: string][]
}

/** Group of our tracks in the panel. */
const GROUP = 'Spoor'

/**
 * A recording for the Performance panel of Chrome's DevTools ("Load profile…"): a custom track for each stream, and more where calls
 * overlap; one for requests; marks as lines over all of them. Each call is a user timing, as `performance.measure` would leave it.
 */
export async function* devtools(recording: Recording, selection: Selection = {}): AsyncGenerator<string> {
  const found = await survey(recording, selection, 'calls')
  const drawn = new Tracks(found)
  yield* inChunks(pieces())

  async function* pieces(): AsyncGenerator<string> {
    const start = Math.min(...found.streams.map(({ header }) => header.origin))
    const startTime = isoTime(start)
    yield `{"metadata":${safeJson({ source: 'spoor', dataOrigin: 'TraceEvents', startTime })},"traceEvents":[\n`
    yield* listed(events())
    yield '\n]}\n'
  }

  async function* events(): AsyncGenerator<object> {
    yield* drawn.header()
    for await (const told of tell(recording, found)) yield* drawn.events(told)
  }
}

class Tracks {
  readonly #streams: Stream[]
  readonly #numbers: ReturnType<typeof numbersOf>
  readonly #lanes: Map<Stream, Lanes>
  readonly #rows: Map<Stream, Map<number, number>>
  #measures = 0

  constructor({ streams }: Survey) {
    this.#streams = streams
    this.#numbers = numbersOf(streams)
    this.#lanes = new Map(streams.map((stream) => [stream, lanesOf(stream.events)]))
    this.#rows = new Map(streams.map((stream) => [stream, rowsOf(stream).rows]))
  }

  /** The panel takes a file for a recording of a page where it says so and names its main thread; it shows the time between these two. */
  *header(): Generator<object> {
    const [first] = this.#streams
    if (!first) return
    for (const stream of this.#streams) {
      const meta = { cat: '__metadata', ph: 'M', ...this.#numbers.get(stream)!, ts: 0 }
      yield { ...meta, name: 'process_name', args: { name: 'Renderer' } }
      yield { ...meta, name: 'thread_name', args: { name: stream.header.thread ? 'DedicatedWorker thread' : 'CrRendererMain' } }
    }
    const at = { cat: 'disabled-by-default-devtools.timeline', ph: 'I', s: 't', ...this.#numbers.get(first)! }
    const main = { isOutermostMainFrame: true, isInPrimaryMainFrame: true }
    const frame = { frame: '0', url: `spoor:${encodeURI(titleOf(first))}`, name: '', processId: this.#numbers.get(first)!.pid, ...main }
    const begin = Math.min(...this.#streams.map((stream) => microseconds(stream, firstTime(stream))))
    const end = Math.max(...this.#streams.map((stream) => microseconds(stream, stream.last)))
    const data = { frameTreeNodeId: 1, persistentIds: true, frames: [frame] }
    yield { ...at, name: 'TracingStartedInBrowser', ts: begin, args: { data } }
    yield { ...at, name: 'TracingStopped', ts: end, args: {} }
  }

  *events(told: Told): Generator<object> {
    if (told.type === 'call') {
      const { site, line } = told
      const color = line.outcome === 'threw' ? 'error' : wasSuspended(line) ? 'secondary' : 'primary'
      const lane = this.#lanes.get(told.stream)!.lane[told.stream.events.find(line.seq)]!
      yield* this.#measure(told, site.name, { ...describe(told), color, track: track(titleOf(told.stream), lane) })
    } else if (told.type === 'request') {
      const row = this.#rows.get(told.stream)!.get(told.line.seq)!
      const text = `${told.line.method} ${told.line.url}`
      yield* this.#measure(told, clip(oneLine(text), 200), {
        ...describeRequest(told),
        track: track(`${titleOf(told.stream)} · requests`, row),
      })
    } else if (told.type === 'mark') yield this.#mark(told.stream, told.line.time, told.line.name, 'tertiary')
    else yield this.#mark(told.stream, told.line.time, `dropped ${told.line.count}: ${told.line.reason}`, 'error')
  }

  *#measure({ stream, line, end }: ToldCall | ToldRequest, name: string, detail: Detail): Generator<object> {
    const at = { cat: 'blink.user_timing', name, id2: { local: `0x${(++this.#measures).toString(16)}` }, ...this.#numbers.get(stream)! }
    const devtools = { dataType: 'track-entry', trackGroup: GROUP, ...detail }
    yield { ...at, ph: 'b', ts: microseconds(stream, line.start), args: { detail: JSON.stringify({ devtools }) } }
    yield { ...at, ph: 'e', ts: microseconds(stream, end), args: {} }
  }

  #mark(stream: Stream, time: number, name: string, color: Color): object {
    const detail = JSON.stringify({ devtools: { dataType: 'marker', color, tooltipText: clip(oneLine(name), 200) } })
    const at = { ...this.#numbers.get(stream)!, ts: microseconds(stream, time) }
    return { cat: 'blink.user_timing', name, ph: 'I', s: 't', ...at, args: { data: { detail, startTime: time } } }
  }
}

const track = (title: string, lane: number): string => (lane ? `${title} · overlapping ${lane}` : title)

const firstTime = ({ events, requests, last }: Stream): number =>
  Math.min(events.count ? events.start[0]! : last, ...requests.map(({ start }) => start))

function describe({ site, line, running, error }: ToldCall): Pick<Detail, 'tooltipText' | 'properties'> {
  const args = byName(line.args ?? [], site).map(([name, one]) => [name, formatSnapshot(one, 500)] as [string, string])
  const value = line.value === undefined ? undefined : formatSnapshot(line.value, 500)
  const thrown = error === undefined ? undefined : formatSnapshot(error, 500)
  const ending = line.outcome === 'threw' ? ` ✗ threw ${thrown ?? ''}` : value === undefined ? '' : ` → ${value}`
  const properties: [string, string | undefined][] = [
    ['Place', placeOf(site)],
    ['Outcome', outcomeOf(line, running)],
    ...args.map(([name, text]): [string, string] => [`Argument ${name}`, text]),
    ['Result', value],
    ['Threw', thrown],
    ['Waited', line.waited ? `${line.waited} ms` : undefined],
    ['Call', `#${line.seq}`],
  ]
  return {
    tooltipText: clip(oneLine(`${site.name}(${args.map(([, text]) => text).join(', ')})${ending}`), 200),
    properties: properties.filter((pair): pair is [string, string] => pair[1] !== undefined),
  }
}

function describeRequest({ line, running }: ToldRequest): Omit<Detail, 'track'> {
  const { side, method, url, status, error, trace } = line
  const answer = error ?? (running ? 'running' : String(status ?? ''))
  return {
    color: error !== undefined || (status ?? 0) >= 400 ? 'error' : 'tertiary',
    tooltipText: clip(oneLine(`${side}: ${method} ${url} ${answer}`), 200),
    properties: [
      ['Side', side],
      ['Address', clip(url, 1000)],
      ['Answer', answer],
      ['Trace', trace],
    ],
  }
}
