/** Streams of which that much is remembered. */
const MOST = 512

/** How far a page's stream is taken. */
export interface Taken {
  /** Whether it has a beginning. */
  readonly known: boolean
  /** Number of the last frame that is confirmed, and of the last that has come. */
  readonly written: number
  readonly taken: number
  /** Whether pages have to wait. */
  readonly isBehind: boolean
  write(n: number, text: Uint8Array, done?: () => void): void
}

/** The streams of pages that nobody asked to record: only how far they have come is remembered. */
export class MemoryStreams {
  readonly #all = new Map<string, MemoryStream>()

  get(id: string): MemoryStream {
    const found = this.#all.get(id) ?? new MemoryStream()
    // The last ones used stand last.
    this.#all.delete(id)
    this.#all.set(id, found)
    for (const oldest of this.#all.keys()) {
      if (this.#all.size <= MOST) break
      this.#all.delete(oldest)
    }
    return found
  }

  async close(): Promise<void> {
    this.#all.clear()
  }
}

class MemoryStream implements Taken {
  written = 0
  readonly isBehind = false

  get taken(): number {
    return this.written
  }

  get known(): boolean {
    return this.written > 0
  }

  write(n: number, _: Uint8Array, done: () => void = () => {}): void {
    this.written = Math.max(this.written, n)
    done()
  }
}
