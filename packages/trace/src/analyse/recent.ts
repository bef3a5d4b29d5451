import type { Stats } from './stats.ts'

/** Most calls that are remembered; a power of two. */
const MOST = 2 ** 16

/** Most calls that are looked at to find one by its time. */
const REACH = 2 ** 10

/** The calls of a stream that ended last: a ring that grows. */
export class Recent {
  #size = 2 ** 8
  #seqs = new Float64Array(this.#size)
  #starts = new Float64Array(this.#size)
  #ends = new Float64Array(this.#size)
  #suspended = new Uint8Array(this.#size)
  #stats: (Stats | undefined)[] = []
  /** `seq` -> the number of its entry, from 0, since the beginning. */
  readonly #places = new Map<number, number>()
  #count = 0

  add(seq: number, stats: Stats, start: number, end: number, suspended: boolean): void {
    if (this.#count === this.#size && this.#size < MOST) this.#grow()
    const at = this.#count % this.#size
    if (this.#count >= this.#size) this.#places.delete(this.#seqs[at] as number)
    this.#seqs[at] = seq
    this.#starts[at] = start
    this.#ends[at] = end
    this.#suspended[at] = suspended ? 1 : 0
    this.#stats[at] = stats
    this.#places.set(seq, this.#count++)
  }

  find(seq: number): Stats | undefined {
    const place = this.#places.get(seq)
    return place === undefined ? undefined : this.#stats[place % this.#size]
  }

  /** Whether a remembered call lasted from `start` to `end`, and with `awake` was never suspended. */
  contains(seq: number, start: number, end: number, awake: boolean): boolean {
    const at = (this.#places.get(seq) as number) % this.#size
    return (this.#starts[at] as number) <= start && (this.#ends[at] as number) >= end && !(awake && this.#suspended[at])
  }

  /** The function that was running, as the innermost, from `start` to `end`, of those calls that were never suspended. */
  around(start: number, end: number): Stats | undefined {
    const first = Math.max(0, this.#count - this.#size)
    // Entries are in the order of ending.
    let low = first
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#ends[middle % this.#size] as number) < end) low = middle + 1
      else high = middle
    }
    for (let i = low; i < this.#count && i < low + REACH; i++) {
      const at = i % this.#size
      const before = start - (this.#starts[at] as number)
      const after = (this.#ends[at] as number) - end
      // On a coarse clock what it called may seem to have taken just as long as itself.
      if (!this.#suspended[at] && before >= 0 && after >= 0 && before + after > 0) return this.#stats[at]
    }
    return undefined
  }

  #grow(): void {
    const wider = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const grown = new Float64Array(this.#size * 2)
      grown.set(old)
      return grown
    }
    this.#seqs = wider(this.#seqs)
    this.#starts = wider(this.#starts)
    this.#ends = wider(this.#ends)
    const suspended = new Uint8Array(this.#size * 2)
    suspended.set(this.#suspended)
    this.#suspended = suspended
    this.#size *= 2
  }
}
