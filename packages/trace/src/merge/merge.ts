import type { HeaderLine, SiteLine, TraceLine } from '../format.ts'
import type { Trace } from '../read/read.ts'
import { Clocks } from './clocks.ts'
import type { ClockCorrection } from './clocks.ts'

/** Reads the traces once, for what their requests say of their clocks. @throws as reading them does */
export async function compareClocks(traces: readonly Trace[]): Promise<ClockCorrection[]> {
  const clocks = new Clocks()
  const streams = new Streams()
  for (const trace of traces) {
    for await (const batch of trace) {
      for (const line of batch) {
        if (line.t === 'header') clocks.addHeader(withStream(line, streams.add(trace, line).index))
        else if (line.t === 'request') clocks.addRequest(withStream(line, streams.indexOf(trace, line.s)))
      }
    }
  }
  return clocks.corrections()
}

/**
 * The lines of several traces as those of one, in batches, ordered by when they were written on one axis of time. Keeps each line; what
 * several have in common (the header and the sites of a stream that is in several parts) stands once. Holds a batch of each trace.
 * @param corrections what to add to the clocks, see {@link compareClocks}; the headers then say so
 */
export async function* merge(
  traces: readonly Trace[],
  corrections: readonly ClockCorrection[] = [],
): AsyncGenerator<TraceLine[], void, undefined> {
  const corrected = new Map(corrections.map(({ stream, add }) => [stream, add]))
  const streams = new Streams()
  const lanes: Lane[] = []
  for (const trace of traces) {
    const lane = new Lane(trace, corrected)
    if (await lane.next()) queue(lanes, lane)
  }
  let out: TraceLine[] = []
  for (let lane = lanes.shift(); lane; lane = lanes.shift()) {
    // A lane goes on for as long as none of the others is before it.
    const until = lanes[0]?.time ?? Infinity
    let more = true
    do {
      const line = streams.taken(lane)
      if (line) out.push(line)
      if (out.length >= BATCH) {
        yield out
        out = []
      }
      more = await lane.next()
    } while (more && lane.time <= until)
    if (more) queue(lanes, lane)
  }
  if (out.length) yield out
}

const BATCH = 512

/** Puts a lane in its place: behind those that are at the same time. */
function queue(lanes: Lane[], lane: Lane): void {
  let place = lanes.length
  while (place && lanes[place - 1]!.time > lane.time) place--
  lanes.splice(place, 0, lane)
}

/** One trace, line by line. */
class Lane {
  readonly trace: Trace
  /** Unix time, in milliseconds, at which its current line was written, and so all before it. */
  time = -Infinity
  line!: TraceLine
  readonly #batches: AsyncIterator<readonly TraceLine[]>
  readonly #corrected: ReadonlyMap<string, number>
  readonly #origins: number[] = []
  #batch: readonly TraceLine[] = []
  #at = 0

  constructor(trace: Trace, corrected: ReadonlyMap<string, number>) {
    this.trace = trace
    this.#batches = trace[Symbol.asyncIterator]()
    this.#corrected = corrected
  }

  /** Goes on to the next line. @returns whether there is one */
  async next(): Promise<boolean> {
    while (this.#at === this.#batch.length) {
      const { done, value } = await this.#batches.next()
      if (done) return false
      this.#batch = value
      this.#at = 0
    }
    this.line = this.#batch[this.#at++]!
    if (this.line.t === 'header') this.#begin(this.line)
    const written = (this.#origins[this.line.s ?? 0] ?? 0) + writtenAt(this.line)
    if (written > this.time) this.time = written
    return true
  }

  #begin(header: HeaderLine): void {
    const add = this.#corrected.get(header.stream)
    if (add) {
      header.origin += add
      header.corrected = (header.corrected ?? 0) + add
    }
    this.#origins[header.s ?? 0] = header.origin
  }
}

/** On the clock of its stream; `-Infinity` where it does not say. */
function writtenAt(line: TraceLine): number {
  switch (line.t) {
    case 'call':
    case 'request':
      return line.end ?? line.start
    case 'mark':
    case 'drop':
    case 'end':
      return line.time
    case 'header':
      return 0
    default:
      return -Infinity
  }
}

/** The streams of all traces, numbered in the order in which they begin. */
class Streams {
  readonly #known = new Map<string, Stream>()
  readonly #byTrace = new Map<Trace, Stream[]>()

  add(trace: Trace, { stream, s = 0 }: HeaderLine): Stream {
    let known = this.#known.get(stream)
    if (!known) this.#known.set(stream, (known = { index: this.#known.size, sites: new Map() }))
    let own = this.#byTrace.get(trace)
    if (!own) this.#byTrace.set(trace, (own = []))
    return (own[s] = known)
  }

  indexOf(trace: Trace, s = 0): number {
    return this.#byTrace.get(trace)?.[s]?.index ?? 0
  }

  /** The current line of a lane, of the stream that it has here; `undefined` where it was there before. */
  taken({ trace, line }: Lane): TraceLine | undefined {
    if (line.t === 'header') {
      const before = this.#known.size
      const { index } = this.add(trace, line)
      return index === before ? withStream(line, index) : undefined
    }
    const stream = this.#byTrace.get(trace)![line.s ?? 0]!
    if (line.t === 'site' && isKnown(stream, line)) return undefined
    return withStream(line, stream.index)
  }
}

interface Stream {
  index: number
  /** Number of a site -> its id and place. */
  sites: Map<number, string>
}

function isKnown({ sites }: Stream, { n, id, line, column }: SiteLine): boolean {
  const text = `${id} ${line} ${column}`
  if (sites.get(n) === text) return true
  sites.set(n, text)
  return false
}

function withStream<L extends TraceLine>(line: L, index: number): L {
  if (index) line.s = index
  else delete line.s
  return line
}
