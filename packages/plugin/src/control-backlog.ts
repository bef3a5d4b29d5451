import { dropLine, essence, originIn, pieces } from './control-lines.ts'

/** Some whole lines of a program, and up to where its stream reaches with them. */
export interface Chunk {
  bytes: Buffer
  position: number
}

/** Bytes of events that are held for one program, and of headers and functions of what was let go. */
const MOST = 8 * 2 ** 20
const MOST_NEEDED = 4 * 2 ** 20

/** The end of what a program has sent, for those who look later: without its oldest events, but with all that one needs to read the rest. */
export class Backlog {
  #chunks: Chunk[] = []
  #needed: Buffer[] = []
  #neededBytes = 0
  #lost = 0
  #origin: number | undefined
  #position = 0
  /** Bytes that may be let go. */
  bytes = 0

  /** @returns what there is now besides */
  add(lines: Buffer): Chunk[] {
    this.#origin ??= originIn(lines)
    const added: Chunk[] = []
    for (const piece of pieces(lines)) {
      this.#position += piece.length
      added.push({ bytes: piece, position: this.#position })
    }
    for (const chunk of added) {
      this.#chunks.push(chunk)
      this.bytes += chunk.bytes.length
    }
    while (this.bytes > MOST) this.shrink()
    return added
  }

  /** Lets go of its oldest events. */
  shrink(): void {
    const chunk = this.#chunks.shift()
    if (!chunk) return
    this.bytes -= chunk.bytes.length
    const { needed, others } = essence(chunk.bytes)
    this.#lost += others
    this.#keep(needed)
  }

  /** All that is there behind that position; from 0 on with a word on what is not. */
  from(position: number): Chunk[] {
    const rest = this.#chunks.filter((chunk) => chunk.position > position)
    const first = rest[0]
    const before = first ? first.position - first.bytes.length : this.#position
    if (position >= before) return rest
    const lines = [...this.#needed, ...(this.#lost ? [dropLine(this.#now(), this.#lost, 'ring')] : [])]
    return [...[...pieces(Buffer.concat(lines))].map((bytes) => ({ bytes, position: before })), ...rest]
  }

  /** Forgets the events. */
  clear(): void {
    while (this.#chunks.length) this.shrink()
    this.#lost = 0
  }

  /** A `drop` line as of now. */
  missing(count: number): Buffer {
    return dropLine(this.#now(), count)
  }

  #now(): number {
    return this.#origin === undefined ? 0 : Date.now() - this.#origin
  }

  #keep(needed: Buffer[]): void {
    for (const line of needed) {
      if (this.#neededBytes + line.length > MOST_NEEDED) this.#lost++
      else {
        // A copy, lest it keep all that it is a part of.
        this.#needed.push(Buffer.from(line))
        this.#neededBytes += line.length
      }
    }
  }
}
