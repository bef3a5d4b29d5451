import { resized } from './columns.ts'

/**
 * Sorts events by when they began, in place: in one go where they nearly are in that order, as those of a stream by their numbers. Those that
 * began at the same time stay as they stand.
 */
export function sortByBegin(start: Float64Array, ids: Int32Array): Int32Array {
  let runs = runsOf(start, ids)
  let from = ids
  let to = runs.length > 2 ? new Int32Array(ids.length) : ids
  while (runs.length > 2) {
    const merged = [0]
    for (let i = 0; i + 1 < runs.length; i += 2) {
      const end = runs[Math.min(i + 2, runs.length - 1)]!
      mergeRuns(start, from, to, runs[i]!, runs[i + 1]!, end)
      merged.push(end)
    }
    runs = merged
    ;[from, to] = [to, from]
  }
  if (from !== ids) ids.set(from)
  return ids
}

/** Where runs begin that are in order, and the end. Short ones are made longer. */
function runsOf(start: Float64Array, ids: Int32Array): number[] {
  const runs = [0]
  for (let at = 1; at < ids.length; at++) {
    if (start[ids[at]!]! >= start[ids[at - 1]!]!) continue
    const begin = runs.at(-1)!
    if (at - begin > 32 && !insert(start, ids, begin, at, 32)) runs.push(at)
    else if (at - begin <= 32) insert(start, ids, begin, at, 33)
  }
  runs.push(ids.length)
  return runs
}

/** Moves one back to its place, if that is not too far. */
function insert(start: Float64Array, ids: Int32Array, begin: number, at: number, most: number): boolean {
  const one = ids[at]!
  let to = at
  while (to > begin && at - to < most && start[one]! < start[ids[to - 1]!]!) to--
  if (to > begin && start[one]! < start[ids[to - 1]!]!) return false
  ids.copyWithin(to + 1, to, at)
  ids[to] = one
  return true
}

function mergeRuns(start: Float64Array, from: Int32Array, to: Int32Array, begin: number, middle: number, end: number): void {
  let a = begin
  let b = middle
  for (let at = begin; at < end; at++) {
    const takesB = a >= middle || (b < end && start[from[b]!]! < start[from[a]!]!)
    to[at] = takesB ? from[b++]! : from[a++]!
  }
}

/** A list of numbers that grows. */
export class IntList {
  items: Int32Array
  length = 0

  constructor(room = 16) {
    this.items = new Int32Array(room)
  }

  push(item: number): void {
    if (this.length === this.items.length) this.items = resized(this.items, this.length * 2)
    this.items[this.length++] = item
  }

  /** Takes the last one. @returns -1 where there is none */
  pop(): number {
    return this.length ? this.items[--this.length]! : -1
  }

  /** What is in it; shares its memory. */
  view(): Int32Array {
    return this.items.subarray(0, this.length)
  }
}

/** The first index from `low` to `high` at which something holds that, once it holds, holds on; `high` for none. */
export function firstIndex(low: number, high: number, holds: (index: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
