/** What an event is. `ABSENT`: others speak of it, and its line has not come, or never will. */
export const ABSENT = 0
export const CALL = 1
export const REQUEST = 2
export const MARK = 3

/** It failed; something below it failed; it is a call within one of the same function. */
export const FAILED = 1
export const FAILED_BELOW = 2
export const NESTED = 4

/** The events of all streams in numbers, a column for each. Their indices stay: they are what the page calls `Ref`. */
export class Events {
  count = 0
  kind: Uint8Array = new Uint8Array(1024)
  flags: Uint8Array = new Uint8Array(1024)
  stream: Uint16Array = new Uint16Array(1024)
  /** Function of a call; index of a request among requests, of a mark among marks. */
  item: Int32Array = new Int32Array(1024)
  /** In which event it began; -1: none. That may be absent. */
  parent: Int32Array = new Int32Array(1024)
  /** The events that began in it, the one that was told last before the others; -1: none. */
  child: Int32Array = new Int32Array(1024)
  /** The next of those that began in the same. */
  next: Int32Array = new Int32Array(1024)
  /** Where in `Extras` stands what only some calls have; 0: nothing. */
  extra: Int32Array = new Int32Array(1024)
  /** The last 32 bits of its `seq`: enough to tell what is near from each other. */
  seq: Uint32Array = new Uint32Array(1024)
  /** Milliseconds on the clock of its stream; `NaN` while it runs. */
  start: Float64Array = new Float64Array(1024)
  end: Float64Array = new Float64Array(1024)
  /** Address of its line. */
  line: Uint32Array = new Uint32Array(1024)

  /** How many there will be, as far as one can tell; 0: nobody knows. */
  expected = 0

  /** @returns index of a new one that is absent yet */
  add(stream: number, seq: number): number {
    if (this.count === this.kind.length) this.#grow()
    const at = this.count++
    this.stream[at] = stream
    this.seq[at] = seq
    this.parent[at] = this.child[at] = this.next[at] = -1
    return at
  }

  /** Gives back the room for more. */
  trim(): void {
    if (this.kind.length > this.count * 1.05 + 1024) this.#resize(this.count + 1)
  }

  /** Bytes of memory. */
  get size(): number {
    return COLUMNS.reduce((sum, name) => sum + this[name].byteLength, 0)
  }

  /** Whether one began before another. */
  before(a: number, b: number): boolean {
    const { start, seq } = this
    const earlier = start[a]! - start[b]!
    return earlier ? earlier < 0 : (seq[a]! - seq[b]!) >> 0 < 0
  }

  /** What is expected is trusted as far as a multiple of what there is, for few lines say little of many. */
  #grow(): void {
    const { count, expected } = this
    this.#resize(Math.ceil(expected > count ? Math.min(expected * 1.02, count * 32) + 1024 : count * 1.5))
  }

  #resize(size: number): void {
    this.kind = resized(this.kind, new Uint8Array(size))
    this.flags = resized(this.flags, new Uint8Array(size))
    this.stream = resized(this.stream, new Uint16Array(size))
    for (const name of ['item', 'parent', 'child', 'next', 'extra'] as const) this[name] = resized(this[name], new Int32Array(size))
    this.seq = resized(this.seq, new Uint32Array(size))
    this.line = resized(this.line, new Uint32Array(size))
    this.start = resized(this.start, new Float64Array(size))
    this.end = resized(this.end, new Float64Array(size))
  }
}

const COLUMNS = [
  'kind',
  'flags',
  'stream',
  'item',
  'parent',
  'child',
  'next',
  'extra',
  'seq',
  'start',
  'end',
  'line',
] as const satisfies (keyof Events)[]

type Column = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array

/** @param to takes what there is in `from`, as far as there is room */
export function resized<C extends Column>(from: C, to: C): C {
  to.set(from.subarray(0, to.length))
  return to
}

/** What only calls have that were suspended, or whose function was created by a call that had ended. Index 0 is none. */
export class Extras {
  count = 1
  waited: Float64Array = new Float64Array(256)
  /** `NaN`: all but what it waited. */
  ran: Float64Array = new Float64Array(256)
  /** When it was first suspended; `NaN`: never, or not known. */
  paused: Float64Array = new Float64Array(256)
  /** The call that created its function; -1: none. */
  by: Int32Array = new Int32Array(256)
  /** The call itself. */
  of: Int32Array = new Int32Array(256)

  add(of: number): number {
    if (this.count === this.of.length) this.#resize(Math.ceil((this.count * 3) / 2))
    const at = this.count++
    this.of[at] = of
    return at
  }

  trim(): void {
    if (this.of.length > this.count + 256) this.#resize(this.count + 1)
  }

  get size(): number {
    return this.of.length * 32
  }

  #resize(size: number): void {
    for (const name of ['waited', 'ran', 'paused'] as const) this[name] = resized(this[name], new Float64Array(size))
    for (const name of ['by', 'of'] as const) this[name] = resized(this[name], new Int32Array(size))
  }
}
