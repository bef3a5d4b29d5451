import { BOX_FLAGS } from '../../questions.ts'
import type { Questions, TimelineSlice, TimelineStream } from '../../questions.ts'
import { DrawnBoxes, eachBox } from '../boxes.ts'
import { Drawing } from '../drawing.ts'
import { waitedOf } from '../durations.ts'
import { FAILED } from '../events.ts'
import { callLine } from '../lines.ts'
import type { Model } from '../model.ts'
import { select } from '../scope.ts'
import { firstIndex } from '../sort.ts'
import type { IntList } from '../sort.ts'
import { requestsOf } from '../request-bars.ts'

type Query = Questions['timeline'][0]

/** Most suspensions that are told one by one. */
const MOST = 4000

export function timeline({ recording }: Model, query: Query): TimelineSlice {
  const { from, to, width, streams, filter, under } = query
  const selection = select(recording, { ...(filter !== undefined && { filter }), ...(under !== undefined && { under }) })
  const meant = recording.streams.filter(({ index, first }) => first < Infinity && (streams?.includes(index) ?? true))
  const isDimming = selection.filter !== undefined || selection.under !== undefined
  const key = isDimming ? JSON.stringify([filter, under]) : ''
  const step = (to - from) / Math.max(1, width) / 2
  const view = { from, to, step }
  return {
    revision: recording.revision,
    from,
    to,
    streams: meant.map(({ index }) => draw(new Drawing(recording, index, view, isDimming ? selection : undefined, key))),
  }
}

function draw(drawing: Drawing): TimelineStream {
  const { stream, layout } = drawing
  return { stream, rows: layout.rows.length, ...new Calls(drawing).draw(), marks: marksOf(drawing), requests: requestsOf(drawing) }
}

/** The boxes of calls, and where these waited. */
class Calls {
  readonly #drawing: Drawing
  readonly #boxes = new DrawnBoxes()
  readonly #waits = { row: [] as number[], from: [] as number[], to: [] as number[], ref: [] as number[] }

  constructor(drawing: Drawing) {
    this.#drawing = drawing
  }

  draw(): Pick<TimelineStream, 'boxes' | 'waits'> {
    this.#drawing.layout.rows.forEach((row, index) => this.#row(row, index))
    const { row, from, to, ref } = this.#waits
    return {
      boxes: this.#boxes.done(),
      waits: { row: Uint16Array.from(row), from: Float64Array.from(from), to: Float64Array.from(to), ref: Float64Array.from(ref) },
    }
  }

  #row(row: IntList, index: number): void {
    const { recording, view, isDimming } = this.#drawing
    const marked = this.#drawing.marked.calls.row(index, isDimming)
    eachBox(recording.events, row, view, (from, to) => {
      const at = this.#drawing.standsFor(row, from, to, marked)
      this.#add(at, index, this.#drawing.endOf(row, to), this.#drawing.startOf(row, from), to - from === 1, marked.isDimmed(from, to))
    })
  }

  #add(at: number, row: number, end: number, start: number, isOne: boolean, isDimmed: boolean): void {
    const { recording } = this.#drawing
    const { events, functions } = recording
    const flags =
      (events.flags[at]! & FAILED ? BOX_FLAGS.FAILED : 0) |
      (isOne && Number.isNaN(events.end[at]) ? BOX_FLAGS.RUNNING : 0) |
      (functions.all[events.item[at]!]!.async ? BOX_FLAGS.ASYNC : 0) |
      (isOne ? 0 : BOX_FLAGS.MERGED) |
      (isDimmed ? BOX_FLAGS.DIMMED : 0)
    this.#boxes.add(row, start, end, at, events.item[at]!, flags)
    if (isOne && waitedOf(recording, at) && this.#waits.row.length < MOST) this.#wait(at, row)
  }

  /** Suspensions as far as they are to be seen. */
  #wait(at: number, row: number): void {
    const { recording, zero, view } = this.#drawing
    const { from, to, step } = view
    if (waitedOf(recording, at) < step) return
    for (const [pause, resume] of callLine(recording, at).gaps ?? []) {
      if (resume < from || pause > to || resume - pause < step) continue
      this.#waits.row.push(row)
      this.#waits.from.push(zero + pause)
      this.#waits.to.push(zero + resume)
      this.#waits.ref.push(at)
    }
  }
}

function marksOf({ recording, marked, stream, zero, view: { from, to, step } }: Drawing): TimelineStream['marks'] {
  const { events, marks } = recording
  const list = marked.marks(recording, stream)
  const found: TimelineStream['marks'] = []
  let i = firstIndex(0, list.length, (at) => events.start[list[at]!]! >= from)
  while (i < list.length && events.start[list[i]!]! <= to) {
    const at = list[i]!
    const start = events.start[at]!
    found.push({ ref: at, at: zero + start, name: marks[events.item[at]!]!.name })
    i = Math.max(
      i + 1,
      firstIndex(i, list.length, (next) => events.start[list[next]!]! >= start + step),
    )
  }
  return found
}
