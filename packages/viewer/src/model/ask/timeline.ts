import { BOX_FLAGS } from '../../questions.ts'
import type { Questions, TimelineSlice, TimelineStream } from '../../questions.ts'
import { CALL, FAILED } from '../events.ts'
import type { Layout } from '../layout.ts'
import { callLine } from '../lines.ts'
import type { Model } from '../model.ts'
import type { Recording } from '../recording.ts'
import { nameOf, select } from '../scope.ts'
import type { Selection } from '../scope.ts'
import { firstIndex } from '../sort.ts'
import type { IntList } from '../sort.ts'
import { DrawnBoxes, eachBox } from '../boxes.ts'
import { Marked } from '../marked.ts'

type Query = Questions['timeline'][0]

/** Most suspensions, and most requests, that are told one by one. */
const MOST = 4000

export function timeline({ recording }: Model, query: Query): TimelineSlice {
  const { from, to, width, streams, filter, under } = query
  const selection = select(recording, { ...(filter !== undefined && { filter }), ...(under !== undefined && { under }) })
  const meant = recording.streams.filter(({ index, first }) => first < Infinity && (streams?.includes(index) ?? true))
  const isDimming = selection.filter !== undefined || selection.under !== undefined
  const key = isDimming ? JSON.stringify([filter, under]) : ''
  const step = (to - from) / Math.max(1, width) / 2
  return {
    revision: recording.revision,
    from,
    to,
    streams: meant.map(({ index }) => new Slice(recording, index, { from, to, step }, isDimming ? selection : undefined, key).draw()),
  }
}

interface View {
  from: number
  to: number
  /** Half a pixel, in milliseconds. */
  step: number
}

const marks = new WeakMap<Layout, Marked>()

/** What of one stream is to be seen. Times within are those of its own clock. */
class Slice {
  readonly #recording: Recording
  readonly #stream: number
  readonly #zero: number
  readonly #view: View
  readonly #layout: Layout
  readonly #marked: Marked
  readonly #selection: Selection | undefined
  readonly #boxes = new DrawnBoxes()
  readonly #waits = { row: [] as number[], from: [] as number[], to: [] as number[], ref: [] as number[] }
  readonly #requests: TimelineStream['requests'] = []

  constructor(recording: Recording, stream: number, { from, to, step }: View, selection: Selection | undefined, key: string) {
    this.#recording = recording
    this.#stream = stream
    this.#zero = recording.clock.zero[stream]!
    this.#view = { from: from - this.#zero, to: to - this.#zero, step }
    this.#layout = recording.layouts.of(recording.streams[stream]!)
    this.#marked = marks.get(this.#layout) ?? new Marked()
    marks.set(this.#layout, this.#marked)
    this.#selection = selection
    this.#marked.renew(recording, this.#layout, selection, key)
  }

  draw(): TimelineStream {
    this.#layout.rows.forEach((row, index) => this.#row(row, index))
    const { row, from, to, ref } = this.#waits
    return {
      stream: this.#stream,
      rows: this.#layout.rows.length,
      boxes: this.#boxes.done(),
      waits: { row: Uint16Array.from(row), from: Float64Array.from(from), to: Float64Array.from(to), ref: Float64Array.from(ref) },
      marks: this.#marksNow(),
      requests: this.#requests,
    }
  }

  #row(row: IntList, index: number): void {
    const { events } = this.#recording
    const marked = this.#marked.row(index, this.#selection !== undefined)
    eachBox(events, row, this.#view, (from, to) => {
      const first = row.items[from]!
      const isOne = to - from === 1
      const failed = isOne ? -1 : marked.failedIn(from, to)
      const at = isOne ? first : failed >= 0 ? failed : this.#longest(row, from, to)
      this.#add(at, index, this.#endOf(row.items[to - 1]!), events.start[first]!, isOne, marked.isDimmed(from, to))
    })
  }

  #add(at: number, row: number, end: number, start: number, isOne: boolean, isDimmed: boolean): void {
    const { events, functions } = this.#recording
    const isCall = events.kind[at] === CALL
    const isRunning = Number.isNaN(events.end[at])
    if (isOne && !isCall && this.#requests.length < MOST) return this.#request(at, row, start, end)
    const flags =
      (events.flags[at]! & FAILED ? BOX_FLAGS.FAILED : 0) |
      (isOne && isRunning ? BOX_FLAGS.RUNNING : 0) |
      (isCall && functions.all[events.item[at]!]!.async ? BOX_FLAGS.ASYNC : 0) |
      (isOne ? 0 : BOX_FLAGS.MERGED) |
      (isDimmed ? BOX_FLAGS.DIMMED : 0)
    this.#boxes.add(row, this.#zero + start, this.#zero + end, at, isCall ? events.item[at]! : -1, flags)
    if (isOne && events.extra[at] && this.#waits.row.length < MOST) this.#wait(at, row)
  }

  #request(at: number, row: number, start: number, end: number): void {
    const failed = (this.#recording.events.flags[at]! & FAILED) > 0
    const label = nameOf(this.#recording, at)
    this.#requests.push({ ref: at, row, from: this.#zero + start, to: this.#zero + end, label, failed })
  }

  /** Suspensions as far as they are to be seen. */
  #wait(at: number, row: number): void {
    const { events, extras } = this.#recording
    const { from, to, step } = this.#view
    const waited = extras.waited[events.extra[at]!]!
    if (!waited || waited < step) return
    for (const [pause, resume] of callLine(this.#recording, at).gaps ?? []) {
      if (resume < from || pause > to || resume - pause < step) continue
      this.#waits.row.push(row)
      this.#waits.from.push(this.#zero + pause)
      this.#waits.to.push(this.#zero + resume)
      this.#waits.ref.push(at)
    }
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
    return this.#endOf(at) - this.#recording.events.start[at]!
  }

  /** What runs still is drawn up to the latest that is known. */
  #endOf(at: number): number {
    const { events, clock } = this.#recording
    const end = events.end[at]!
    return end === end ? end : Math.max(events.start[at]!, clock.to - this.#zero)
  }

  #marksNow(): TimelineStream['marks'] {
    const { events, marks } = this.#recording
    const { from, to, step } = this.#view
    const list = this.#marked.marks(this.#recording, this.#stream)
    const found: TimelineStream['marks'] = []
    let i = firstIndex(0, list.length, (at) => events.start[list[at]!]! >= from)
    while (i < list.length && events.start[list[i]!]! <= to) {
      const at = list[i]!
      const start = events.start[at]!
      found.push({ ref: at, at: this.#zero + start, name: marks[events.item[at]!]!.name })
      i = Math.max(
        i + 1,
        firstIndex(i, list.length, (next) => events.start[list[next]!]! >= start + step),
      )
    }
    return found
  }
}
