import type { Layout } from './layout.ts'
import { Marked } from './marked.ts'
import type { MarkedRow } from './marked.ts'
import type { Recording } from './recording.ts'
import type { Selection } from './scope.ts'
import type { IntList } from './sort.ts'

export interface View {
  from: number
  to: number
  /** Half a pixel, in milliseconds. */
  step: number
}

/** What was marked in a layout when it was drawn last. */
const kept = new WeakMap<Layout, Marked>()

/** What of one stream is to be seen, and how to say it. Times of the view are those of the stream's own clock. */
export class Drawing {
  readonly recording: Recording
  readonly stream: number
  /** What its times are more than those of its own clock. */
  readonly zero: number
  readonly view: View
  readonly layout: Layout
  readonly marked: Marked
  readonly isDimming: boolean

  /** @param selection what is meant, where not all is; `key` tells it from others */
  constructor(recording: Recording, stream: number, { from, to, step }: View, selection: Selection | undefined, key: string) {
    this.recording = recording
    this.stream = stream
    this.zero = recording.clock.zero[stream]!
    this.view = { from: from - this.zero, to: to - this.zero, step }
    this.layout = recording.layouts.of(recording.streams[stream]!)
    this.marked = kept.get(this.layout) ?? new Marked()
    kept.set(this.layout, this.marked)
    this.isDimming = selection !== undefined
    this.marked.renew(recording, this.layout, selection, key)
  }

  /** The event that a box of these places in a row is called by: of several one that failed, else a long one. */
  standsFor(row: IntList, from: number, to: number, marked: MarkedRow): number {
    if (to - from === 1) return row.items[from]!
    const failed = marked.failedIn(from, to)
    return failed >= 0 ? failed : this.#longest(row, from, to)
  }

  startOf(row: IntList, from: number): number {
    return this.zero + this.recording.events.start[row.items[from]!]!
  }

  endOf(row: IntList, to: number): number {
    return this.zero + this.#endOf(row.items[to - 1]!)
  }

  /** Looks at few of many. */
  #longest(row: IntList, from: number, to: number): number {
    let best = row.items[from]!
    let length = this.#lengthOf(best)
    for (let i = from + 1; i < to && i < from + 8; i++) {
      const other = this.#lengthOf(row.items[i]!)
      if (other <= length) continue
      best = row.items[i]!
      length = other
    }
    return best
  }

  #lengthOf(at: number): number {
    return this.#endOf(at) - this.recording.events.start[at]!
  }

  /** What runs still is drawn up to the latest that is known. */
  #endOf(at: number): number {
    const { events, clock } = this.recording
    const end = events.end[at]!
    return end === end ? end : Math.max(events.start[at]!, clock.to - this.zero)
  }
}
