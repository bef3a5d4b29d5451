import { BOX_FLAGS } from '../../questions.ts'
import type { Ref, TimelineRequests } from '../../questions.ts'
import { counted } from '../words.ts'
import { byRow, search } from './row-order.ts'

/** A request as it is drawn. */
export interface Bar {
  ref: Ref
  row: number
  from: number
  to: number
  flags: number
  /** How many it stands for. */
  count: number
  /** 0: none. */
  status: number
  /** What it is called, '' where there is no room for it. */
  text: string
}

/** How many rows the requests of a stream have unless all are asked for; the last takes what finds no place in those above it. */
export const BAND_ROWS = 5

/** The requests of a stream by row, each row in the order of time. */
export class Band {
  readonly bars: Bar[]
  readonly count: number
  readonly order: Uint32Array
  readonly starts: Uint32Array

  /** @param most rows: what lies in others is put together in the last */
  constructor(
    readonly requests: TimelineRequests,
    readonly most: number = Infinity,
  ) {
    this.count = Math.min(requests.rows, most)
    const all = Array.from(requests.ref, (_, index) => barOf(requests, index))
    this.bars = requests.rows <= most ? all : [...all.filter(({ row }) => row < most - 1), ...together(all, most - 1)]
    const from = Float64Array.from(this.bars, (bar) => bar.from)
    ;[this.order, this.starts] = byRow(
      Uint16Array.from(this.bars, ({ row }) => row),
      from,
      this.count,
    )
  }

  /** The first place in `order` of a row whose bar ends after that time. */
  firstAfter(row: number, time: number): number {
    return search(this.starts[row]!, this.starts[row + 1]!, (place) => this.bars[this.order[place]!]!.to > time)
  }

  /** What is in a row at a time, give or take `slack`; of several the one that failed, else the longest. */
  at(row: number, time: number, slack: number): Bar | undefined {
    if (row < 0 || row >= this.count) return undefined
    let best: Bar | undefined
    for (let place = this.firstAfter(row, time - slack); place < this.starts[row + 1]!; place++) {
      const bar = this.bars[this.order[place]!]!
      if (bar.from > time + slack) break
      if (!best || weight(bar) > weight(best)) best = bar
    }
    return best
  }

  /** By its reference, also where it is drawn together with others. */
  find(ref: Ref): Bar | undefined {
    const index = this.requests.ref.indexOf(ref)
    if (index < 0) return undefined
    const bar = barOf(this.requests, index)
    return bar.row < this.count - 1 || this.requests.rows <= this.count ? bar : { ...bar, row: this.count - 1 }
  }

  /** The one before (-1) or behind (1) in the order in which they began, whatever their rows. */
  beside(ref: Ref, direction: 1 | -1): Bar | undefined {
    const order = this.inTime()
    const place = order.findIndex((bar) => bar.ref === ref)
    return place < 0 ? undefined : order[place + direction]
  }

  /** In the order in which they began, each by itself as far as that is known. */
  inTime(): Bar[] {
    return Array.from(this.requests.ref, (_, index) => barOf(this.requests, index)).sort((a, b) => a.from - b.from || a.row - b.row)
  }
}

function barOf({ ref, row, from, to, flags, count, label, labels }: TimelineRequests, index: number): Bar {
  const { text, status } = labels[label[index]!]!
  return {
    ref: ref[index]!,
    row: row[index]!,
    from: from[index]!,
    to: to[index]!,
    flags: flags[index]!,
    count: count[index]!,
    status,
    text: count[index]! > 1 ? counted(count[index]!, 'request') : text && status ? `${text} ${status}` : text,
  }
}

/** Those that do not lie in rows above `row`: where they overlap, as one. */
function together(bars: Bar[], row: number): Bar[] {
  const found: Bar[] = []
  for (const bar of bars.filter((one) => one.row >= row).sort((a, b) => a.from - b.from)) {
    const last = found.at(-1)
    if (last && bar.from < last.to) found[found.length - 1] = joined(last, bar)
    else found.push({ ...bar, row })
  }
  return found
}

function joined(a: Bar, b: Bar): Bar {
  const { FAILED, MERGED, DIMMED, RUNNING } = BOX_FLAGS
  const { ref, status, flags } = weight(b) > weight(a) ? b : a
  const count = a.count + b.count
  return {
    ref,
    status,
    row: a.row,
    from: a.from,
    to: Math.max(a.to, b.to),
    flags: (flags & ~(DIMMED | RUNNING)) | MERGED | ((a.flags | b.flags) & FAILED) | (a.flags & b.flags & DIMMED),
    count,
    text: counted(count, 'request'),
  }
}

const weight = ({ from, to, flags }: Bar): number => to - from + (flags & BOX_FLAGS.FAILED ? 1e9 : 0)
