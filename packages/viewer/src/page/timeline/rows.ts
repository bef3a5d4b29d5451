import { BOX_FLAGS } from '../../questions.ts'
import type { Ref, TimelineSlice, TimelineStream } from '../../questions.ts'
import { firstIndex } from '../../model/sort.ts'
import { Band, BAND_ROWS } from './band.ts'
import type { Bar } from './band.ts'
import { byRow } from './row-order.ts'
import type { Span } from './span.ts'

/** A box, or a request, as it was asked for. */
export interface Found {
  ref: Ref
  stream: number
  kind: 'call' | 'request'
  /** Among those of its kind. */
  row: number
  from: number
  to: number
  /** -1: none. */
  fn: number
  flags: number
  /** Of a request, where there is room for it. */
  label?: string
}

/** The boxes of a stream's calls by row, each row in the order of time, and its requests. */
export class Rows {
  readonly count: number
  /** Places in `stream.boxes`; those of row `r` from `starts[r]` to `starts[r + 1]`. */
  readonly order: Uint32Array
  readonly starts: Uint32Array
  readonly waitOrder: Uint32Array
  readonly waitStarts: Uint32Array
  private readonly narrow: Band
  private wide: Band | undefined

  /** @param span that it was asked for */
  constructor(
    readonly stream: TimelineStream,
    private readonly span: Span,
  ) {
    this.count = stream.rows
    this.narrow = new Band(stream.requests, span, BAND_ROWS)
    ;[this.order, this.starts] = byRow(stream.boxes.row, stream.boxes.from, this.count)
    ;[this.waitOrder, this.waitStarts] = byRow(stream.waits.row, stream.waits.from, this.count)
  }

  /** Its requests. @param isWide whether in all rows that they have */
  band(isWide: boolean): Band {
    if (!isWide || this.narrow.count === this.stream.requests.rows) return this.narrow
    return (this.wide ??= new Band(this.stream.requests, this.span))
  }

  /** The first place in `order` of a row whose box ends after that time; boxes of a row do not overlap. */
  firstAfter(row: number, time: number): number {
    const { to } = this.stream.boxes
    return firstIndex(this.starts[row]!, this.starts[row + 1]!, (place) => to[this.order[place]!]! > time)
  }

  firstWaitAfter(row: number, time: number): number {
    const { to } = this.stream.waits
    return firstIndex(this.waitStarts[row]!, this.waitStarts[row + 1]!, (place) => to[this.waitOrder[place]!]! > time)
  }

  /** What is in a row at a time, give or take `slack`; of several the one that failed, else the longest. */
  at(row: number, time: number, slack: number): Found | undefined {
    if (row < 0 || row >= this.count) return undefined
    let best: Found | undefined
    for (let place = this.firstAfter(row, time - slack); place < this.starts[row + 1]!; place++) {
      const found = this.box(this.order[place]!)
      if (found.from > time + slack) break
      if (!best || weight(found) > weight(best)) best = found
    }
    return best
  }

  /** What is in a row of the requests at a time. */
  requestAt(isWide: boolean, row: number, time: number, slack: number): Found | undefined {
    const bar = this.band(isWide).at(row, time, slack)
    return bar && this.request(bar)
  }

  /** By its reference: the box, or the request. Of several that were merged only the longest is known. */
  find(ref: Ref, isWide: boolean): Found | undefined {
    const index = this.stream.boxes.ref.indexOf(ref)
    if (index >= 0) return this.box(index)
    const bar = this.band(isWide).find(ref)
    return bar && this.request(bar)
  }

  /** The one before (-1) or behind (1) in the same row; of requests, in time. */
  beside(found: Found, direction: 1 | -1): Found | undefined {
    if (found.kind === 'request') {
      const bar = this.narrow.beside(found.ref, direction)
      return bar && this.request(bar)
    }
    const [first, end] = [this.starts[found.row]!, this.starts[found.row + 1]!]
    for (let place = first; place < end; place++) {
      if (this.stream.boxes.ref[this.order[place]!] !== found.ref) continue
      const next = place + direction
      return next >= first && next < end ? this.box(this.order[next]!) : undefined
    }
    return undefined
  }

  /** The topmost, then earliest, of what lies in that time. */
  first(span: Span): Found | undefined {
    for (let row = 0; row < this.count; row++) {
      const place = this.firstAfter(row, span.from)
      if (place >= this.starts[row + 1]!) continue
      const found = this.box(this.order[place]!)
      if (found.from < span.to) return found
    }
    return undefined
  }

  box(index: number): Found {
    const { boxes, stream } = this.stream
    return {
      ref: boxes.ref[index]!,
      stream,
      kind: 'call',
      row: boxes.row[index]!,
      from: boxes.from[index]!,
      to: boxes.to[index]!,
      fn: boxes.fn[index]!,
      flags: boxes.flags[index]!,
    }
  }

  requestsInTime(): Found[] {
    return this.narrow.inTime().map((bar) => this.request(bar))
  }

  private request({ ref, row, from, to, flags, text }: Bar): Found {
    return { ref, stream: this.stream.stream, kind: 'request', row, from, to, fn: -1, flags, ...(text && { label: text }) }
  }
}

const weight = (found: Found): number => found.to - found.from + (found.flags & BOX_FLAGS.FAILED ? 1e9 : 0)

/** What was asked for, by stream. */
export class Slice {
  readonly streams: Map<number, Rows>

  constructor(
    readonly answer: TimelineSlice,
    /** Milliseconds per pixel that it was asked for with. */
    readonly grain: number,
    /** Where the recording ended when it was asked for. */
    readonly end: number,
  ) {
    this.streams = new Map(answer.streams.map((stream) => [stream.stream, new Rows(stream, answer)]))
  }

  /** The highest number of a function in it; -1: none. */
  get mostFn(): number {
    return this.answer.streams.reduce((most, { boxes }) => boxes.fn.reduce((a, b) => Math.max(a, b), most), -1)
  }

  /** How many boxes there are. */
  get size(): number {
    return this.answer.streams.reduce((sum, { boxes }) => sum + boxes.ref.length, 0)
  }

  /** @param wide streams whose requests have all their rows */
  find(ref: Ref, wide: ReadonlySet<number>): Found | undefined {
    for (const [stream, rows] of this.streams) {
      const found = rows.find(ref, wide.has(stream))
      if (found) return found
    }
    return undefined
  }
}
