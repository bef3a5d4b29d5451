import { resizeAll } from './columns.ts'

/** What only calls have that were suspended, or whose function was created by a call that had ended. Index 0 is none. */
export class Extras {
  count = 1
  /** Address of the line of the call. */
  line: Uint32Array = new Uint32Array(256)
  waited: Float64Array = new Float64Array(256)
  /** `NaN`: all but what it waited. */
  ran: Float64Array = new Float64Array(256)
  /** When it was first suspended; `NaN`: never, or not known. */
  paused: Float64Array = new Float64Array(256)
  /** The call that created its function + 1, 0 for none, and the call itself; no room as long as nobody created any. */
  by: Int32Array = new Int32Array(0)
  of: Int32Array = new Int32Array(0)

  /** @returns the place of a new one */
  add(): number {
    if (this.count === this.line.length) this.#resize(Math.ceil((this.count * 3) / 2))
    return this.count++
  }

  /** @param creator the call that created the function of a call; -1: none */
  link(extra: number, call: number, creator: number): void {
    if (creator >= 0 && !this.by.length) [this.by, this.of] = [new Int32Array(this.line.length), new Int32Array(this.line.length)]
    this.by[extra] = creator + 1
    this.of[extra] = call
  }

  /** The call that created the function of a call; -1: none. */
  creator(extra: number): number {
    return (this.by[extra] ?? 0) - 1
  }

  /** The calls of functions that a call created, as they came. */
  createdBy(creator: number): number[] {
    const { by, of } = this
    const found: number[] = []
    for (let i = by.indexOf(creator + 1); i >= 0; i = by.indexOf(creator + 1, i + 1)) found.push(of[i]!)
    return found
  }

  /** Gives back the room for more. */
  trim(): void {
    if (this.line.length > this.count + 256) this.#resize(this.count + 1)
  }

  /** Bytes of memory. */
  get size(): number {
    return [...COLUMNS, ...LINKS].reduce((sum, name) => sum + this[name].byteLength, 0)
  }

  #resize(length: number): void {
    resizeAll(this, COLUMNS, length)
    if (this.by.length) resizeAll(this, LINKS, length)
  }
}

const COLUMNS = ['line', 'waited', 'ran', 'paused'] as const
const LINKS = ['by', 'of'] as const
