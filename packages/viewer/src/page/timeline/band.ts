import { BOX_FLAGS } from '../../questions.ts'
import type { Ref, TimelineRequests } from '../../questions.ts'
import { firstIndex } from '../../model/sort.ts'
import { shortUrl } from '../parts/names.ts'
import { counted } from '../words.ts'
import { byRow } from './row-order.ts'
import type { Span } from './span.ts'
import { together } from './together.ts'

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
  readonly count: number
  /** As they are drawn. */
  private readonly shown: TimelineRequests
  private readonly order: Uint32Array
  private readonly starts: Uint32Array

  /** @param span that they were asked for @param most rows: what lies in others is put together in the last */
  constructor(
    private readonly requests: TimelineRequests,
    span: Span,
    most: number = Infinity,
  ) {
    this.count = Math.min(requests.rows, most)
    this.shown = requests.rows <= most ? requests : together(requests, most - 1, span)
    ;[this.order, this.starts] = byRow(this.shown.row, this.shown.from, this.count)
  }

  /** Those of a row of which something lies in that time, in order. */
  *within(row: number, span: Span): Generator<Bar> {
    const { from, to } = this.shown
    const first = firstIndex(this.starts[row]!, this.starts[row + 1]!, (place) => to[this.order[place]!]! > span.from)
    for (let place = first; place < this.starts[row + 1]!; place++) {
      const index = this.order[place]!
      if (from[index]! >= span.to) return
      yield barOf(this.shown, index)
    }
  }

  /** What is in a row at a time, give or take `slack`; of several the one that failed, else the longest. */
  at(row: number, time: number, slack: number): Bar | undefined {
    if (row < 0 || row >= this.count) return undefined
    let best: Bar | undefined
    for (const bar of this.within(row, { from: time - slack, to: time + slack })) if (!best || weight(bar) > weight(best)) best = bar
    return best
  }

  /** By its reference, also where it is drawn together with others. */
  find(ref: Ref): Bar | undefined {
    const index = this.requests.ref.indexOf(ref)
    if (index < 0) return undefined
    const bar = barOf(this.requests, index)
    return this.requests.rows <= this.count ? bar : { ...bar, row: Math.min(bar.row, this.count - 1) }
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
    text: count[index]! > 1 ? counted(count[index]!, 'request') : text && `${shortened(text)}${status ? ` ${status}` : ''}`,
  }
}

/** `GET http://localhost:5173/cart` -> `GET /cart`. */
function shortened(text: string): string {
  const blank = text.indexOf(' ') + 1
  return text.slice(0, blank) + shortUrl(text.slice(blank))
}

const weight = ({ from, to, flags }: Bar): number => to - from + (flags & BOX_FLAGS.FAILED ? 1e9 : 0)
