import type { TimelineBoxes } from '../questions.ts'
import { resizeAll } from './columns.ts'
import type { Events } from './events.ts'
import { firstIndex } from './sort.ts'
import type { IntList } from './sort.ts'

/**
 * The boxes of a row that are to be seen: one for each event that is half a pixel wide or more, and one for those narrower ones that begin
 * within half a pixel. As nothing in a row overlaps, most are passed over without a look.
 * @param each is told the places in the row from which to before which a box reaches
 */
export function eachBox(
  { start, end }: Events,
  { items, length }: IntList,
  { from, to, step }: { from: number; to: number; step: number },
  each: (from: number, to: number) => void,
): void {
  // What has no end reaches to the end.
  let at = firstIndex(0, length, (i) => !(end[items[i]!]! < from))
  while (at < length) {
    const first = items[at]!
    const begin = start[first]!
    if (begin > to) return
    let next = at + 1
    if (end[first]! - begin < step) {
      next = gallop(start, items, next, length, begin + step)
      // One that is wider, and begins there too, has a box of its own.
      const last = items[next - 1]!
      if (next - at > 1 && !(end[last]! - start[last]! < step)) next--
    }
    each(at, next)
    at = next
  }
}

/** The first place from `low` on where what begins does not begin before `until`: likely one that is near. */
function gallop(start: Float64Array, items: Int32Array, low: number, length: number, until: number): number {
  let wide = 1
  while (low + wide <= length && start[items[low + wide - 1]!]! < until) {
    low += wide
    wide *= 2
  }
  let high = Math.min(length, low + wide - 1)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (start[items[middle]!]! < until) low = middle + 1
    else high = middle
  }
  return low
}

const COLUMNS = ['row', 'from', 'to', 'ref', 'fn', 'flags'] as const

/** Boxes as they are put together. */
export class DrawnBoxes {
  #count = 0
  readonly #boxes: TimelineBoxes = {
    row: new Uint16Array(256),
    from: new Float64Array(256),
    to: new Float64Array(256),
    ref: new Float64Array(256),
    fn: new Int32Array(256),
    flags: new Uint8Array(256),
  }

  add(row: number, from: number, to: number, ref: number, fn: number, flags: number): void {
    const boxes = this.#boxes
    if (this.#count === boxes.row.length) resizeAll(boxes, COLUMNS, this.#count * 2)
    const at = this.#count++
    boxes.row[at] = row
    boxes.from[at] = from
    boxes.to[at] = to
    boxes.ref[at] = ref
    boxes.fn[at] = fn
    boxes.flags[at] = flags
  }

  /** Nothing may be added any more. */
  done(): TimelineBoxes {
    resizeAll(this.#boxes, COLUMNS, this.#count)
    return this.#boxes
  }
}
