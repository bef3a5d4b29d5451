import type { TimelineBoxes } from '../questions.ts'
import type { Events } from './events.ts'
import { firstIndex } from './sort.ts'
import type { IntList } from './sort.ts'

/** Which of the events of a row are drawn as one box. */
export interface Span {
  from: number
  to: number
}

/**
 * The boxes of a row that are to be seen: one for each event that is half a pixel wide or more, and one for those narrower ones that begin
 * within half a pixel. As nothing in a row overlaps, most are passed over without a look.
 */
export function* boxesOf(
  { start, end }: Events,
  { items, length }: IntList,
  view: { from: number; to: number; step: number },
): Generator<Span> {
  const isNarrow = (i: number): boolean => end[items[i]!]! - start[items[i]!]! < view.step
  // What has no end reaches to the end.
  let from = firstIndex(0, length, (i) => !(end[items[i]!]! < view.from))
  while (from < length && start[items[from]!]! <= view.to) {
    let to = from + 1
    if (isNarrow(from)) {
      const until = start[items[from]!]! + view.step
      to = Math.max(
        to,
        gallop(from, length, (i) => start[items[i]!]! >= until),
      )
      if (to - from > 1 && !isNarrow(to - 1)) to--
    }
    yield { from, to }
    from = to
  }
}

/** As {@link firstIndex}, for what is likely to be near. */
function gallop(from: number, length: number, holds: (index: number) => boolean): number {
  let low = from
  let wide = 1
  while (low + wide < length && !holds(low + wide)) {
    low += wide
    wide *= 2
  }
  return firstIndex(low, Math.min(length, low + wide), holds)
}

/** Boxes as they are put together. */
export class DrawnBoxes {
  #count = 0
  #row = new Uint16Array(256)
  #from = new Float64Array(256)
  #to = new Float64Array(256)
  #ref = new Float64Array(256)
  #fn = new Int32Array(256)
  #flags = new Uint8Array(256)

  add(row: number, from: number, to: number, ref: number, fn: number, flags: number): void {
    if (this.#count === this.#row.length) this.#grow()
    const at = this.#count++
    this.#row[at] = row
    this.#from[at] = from
    this.#to[at] = to
    this.#ref[at] = ref
    this.#fn[at] = fn
    this.#flags[at] = flags
  }

  done(): TimelineBoxes {
    const count = this.#count
    return {
      row: this.#row.slice(0, count),
      from: this.#from.slice(0, count),
      to: this.#to.slice(0, count),
      ref: this.#ref.slice(0, count),
      fn: this.#fn.slice(0, count),
      flags: this.#flags.slice(0, count),
    }
  }

  #grow(): void {
    const size = this.#count * 2
    const longer = <A extends Uint8Array | Uint16Array | Int32Array | Float64Array>(from: A, to: A): A => {
      to.set(from)
      return to
    }
    this.#row = longer(this.#row, new Uint16Array(size))
    this.#from = longer(this.#from, new Float64Array(size))
    this.#to = longer(this.#to, new Float64Array(size))
    this.#ref = longer(this.#ref, new Float64Array(size))
    this.#fn = longer(this.#fn, new Int32Array(size))
    this.#flags = longer(this.#flags, new Uint8Array(size))
  }
}
