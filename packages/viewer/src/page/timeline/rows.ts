import { BOX_FLAGS } from '../../questions.ts'
import type { Ref, TimelineSlice, TimelineStream } from '../../questions.ts'
import type { Span } from './span.ts'

/** A box, or a request, as it was asked for. */
export interface Found {
  ref: Ref
  stream: number
  row: number
  from: number
  to: number
  /** -1: none. */
  fn: number
  flags: number
  /** Of a request. */
  label?: string
}

/** The boxes of a stream by row, each row in the order of time. */
export class Rows {
  readonly count: number
  /** Places in `stream.boxes`; those of row `r` from `starts[r]` to `starts[r + 1]`. */
  readonly order: Uint32Array
  readonly starts: Uint32Array
  readonly waitOrder: Uint32Array
  readonly waitStarts: Uint32Array

  constructor(readonly stream: TimelineStream) {
    const last = (rows: ArrayLike<number>): number => Array.from(rows).reduce((most, row) => Math.max(most, row + 1), 0)
    this.count = Math.max(stream.rows, 1, last(stream.requests.map((request) => request.row)))
    ;[this.order, this.starts] = byRow(stream.boxes.row, stream.boxes.from, this.count)
    ;[this.waitOrder, this.waitStarts] = byRow(stream.waits.row, stream.waits.from, this.count)
  }

  /** The first place in `order` of a row whose box ends after that time; boxes of a row do not overlap. */
  firstAfter(row: number, time: number): number {
    const { to } = this.stream.boxes
    return search(this.starts[row]!, this.starts[row + 1]!, (place) => to[this.order[place]!]! > time)
  }

  firstWaitAfter(row: number, time: number): number {
    const { to } = this.stream.waits
    return search(this.waitStarts[row]!, this.waitStarts[row + 1]!, (place) => to[this.waitOrder[place]!]! > time)
  }

  /** What is in a row at a time, give or take `slack`; of several the one that failed, else the longest. */
  at(row: number, time: number, slack: number): Found | undefined {
    const request = this.stream.requests.find((other) => other.row === row && other.from - slack <= time && time <= other.to + slack)
    if (row < 0 || row >= this.count) return undefined
    let best: Found | undefined
    for (let place = this.firstAfter(row, time - slack); place < this.starts[row + 1]!; place++) {
      const found = this.box(this.order[place]!)
      if (found.from > time + slack) break
      if (!best || weight(found) > weight(best)) best = found
    }
    return best ?? (request && this.request(request))
  }

  /** By its reference: the box, or the request. Of several that were merged only the longest is known. */
  find(ref: Ref): Found | undefined {
    const index = this.stream.boxes.ref.indexOf(ref)
    if (index >= 0) return this.box(index)
    const request = this.stream.requests.find((other) => other.ref === ref)
    return request && this.request(request)
  }

  /** The one before (-1) or behind (1) in the same row. */
  beside(found: Found, direction: 1 | -1): Found | undefined {
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
      row: boxes.row[index]!,
      from: boxes.from[index]!,
      to: boxes.to[index]!,
      fn: boxes.fn[index]!,
      flags: boxes.flags[index]!,
    }
  }

  private request({ ref, row, from, to, label, failed }: TimelineStream['requests'][number]): Found {
    return { ref, stream: this.stream.stream, row, from, to, fn: -1, flags: failed ? BOX_FLAGS.FAILED : 0, label }
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
    this.streams = new Map(answer.streams.map((stream) => [stream.stream, new Rows(stream)]))
  }

  /** The highest number of a function in it; -1: none. */
  get mostFn(): number {
    return this.answer.streams.reduce((most, { boxes }) => boxes.fn.reduce((a, b) => Math.max(a, b), most), -1)
  }

  /** How many boxes there are. */
  get size(): number {
    return this.answer.streams.reduce((sum, { boxes }) => sum + boxes.ref.length, 0)
  }

  find(ref: Ref): Found | undefined {
    for (const rows of this.streams.values()) {
      const found = rows.find(ref)
      if (found) return found
    }
    return undefined
  }
}

/** Places by row, and where each row begins among them: a counting sort, and within a row by time where they are not. */
function byRow(row: Uint16Array, from: Float64Array, count: number): [order: Uint32Array, starts: Uint32Array] {
  const starts = new Uint32Array(count + 1)
  for (let i = 0; i < row.length; i++) starts[row[i]! + 1]!++
  for (let r = 0; r < count; r++) starts[r + 1]! += starts[r]!
  const next = starts.slice()
  const order = new Uint32Array(row.length)
  for (let i = 0; i < row.length; i++) order[next[row[i]!]!++] = i
  for (let r = 0; r < count; r++) {
    const part = order.subarray(starts[r], starts[r + 1])
    if (part.some((index, place) => place > 0 && from[part[place - 1]!]! > from[index]!)) part.sort((a, b) => from[a]! - from[b]!)
  }
  return [order, starts]
}

/** The first of `from` … `end` for which it holds, as it does for all behind it. */
function search(from: number, end: number, holds: (place: number) => boolean): number {
  while (from < end) {
    const middle = (from + end) >>> 1
    if (holds(middle)) end = middle
    else from = middle + 1
  }
  return from
}
