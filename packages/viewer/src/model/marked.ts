import { FAILED } from './events.ts'
import type { Layout } from './layout.ts'
import type { Recording } from './recording.ts'
import type { Selection } from './scope.ts'
import { firstIndex, IntList, sortByBegin } from './sort.ts'

/** Which places in the rows of a stream hold what failed, and what is in the filter: to be asked of many places at once. */
export class Marked {
  #version = -1
  #revision = -1
  #key: string | undefined
  #failed: Int32Array[] = []
  /** By row; what the places of `#failed` hold. */
  #layout: Layout | undefined
  #meant: Int32Array[] = []
  #marks: Int32Array | undefined
  #marksKnown = -1

  /** @param key tells one selection from another */
  renew(recording: Recording, layout: Layout, selection: Selection | undefined, key: string): void {
    const { flags } = recording.events
    const isNew = this.#revision !== recording.revision || this.#version !== layout.version || this.#layout !== layout
    if (isNew) this.#failed = layout.rows.map((row) => placesIn(row, (at) => (flags[at]! & FAILED) > 0))
    if (selection && (isNew || this.#key !== key)) this.#meant = layout.rows.map((row) => placesIn(row, selection.has))
    this.#layout = layout
    this.#version = layout.version
    this.#revision = recording.revision
    this.#key = selection && key
  }

  /** The first event that failed among those from one place to before another; -1: none. */
  failedIn(row: number, from: number, to: number): number {
    const place = firstFrom(this.#failed[row]!, from)
    return place < to ? this.#layout!.rows[row]!.items[place]! : -1
  }

  isMeant(row: number, from: number, to: number): boolean {
    return firstFrom(this.#meant[row]!, from) < to
  }

  /** Marks of a stream, in order. */
  marks({ events, marks }: Recording, stream: number): Int32Array {
    if (this.#marksKnown === marks.length && this.#marks) return this.#marks
    const ids = new IntList()
    for (const { event } of marks) if (events.stream[event] === stream) ids.push(event)
    this.#marksKnown = marks.length
    return (this.#marks = sortByBegin(events, ids.view()))
  }
}

function placesIn({ items, length }: IntList, holds: (at: number) => boolean): Int32Array {
  const places = new IntList()
  for (let i = 0; i < length; i++) if (holds(items[i]!)) places.push(i)
  return places.view()
}

/** The first of these places that is not before another; `Infinity` for none. */
const firstFrom = (places: Int32Array, from: number): number => places[firstIndex(0, places.length, (i) => places[i]! >= from)] ?? Infinity
