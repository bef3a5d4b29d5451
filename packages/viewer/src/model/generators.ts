import { CALL } from './events.ts'
import { waitedOf } from './durations.ts'
import { callLine } from './lines.ts'
import type { Recording } from './recording.ts'

/** A time in which something ran, on the clock of its stream. */
export interface Segment {
  start: number
  end: number
}

/** A time in which a generator ran, and the call that may have asked for it; -1: none so far. */
interface Unplaced extends Segment {
  of: number
  best: number
}

/**
 * The times in which generators ran, by who asked them to go on: their caller where that was running, else the innermost call that was.
 * Of one that did not say when it was suspended, nothing.
 */
export class Askers {
  readonly #recording: Recording
  /** Of each stream, those whose caller did not ask. */
  readonly #unplaced = new Map<number, Unplaced[]>()

  constructor(recording: Recording) {
    this.#recording = recording
  }

  /** To be told each call of a generator that has ended. @param asked is told who spent which time on it */
  add(at: number, asked: (by: number, time: number) => void): void {
    const { events } = this.#recording
    const caller = events.parent[at]!
    const isCall = caller >= 0 && events.kind[caller] === CALL && events.end[caller] === events.end[caller]
    // Who has not ended, or is not known, has no time of its own yet.
    if (caller >= 0 && !isCall) return
    for (const [index, segment] of segmentsOf(this.#recording, at).entries()) {
      if (isCall && ranThen(this.#recording, caller, segment, index === 0)) asked(caller, segment.end - segment.start)
      else this.#later(events.stream[at]!, { ...segment, of: at, best: -1 })
    }
  }

  /** To be told once all were added. */
  place(asked: (by: number, time: number) => void): void {
    const { events } = this.#recording
    if (!this.#unplaced.size) return
    for (const list of this.#unplaced.values()) list.sort((a, b) => a.start - b.start)
    for (let at = 0; at < events.count; at++) {
      if (events.kind[at] !== CALL || !(events.end[at]! >= events.start[at]!)) continue
      const list = this.#unplaced.get(events.stream[at]!)
      if (list) this.#claim(at, list)
    }
    for (const list of this.#unplaced.values()) for (const { start, end, best } of list) if (best >= 0) asked(best, end - start)
  }

  #later(stream: number, segment: Unplaced): void {
    let list = this.#unplaced.get(stream)
    if (!list) this.#unplaced.set(stream, (list = []))
    list.push(segment)
  }

  /** Of those that a time lies in, who ended first is the innermost. */
  #claim(at: number, list: Unplaced[]): void {
    const { start, end } = this.#recording.events
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (list[middle]!.start >= start[at]!) high = middle
      else low = middle + 1
    }
    for (let i = low; i < list.length && list[i]!.start <= end[at]!; i++) {
      const one = list[i]!
      if (one.of === at || one.end > end[at]! || (one.start === start[at]! && one.end === end[at]!)) continue
      if ((one.best < 0 || end[at]! < end[one.best]!) && ranThen(this.#recording, at, one, false)) one.best = at
    }
  }
}

/** The times in which a generator ran, as far as they were kept. */
export function segmentsOf(recording: Recording, at: number): Segment[] {
  const { events } = recording
  const [start, end] = [events.start[at]!, events.end[at]!]
  if (!waitedOf(recording, at)) return end > start ? [{ start, end }] : []
  const { gaps = [], moreGaps } = callLine(recording, at)
  if (!gaps.length) return []
  const starts = [start, ...gaps.map(([, resume]) => resume)]
  const ends = [...gaps.map(([pause]) => pause), end]
  const segments = starts.map((from, i) => ({ start: from, end: ends[i]! })).filter(({ start, end }) => end > start)
  // The last one would span the suspensions that were not kept.
  return moreGaps ? segments.slice(0, -1) : segments
}

/** Whether a call ran throughout a time. @param isFirst whether it called at its beginning, and so did run */
export function ranThen(recording: Recording, at: number, { start, end }: Segment, isFirst: boolean): boolean {
  const { events } = recording
  if (events.start[at]! > start || events.end[at]! < end) return false
  if (isFirst || !waitedOf(recording, at)) return true
  return (callLine(recording, at).gaps ?? []).every(([pause, resume]) => start < pause || end > resume)
}
