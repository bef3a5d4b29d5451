import { resized } from './columns.ts'
import { CALL, REQUEST } from './events.ts'
import { Least } from './least.ts'
import type { Recording } from './recording.ts'
import { firstIndex, IntList, sortByBegin } from './sort.ts'
import type { Stream } from './stream.ts'

/** More rows than anybody can look at: what is beyond lies in the last. */
const MOST_ROWS = 65_535

/** More requests than that do not lie between a call and the one that it began in. */
const MOST_BETWEEN = 16

/** The timeline's rows of each stream: made when they are asked for, then kept up with what comes. */
export class Layouts {
  /** Of each event, where it was given one. */
  row: Uint16Array = new Uint16Array(0)
  readonly #recording: Recording
  readonly #layouts: (Layout | undefined)[] = []

  constructor(recording: Recording) {
    this.#recording = recording
  }

  /** An event is about to be told, or told again. */
  changed(at: number, isNew: boolean, start: number, end: number): void {
    const { stream, start: starts, end: ends } = this.#recording.events
    const layout = this.#layouts[stream[at]!]
    if (!layout) return
    if (isNew) layout.changed(start)
    else if (starts[at] !== start || (ends[at] === ends[at] && ends[at] !== end)) this.#layouts[stream[at]!] = undefined
    // What ran has ended: its row is free from then on.
    else if (ends[at] !== end) layout.changed(end)
  }

  of(stream: Stream): Layout {
    const { events } = this.#recording
    if (this.row.length < events.count) this.row = resized(this.row, events.kind.length)
    const layout = (this.#layouts[stream.index] ??= new Layout(this.#recording, stream))
    layout.update(this.row)
    return layout
  }

  /** Bytes of memory. */
  get size(): number {
    return this.row.byteLength + this.#layouts.reduce((sum, layout) => sum + (layout?.size ?? 0), 0)
  }
}

/**
 * Puts calls and requests of a stream into rows in which nothing overlaps. Each call into the first row that is free below that of the call
 * that it began in, where that is still there, else into the first that is free: what a program does without waiting thus lies as it is
 * nested. Requests into rows of their own, each into the first that is free: these are no more than run at once.
 *
 * Nothing that begins later has a say, so what was laid out before the earliest change stays.
 */
export class Layout {
  /** The calls of each row, in their order. */
  readonly rows: IntList[] = []
  /** The same of requests. */
  readonly requests: IntList[] = []
  /** Grows when anything was laid out again. */
  version = 0
  readonly #recording: Recording
  readonly #stream: Stream
  /** What begins then or later is to be laid out, again or for the first time. */
  #from = -Infinity

  constructor(recording: Recording, stream: Stream) {
    this.#recording = recording
    this.#stream = stream
  }

  /** What begins before a time stays where it is. */
  changed(time: number): void {
    if (time < this.#from) this.#from = time
  }

  get size(): number {
    return [...this.rows, ...this.requests].reduce((sum, row) => sum + row.items.byteLength, 0)
  }

  update(row: Uint16Array): void {
    if (this.#from === Infinity) return
    const { events } = this.#recording
    this.#takeBack()
    const ids = this.#open()
    this.#from = Infinity
    this.version++
    const [calls, requests] = [this.#busy(this.rows), this.#busy(this.requests)]
    for (const at of sortByBegin(events.start, ids)) {
      const start = events.start[at]!
      const isCall = events.kind[at] === CALL
      const [rows, busy] = isCall ? [this.rows, calls] : [this.requests, requests]
      const place = Math.min(MOST_ROWS, busy.first(isCall ? this.#below(at, start, row) : 0, start))
      row[at] = place
      while (rows.length <= place) rows.push(new IntList())
      rows[place]!.push(at)
      busy.set(place, this.#endOf(at))
    }
  }

  /** Until when each row has something in it. */
  #busy(rows: readonly IntList[]): Least {
    const busy = new Least()
    rows.forEach((list, i) => busy.set(i, this.#endOf(list.items[list.length - 1])))
    return busy
  }

  /** The row below that of the call that one began in, also where it did so by a request. */
  #below(at: number, start: number, row: Uint16Array): number {
    const { kind, parent } = this.#recording.events
    let above = parent[at]!
    // Files that were tampered with could go round.
    for (let i = 0; i < MOST_BETWEEN && above >= 0 && kind[above] === REQUEST; i++) above = parent[above]!
    return above >= 0 && kind[above] === CALL && this.#endOf(above) >= start ? row[above]! + 1 : 0
  }

  #endOf(at: number | undefined): number {
    const end = at === undefined ? -Infinity : this.#recording.events.end[at]!
    return end === end ? end : Infinity
  }

  /** Takes from the rows what begins at the change or later. */
  #takeBack(): void {
    const { start } = this.#recording.events
    for (const rows of [this.rows, this.requests]) {
      for (const list of rows) {
        list.length = firstIndex(0, list.length, (i) => start[list.items[i]!]! >= this.#from)
      }
      while (rows.length && !rows.at(-1)!.length) rows.pop()
    }
  }

  /** What lies in no row. By their numbers, they nearly are in the order in which they began. */
  #open(): Int32Array {
    const { kind, start } = this.#recording.events
    const ids = new IntList(1024)
    const from = this.#from
    this.#stream.inOrder(from, (at) => {
      if ((kind[at] === CALL || kind[at] === REQUEST) && start[at]! >= from) ids.push(at)
    })
    return ids.view()
  }
}
