import type { Events } from '../skeleton/events.ts'
import { Heap } from './heap.ts'

/** Where each call of a stream is drawn, by its index. */
export interface Lanes {
  count: number
  /** Its lane, from 0. */
  lane: Uint32Array
  /** The call that it lies within, in the same lane; -1 for none. */
  within: Int32Array
}

/**
 * Puts the calls of a stream into lanes, in each of which calls lie beside or within each other and never overlap. A call lies within its
 * caller where that is still there when it ends; a call whose caller is not known, within the one that was running when it began. What
 * overlaps, as async calls do, gets the first lane that is free.
 *
 * @param calls sorted
 */
export function lanesOf(calls: Events): Lanes {
  const layout = new Layout(calls)
  for (let index = 0; index < calls.count; index++) layout.place(index)
  return layout
}

/** The calls of each lane, in order. */
export function byLane({ count, lane }: Lanes): Uint32Array[] {
  const sizes = new Uint32Array(count)
  for (const one of lane) sizes[one]!++
  const out = Array.from(sizes, (size) => new Uint32Array(size))
  const filled = new Uint32Array(count)
  for (let i = 0; i < lane.length; i++) out[lane[i]!]![filled[lane[i]!]!++] = i
  return out
}

/** The beginnings and ends of the calls of one lane, properly nested and in the order of their times. */
export function* walkLane({ within }: Lanes, members: Uint32Array): Generator<[index: number, begins: boolean]> {
  const open: number[] = []
  for (const index of members) {
    while (open.length && open.at(-1) !== within[index]) yield [open.pop()!, false]
    yield [index, true]
    open.push(index)
  }
  while (open.length) yield [open.pop()!, false]
}

class Layout implements Lanes {
  count = 0
  readonly lane: Uint32Array
  readonly within: Int32Array
  readonly #calls: Events
  /** Of each lane the calls that are open, each within the one before. */
  readonly #open: number[][] = []
  /** Lanes by the time until which they are taken, and free ones by their numbers. */
  readonly #taken = new Heap()
  readonly #free = new Heap()

  constructor(calls: Events) {
    this.#calls = calls
    this.lane = new Uint32Array(calls.count)
    this.within = new Int32Array(calls.count).fill(-1)
  }

  place(index: number): void {
    const { parent } = this.#calls
    const caller = parent[index] ? this.#calls.find(parent[index]!) : -1
    const around = caller < 0 && parent[index] ? this.#running(index) : caller
    if (around < 0 || !this.#fits(index, around)) return this.#anew(index)
    const lane = this.lane[around]!
    const open = this.#open[lane]!
    while (open.at(-1) !== around) open.pop()
    open.push(index)
    this.lane[index] = lane
    this.within[index] = around
  }

  /** Whether a call is still open, will outlive another, and nothing that lies in it by now is in the way. */
  #fits(index: number, around: number): boolean {
    const { start, end } = this.#calls
    const open = this.#open[this.lane[around]!]!
    const at = open.lastIndexOf(around)
    if (at < 0 || end[around]! < end[index]!) return false
    const above = open[at + 1]
    return above === undefined || end[above]! <= start[index]!
  }

  /** The call in which one began that has lost its caller: such that was running is the one before it, or around that. */
  #running(index: number): number {
    if (index === 0) return -1
    const { start, end } = this.#calls
    const open = this.#open[this.lane[index - 1]!]!
    const top = open.findLast((one) => end[one]! > start[index]!)
    return top !== undefined && this.#calls.ranAt(top, start[index]!) ? top : -1
  }

  /** Into the first lane that is free, or a new one. */
  #anew(index: number): void {
    const { start, end } = this.#calls
    while (this.#taken.key <= start[index]!) {
      const lane = this.#taken.pop()!
      this.#free.push(lane, lane)
    }
    const lane = this.#free.pop() ?? this.count++
    this.#open[lane] = [index]
    this.lane[index] = lane
    this.#taken.push(end[index]!, lane)
  }
}
