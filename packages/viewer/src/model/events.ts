import { resizeAll, wider } from './columns.ts'
import type { Narrow } from './columns.ts'

/** What an event is. `ABSENT`: others speak of it, and its line has not come, or never will. */
export const ABSENT = 0
export const CALL = 1
export const REQUEST = 2
export const MARK = 3

/** It failed; something below it failed; it is a call within one of the same function; there is more of it among `Extras`. */
export const FAILED = 1
export const FAILED_BELOW = 2
export const NESTED = 4
export const MORE = 8

/** The events of all streams in numbers, a column for each. Their indices stay: they are what the page calls `Ref`. */
export class Events {
  count = 0
  kind: Uint8Array = new Uint8Array(1024)
  flags: Uint8Array = new Uint8Array(1024)
  stream: Narrow = new Uint8Array(1024)
  /** Function of a call; index of a request among requests, of a mark among marks. */
  item: Narrow = new Uint8Array(1024)
  /** In which event it began; -1: none. That may be absent. */
  parent: Int32Array = new Int32Array(1024)
  /** The events that began in it, the one that was told last before the others; -1: none. */
  child: Int32Array = new Int32Array(1024)
  /** The next of those that began in the same. */
  next: Int32Array = new Int32Array(1024)
  /** Milliseconds on the clock of its stream; `NaN` while it runs. */
  start: Float64Array = new Float64Array(1024)
  end: Float64Array = new Float64Array(1024)
  /** Address of its line; where there is more of it, its place among `Extras`, which have the address. */
  line: Uint32Array = new Uint32Array(1024)

  /** How many there will be, as far as one can tell; 0: nobody knows. */
  expected = 0

  /** @returns index of a new one that is absent yet */
  add(stream: number): number {
    if (this.count === this.kind.length) this.#grow()
    const at = this.count++
    this.stream[at] = stream
    if (this.stream[at] !== stream) this.stream = wider(this.stream, at, stream)
    this.parent[at] = this.child[at] = this.next[at] = -1
    return at
  }

  setItem(at: number, item: number): void {
    this.item[at] = item
    if (this.item[at] !== item) this.item = wider(this.item, at, item)
  }

  /** Gives back the room for more. */
  trim(): void {
    if (this.kind.length > this.count * 1.05 + 1024) resizeAll(this, COLUMNS, this.count + 1)
  }

  /** Bytes of memory. */
  get size(): number {
    return COLUMNS.reduce((sum, name) => sum + this[name].byteLength, 0)
  }

  /** What is expected is trusted as far as a multiple of what there is, for few lines say little of many. */
  #grow(): void {
    const { count, expected } = this
    resizeAll(this, COLUMNS, Math.ceil(expected > count ? Math.min(expected * 1.02, count * 32) + 1024 : count * 1.5))
  }
}

const COLUMNS = ['kind', 'flags', 'stream', 'item', 'parent', 'child', 'next', 'start', 'end', 'line'] as const satisfies (keyof Events)[]
