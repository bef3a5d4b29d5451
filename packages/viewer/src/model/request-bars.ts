import { BOX_FLAGS } from '../questions.ts'
import type { TimelineRequests } from '../questions.ts'
import { DrawnBoxes, eachBox } from './boxes.ts'
import type { Drawing } from './drawing.ts'
import { FAILED } from './events.ts'
import type { Recording } from './recording.ts'
import { SENT } from './requests.ts'
import { nameOf } from './scope.ts'

/** Half pixels: what is narrower is drawn together with what begins within it, and what has less room than the other is not called anything. */
const NARROW = 4
const LABELLED = 40

/** The bars of a stream's requests. */
export function requestsOf(drawing: Drawing): TimelineRequests {
  const { recording, marked, view, layout } = drawing
  const boxes = new DrawnBoxes()
  const labels = new Labels()
  const counts: number[] = []
  layout.requests.forEach((row, index) => {
    const rowMarked = marked.requests.row(index, drawing.isDimming)
    eachBox(recording.events, row, { ...view, step: view.step * NARROW }, (from, to) => {
      const at = drawing.standsFor(row, from, to, rowMarked)
      const [start, end] = [drawing.startOf(row, from), drawing.endOf(row, to)]
      const text = end - start < view.step * LABELLED ? '' : nameOf(recording, at)
      const code = recording.requests.codes[recording.events.item[at]!]!
      const [sent, status] = [code >= SENT ? BOX_FLAGS.SENT : 0, code % SENT]
      const flags = sent + flagsOf(recording, at, to - from === 1) + (rowMarked.isDimmed(from, to) ? BOX_FLAGS.DIMMED : 0)
      boxes.add(index, start, end, at, labels.placeOf(text, status), flags)
      counts.push(to - from)
    })
  })
  const { fn: label, ...drawn } = boxes.done()
  return { rows: layout.requests.length, ...drawn, label, count: Uint32Array.from(counts), labels: labels.all }
}

function flagsOf({ events }: Recording, at: number, isOne: boolean): number {
  const isRunning = isOne && Number.isNaN(events.end[at])
  return (events.flags[at]! & FAILED ? BOX_FLAGS.FAILED : 0) + (isRunning ? BOX_FLAGS.RUNNING : 0) + (isOne ? 0 : BOX_FLAGS.MERGED)
}

/** Each is told once. */
class Labels {
  readonly all: TimelineRequests['labels'] = []
  readonly #places = new Map<number, Map<string, number>>()

  placeOf(text: string, status: number): number {
    let places = this.#places.get(status)
    if (!places) this.#places.set(status, (places = new Map()))
    let place = places.get(text)
    if (place === undefined) places.set(text, (place = this.all.push({ text, status }) - 1))
    return place
  }
}
