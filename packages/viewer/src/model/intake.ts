import { LINE_BREAK } from './store.ts'
import type { Block, Store } from './store.ts'

/** Most bytes of a line: no recorder writes such a line; what has none of its ends within this is skipped. */
const LONGEST = 2 ** 24

/** From so many bytes on they are kept as they came, and not copied: what they leave unused of addresses is little then. */
const KEPT = 2 ** 18

export interface Piece {
  block: Block
  from: number
  to: number
}

/**
 * Puts the bytes of one source into the store as they come, such that no line is cut, and hands on whole lines. What comes in large pieces
 * stays where it is; only the lines that lie across their borders, and what comes in small pieces, are copied.
 */
export class Intake {
  /** What was read, in order: whole lines, and at the end what there is of the last. */
  readonly pieces: Piece[] = []
  readonly #store: Store
  readonly #read: (block: Block, from: number, end: number, isTooLong: boolean) => void
  /** The block into which is copied, up to where it is among the pieces, and where the line begins that has no end yet. */
  #block: Block
  #kept = 0
  #from = 0
  #skipping = false

  /**
   * @param read is handed whole lines, the last of them with its line break; or, `isTooLong`, what stands for one that was too long: what is
   * left of it, whatever that is
   */
  constructor(store: Store, read: (block: Block, from: number, end: number, isTooLong: boolean) => void) {
    this.#store = store
    this.#read = read
    this.#block = store.open(0)
  }

  /** @param bytes are kept: nobody may change them any more */
  feed(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const isMuch = bytes.length - at >= KEPT
      const isBetween = this.#from === this.#block.used && !this.#skipping
      const last = isMuch && isBetween ? bytes.lastIndexOf(LINE_BREAK) : -1
      if (last >= at) at = this.#keep(bytes, at, last + 1)
      else at = this.#copy(bytes, at, (isMuch && bytes.indexOf(LINE_BREAK, at) + 1) || bytes.length)
    }
  }

  /** What was read so far, in whole lines. */
  *chunks(): Generator<Uint8Array> {
    for (const { block, from, to } of this.pieces) yield block.bytes.subarray(from, to)
    if (this.#from > this.#kept) yield this.#block.bytes.subarray(this.#kept, this.#from)
  }

  /** What stands behind the last line break; nothing of a line that is too long. */
  get rest(): Uint8Array {
    return this.#block.bytes.subarray(this.#skipping ? this.#block.used : this.#from, this.#block.used)
  }

  /** Nothing more will come. @param isWhole whether what stands behind the last line break is a line */
  end(isWhole: boolean): void {
    if (isWhole) this.#copy(Uint8Array.of(LINE_BREAK), 0, 1)
    else this.#from = this.#block.used
    this.#put()
  }

  #keep(bytes: Uint8Array, from: number, end: number): number {
    this.#put()
    const block = this.#store.keep(bytes)
    this.pieces.push({ block, from, to: end })
    this.#read(block, from, end, false)
    return end
  }

  #copy(bytes: Uint8Array, from: number, end: number): number {
    const block = this.#room()
    const to = Math.min(end, from + block.bytes.length - block.used)
    block.bytes.set(bytes.subarray(from, to), block.used)
    const searched = block.used
    block.used += to - from
    this.#lines(block, searched)
    return to
  }

  #lines(block: Block, searched: number): void {
    if (this.#skipping) {
      const first = block.bytes.subarray(0, block.used).indexOf(LINE_BREAK, searched)
      if (first < 0) return
      this.#skipping = false
      const from = this.#from
      this.#from = first + 1
      this.#read(block, from, this.#from, true)
    }
    const end = searched + block.bytes.subarray(searched, block.used).lastIndexOf(LINE_BREAK) + 1
    const from = this.#from
    if (end <= Math.max(searched, from)) return
    this.#from = end
    this.#read(block, from, end, false)
  }

  /** The block, or where it is full the next, to which the line takes its beginning along. */
  #room(): Block {
    const last = this.#block
    if (last.used < last.bytes.length) return last
    const rest = last.bytes.subarray(this.#from, last.used)
    if (rest.length > LONGEST) this.#skipping = true
    if (this.#skipping) {
      // No more of it is kept than what is looked at.
      last.used = this.#from
      return last
    }
    const block = this.#store.open(rest.length * 2, last)
    block.bytes.set(rest)
    block.used = rest.length
    this.#put()
    this.#block = block
    this.#kept = this.#from = 0
    return block
  }

  #put(): void {
    if (this.#from > this.#kept) this.pieces.push({ block: this.#block, from: this.#kept, to: this.#from })
    this.#kept = this.#from
  }
}
