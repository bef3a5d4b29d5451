import { signal } from '@preact/signals'
import type { Signal } from '@preact/signals'

/** Rows by their index, of which only those that are looked at need to be there. */
export interface Rows<T> {
  /** `undefined`: nobody has told yet. Reading it in a component follows it. */
  readonly total: number | undefined
  /** Why the last question was not answered. */
  readonly failure: string | undefined
  at(index: number): T | undefined
  /** These are looked at now. */
  want(from: number, to: number): void
  /** Where a row is, if it is known. */
  find(is: (row: T) => boolean): number
}

/** Rows that are all there. */
export function rowsOf<T>(list: readonly T[]): Rows<T> {
  return {
    total: list.length,
    failure: undefined,
    at: (index) => list[index],
    want: () => {},
    find: (is) => list.findIndex(is),
  }
}

export type AskPage<T> = (offset: number, limit: number) => Promise<{ rows: T[]; total: number }>

const SIZE = 100
/** Pages that are kept. */
const MOST = 60

interface Page<T> {
  rows: T[]
  revision: number
}

/**
 * Rows that are asked for in pages as they come into sight. What is shown stays until its successor is there, so that nothing flickers when
 * the recording grows or another order is asked for.
 */
export class Pages<T> implements Rows<T> {
  #pages = new Map<number, Page<T>>()
  #asking = new Set<number>()
  #ask: AskPage<T> | undefined
  #query: string | undefined
  /** Counts the queries; `#shown`: that of the pages. */
  #era = 0
  #shown = 0
  #revision = -1
  #wanted: [number, number] = [0, SIZE]
  #total: number | undefined
  #failure: string | undefined
  readonly #version: Signal<number> = signal(0)

  /** @param query what is asked, as text: another one means other rows; another revision means these rows anew */
  update(ask: AskPage<T>, query: string, revision: number): void {
    if (query === this.#query && revision === this.#revision) return
    if (query !== this.#query) {
      this.#era++
      this.#asking.clear()
    }
    this.#ask = ask
    this.#query = query
    this.#revision = revision
    this.want(...this.#wanted)
  }

  get total(): number | undefined {
    void this.#version.value
    return this.#total
  }

  get failure(): string | undefined {
    void this.#version.value
    return this.#failure
  }

  at(index: number): T | undefined {
    return this.#pages.get(Math.floor(index / SIZE))?.rows[index % SIZE]
  }

  find(is: (row: T) => boolean): number {
    for (const [page, { rows }] of this.#pages) {
      const at = rows.findIndex(is)
      if (at >= 0) return page * SIZE + at
    }
    return -1
  }

  want(from: number, to: number): void {
    this.#wanted = [from, to]
    const last = Math.floor(Math.max(from, to - 1) / SIZE)
    for (let page = Math.floor(from / SIZE); page <= last; page++) {
      if (!this.#asking.has(page) && !this.#isFresh(page)) void this.#load(page)
    }
  }

  #isFresh(page: number): boolean {
    return this.#shown === this.#era && this.#pages.get(page)?.revision === this.#revision
  }

  async #load(page: number): Promise<void> {
    const [era, revision] = [this.#era, this.#revision]
    this.#asking.add(page)
    try {
      const answer = await this.#ask!(page * SIZE, SIZE)
      if (era !== this.#era) return
      if (this.#shown !== era) this.#pages.clear()
      this.#shown = era
      this.#pages.delete(page)
      this.#pages.set(page, { rows: answer.rows, revision })
      this.#total = answer.total
      this.#failure = undefined
    } catch (error) {
      if (era !== this.#era) return
      this.#failure = error instanceof Error ? error.message : String(error)
      this.#pages.set(page, { rows: this.#pages.get(page)?.rows ?? [], revision })
      this.#shown = era
      this.#total ??= 0
    }
    this.#asking.delete(page)
    this.#forget()
    this.#version.value++
    // Meanwhile the recording may have grown, or another part come into sight.
    this.want(...this.#wanted)
  }

  /** Those asked for longest ago go first. */
  #forget(): void {
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= MOST) return
      this.#pages.delete(page)
    }
  }
}

/** The last first. */
export class Reversed<T> implements Rows<T> {
  readonly #rows: Rows<T>

  constructor(rows: Rows<T>) {
    this.#rows = rows
  }

  get total(): number | undefined {
    return this.#rows.total
  }

  get failure(): string | undefined {
    return this.#rows.failure
  }

  at(index: number): T | undefined {
    return this.#rows.at((this.total ?? 0) - 1 - index)
  }

  want(from: number, to: number): void {
    const total = this.total ?? 0
    this.#rows.want(Math.max(0, total - to), Math.max(0, total - from))
  }

  find(is: (row: T) => boolean): number {
    const at = this.#rows.find(is)
    return at < 0 ? at : (this.total ?? 0) - 1 - at
  }
}
