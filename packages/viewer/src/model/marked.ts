import { FAILED } from './events.ts'
import type { Layout } from './layout.ts'
import type { Recording } from './recording.ts'
import type { Selection } from './scope.ts'
import { firstIndex, IntList, sortByBegin } from './sort.ts'

/** Which places in the rows of a stream hold what failed, and what is in the filter: to be asked of many places at once. */
export class Marked {
  readonly calls: Places = new Places()
  readonly requests: Places = new Places()
  #version = -1
  #revision = -1
  #key: string | undefined
  #layout: Layout | undefined
  #marks: Int32Array | undefined
  #marksKnown = -1

  /** @param key tells one selection from another */
  renew(recording: Recording, layout: Layout, selection: Selection | undefined, key: string): void {
    const isNew = this.#revision !== recording.revision || this.#version !== layout.version || this.#layout !== layout
    const meant = selection && (isNew || this.#key !== key) ? selection : undefined
    this.calls.renew(recording, layout.rows, isNew, meant)
    this.requests.renew(recording, layout.requests, isNew, meant)
    this.#layout = layout
    this.#version = layout.version
    this.#revision = recording.revision
    this.#key = selection && key
  }

  /** Marks of a stream, in order. */
  marks({ events, marks }: Recording, stream: number): Int32Array {
    if (this.#marksKnown === marks.length && this.#marks) return this.#marks
    const ids = new IntList()
    for (const { event } of marks) if (events.stream[event] === stream) ids.push(event)
    this.#marksKnown = marks.length
    return (this.#marks = sortByBegin(events.start, ids.view()))
  }
}

/** The same of the rows of calls, or of those of requests. */
export class Places {
  #rows: readonly IntList[] = []
  #failed: Int32Array[] = []
  #meant: Int32Array[] = []

  /** @param meant what is in the filter, where that is another than before */
  renew({ events: { flags } }: Recording, rows: readonly IntList[], isNew: boolean, meant: Selection | undefined): void {
    this.#rows = rows
    if (isNew) this.#failed = rows.map((row) => placesIn(row, (at) => (flags[at]! & FAILED) > 0))
    if (meant) this.#meant = rows.map((row) => placesIn(row, meant.has))
  }

  /** To be asked of the places of a row, from left to right. */
  row(row: number, isSelection: boolean): MarkedRow {
    return new MarkedRow(this.#rows[row]!, this.#failed[row]!, isSelection ? this.#meant[row]! : undefined)
  }
}

function placesIn({ items, length }: IntList, holds: (at: number) => boolean): Int32Array {
  const places = new IntList()
  for (let i = 0; i < length; i++) if (holds(items[i]!)) places.push(i)
  return places.view()
}

/** What is marked in one row: asked of boxes in their order, so what lies to the left of one is never looked at again. */
export class MarkedRow {
  readonly #row: IntList
  readonly #failed: Ahead
  readonly #meant: Ahead | undefined

  constructor(row: IntList, failed: Int32Array, meant: Int32Array | undefined) {
    this.#row = row
    this.#failed = new Ahead(failed)
    this.#meant = meant && new Ahead(meant)
  }

  /** The first event that failed among those from one place to before another; -1: none. */
  failedIn(from: number, to: number): number {
    const place = this.#failed.first(from)
    return place < to ? this.#row.items[place]! : -1
  }

  /** Whether there is a selection, and nothing of it there. */
  isDimmed(from: number, to: number): boolean {
    return this.#meant !== undefined && this.#meant.first(from) >= to
  }
}

/** How many places are looked at one by one. */
const NEAR = 8

class Ahead {
  readonly #places: Int32Array
  #at = 0

  constructor(places: Int32Array) {
    this.#places = places
  }

  /** The first of the places that is not before another; `Infinity` for none. */
  first(from: number): number {
    const places = this.#places
    const near = this.#at + NEAR
    while (places[this.#at]! < from && this.#at < near) this.#at++
    if (places[this.#at]! < from) this.#at = firstIndex(this.#at, places.length, (i) => places[i]! >= from)
    return places[this.#at] ?? Infinity
  }
}
