import type { Scope } from '../questions.ts'
import { CALL, FAILED, NESTED } from './events.ts'
import { Askers } from './generators.ts'
import { ranOf, takenOf, waitedOf } from './durations.ts'
import type { Recording } from './recording.ts'
import { select } from './scope.ts'

/** What the calls of each function came to; by the index of the function. */
export interface Stats {
  calls: Int32Array
  failures: Int32Array
  running: Int32Array
  total: Float64Array
  self: Float64Array
  waited: Float64Array
  max: Float64Array
  /** When it was first called, within the scope, and at all. */
  first: Float64Array
  ever: Float64Array
}

/** One pass over all events. */
export function statsOf(recording: Recording, scope: Scope): Stats {
  const { events, clock, functions } = recording
  markNested(recording)
  const { has } = select(recording, scope)
  const stats = emptyStats(functions.all.length)
  const { kind, item, start, end, flags, stream, count } = events
  const askers = new Askers(recording)
  const spent = (by: number, time: number): void => void (has(by) && (stats.self[item[by]!]! -= time))
  for (let at = 0; at < count; at++) {
    if (kind[at] !== CALL) continue
    const fn = item[at]!
    const time = clock.zero[stream[at]!]! + start[at]!
    const ended = end[at] === end[at]
    if (time < stats.ever[fn]!) stats.ever[fn] = time
    if (ended && functions.all[fn]!.generator) askers.add(at, spent)
    else if (ended) take(recording, at, spent)
    if (!has(at)) continue
    stats.calls[fn]!++
    if (flags[at]! & FAILED) stats.failures[fn]!++
    if (time < stats.first[fn]!) stats.first[fn] = time
    if (ended) addEnded(recording, stats, at)
    else stats.running[fn]!++
  }
  askers.place(spent)
  return stats
}

/** What a call took of its caller's time. One that has not ended has none of its own yet. */
function take(recording: Recording, at: number, spent: (by: number, time: number) => void): void {
  const { kind, parent, end } = recording.events
  const above = parent[at]!
  if (above >= 0 && kind[above] === CALL && end[above] === end[above]) spent(above, takenOf(recording, at))
}

function addEnded(recording: Recording, stats: Stats, at: number): void {
  const { item, start, end, flags } = recording.events
  const fn = item[at]!
  const duration = end[at]! - start[at]!
  stats.self[fn]! += ranOf(recording, at)
  if (!(flags[at]! & NESTED)) {
    stats.total[fn]! += duration
    stats.waited[fn]! += waitedOf(recording, at)
  }
  if (duration > stats.max[fn]!) stats.max[fn] = duration
}

function emptyStats(functions: number): Stats {
  const numbers = (fill = 0): Float64Array => new Float64Array(functions).fill(fill)
  const counts = (): Int32Array => new Int32Array(functions)
  return {
    calls: counts(),
    failures: counts(),
    running: counts(),
    total: numbers(),
    self: numbers(),
    waited: numbers(),
    max: numbers(),
    first: numbers(Infinity),
    ever: numbers(Infinity),
  }
}

const marked = new WeakMap<Recording, number>()

/** Notes of each call whether it lies within another of its own function: its time is in that one's. Once for each state of a recording. */
function markNested(recording: Recording): void {
  if (marked.get(recording) === recording.revision) return
  marked.set(recording, recording.revision)
  const { events } = recording
  const { kind, parent, count } = events
  const within = new Int32Array(recording.functions.all.length)
  const outermost: number[] = []
  for (let at = 0; at < count; at++) {
    if (kind[at] !== CALL) continue
    events.flags[at]! &= ~NESTED
    if (!contains(recording, parent[at]!, at)) outermost.push(at)
  }
  for (const at of outermost) walk(recording, at, within)
}

/** Down from a call to what lies within it, and back, without a stack. */
function walk(recording: Recording, from: number, within: Int32Array): void {
  const { item, parent, child, next, flags } = recording.events
  for (let at = from; ;) {
    const fn = item[at]!
    if (within[fn]!++) flags[at]! |= NESTED
    let to = inside(recording, child[at]!, at)
    while (to < 0) {
      within[item[at]!]!--
      if (at === from) return
      to = inside(recording, next[at]!, parent[at]!)
      at = parent[at]!
    }
    at = to
  }
}

/** The first of these siblings that lies within their caller. */
function inside(recording: Recording, sibling: number, caller: number): number {
  let at = sibling
  while (at >= 0 && !contains(recording, caller, at)) at = recording.events.next[at]!
  return at
}

/** Whether a call lies in the time of its caller: one that outlives it has a time of its own. */
function contains({ events }: Recording, caller: number, at: number): boolean {
  const { kind, start, end } = events
  return caller >= 0 && kind[caller] === CALL && kind[at] === CALL && start[caller]! <= start[at]! && end[caller]! >= end[at]!
}
