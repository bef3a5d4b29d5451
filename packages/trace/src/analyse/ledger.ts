import type { CallLine } from '../format.ts'
import { Recent } from './recent.ts'
import type { Stats } from './stats.ts'

/** What calls below a call have left for it, until its own line comes: callers end after those that they call. */
export interface Below {
  /** Milliseconds of its running time in which others ran. */
  nested: number
  /** Function -> time of its outermost calls below. */
  spent: Map<Stats, Spent> | undefined
  /** Times in which generators ran that it was the first to ask. */
  segments: Segment[] | undefined
  /** Stacks under way that go through it. */
  stacks: Stack[] | undefined
}

export type EndedCall = CallLine & { end: number }

/** Milliseconds. */
interface Spent {
  total: number
  waited: number
}

/** A deep stack, from its deepest call up, as far as its callers have ended. */
export interface Stack {
  depth: number
  calls: { seq: number; stats: Stats }[]
}

interface Segment {
  start: number
  end: number
}

/** Most callers that are waited for, and most segments: recordings may lack the lines that they wait for. */
const MOST_OPEN = 2 ** 17
const MOST_SEGMENTS = 2 ** 12

/**
 * Who of one stream spent which time, from lines in the order of ending and without keeping them.
 *
 * A call takes from its caller the time until its first suspension; that is exact, whenever its line comes. What an async function runs
 * later, it runs on its own. What a generator runs at any time, it takes from whoever asked it to go on: its caller where that was running,
 * else somebody who is found by time.
 */
export class Ledger {
  readonly #open = new Map<number, Below>()
  readonly #recent = new Recent()
  /** Times in which generators ran, and who had asked them is not known yet. */
  #segments: Segment[] = []

  /** A call ended. @returns what those below it have left */
  end(call: EndedCall, stats: Stats): Below | undefined {
    const { seq, start, end, waited = 0 } = call
    const below = this.#open.get(seq)
    if (below) this.#open.delete(seq)
    stats.self += ranOf(call) - (below?.nested ?? 0)
    if (this.#segments.length) this.#segments = this.#claim(call, stats, this.#segments)
    if (below?.segments) for (const segment of this.#claim(call, stats, below.segments)) this.#place(segment)
    const inner = below?.spent?.get(stats)
    const own: Spent = { total: end - start - (inner?.total ?? 0), waited: waited - (inner?.waited ?? 0) }
    // A recorder that keeps the last calls of each function writes them behind their callers.
    const within = this.#recent.find(call.parent ?? 0) === stats && this.#recent.contains(call.parent ?? 0, start, end, false)
    if (!within) {
      stats.total += own.total
      stats.waited += own.waited
    }
    if (stats.site.generator) this.#asked(call)
    this.#recent.add(seq, stats, start, end, waited > 0)
    if (call.parent) this.#pass(call, stats, own, below?.spent)
    return below
  }

  /** The function that the ended call `seq` called; `undefined` for one that ended long ago, and one that has not ended. */
  functionOf(seq: number): Stats | undefined {
    return this.#recent.find(seq)
  }

  /** What is noted for a call that has not ended. */
  openAt(seq: number): Below {
    let below = this.#open.get(seq)
    if (!below) {
      below = { nested: 0, spent: undefined, segments: undefined, stacks: undefined }
      this.#open.set(seq, below)
      // Of dropped calls no line comes.
      for (const oldest of this.#open.keys())
        if (this.#open.size > MOST_OPEN) this.#open.delete(oldest)
        else break
    }
    return below
  }

  /** @param own its time without that of those below of the same function, @param spent theirs and the others' */
  #pass(call: EndedCall, stats: Stats, own: Spent, spent: Map<Stats, Spent> | undefined): void {
    const { parent = 0, start, waited } = call
    // Of a line that does not tell its suspensions, all is taken for time that it ran on its own.
    const first = stats.site.generator ? 0 : waited ? (call.gaps?.[0]?.[0] ?? start) - start : ranOf(call)
    const caller = this.#recent.find(parent)
    if (caller) {
      caller.self -= first
      return
    }
    const above = this.openAt(parent)
    above.nested += first
    above.spent = joined(above.spent, spent)
    add(above.spent, stats, own)
  }

  /** Finds out from whom a generator took its time. */
  #asked(call: EndedCall): void {
    const segments = segmentsOf(call)
    const { parent = 0 } = call
    const caller = parent ? this.#recent.find(parent) : undefined
    if (!parent || caller) {
      for (const segment of segments) {
        // What it began with, it began below its caller; later on that may have been suspended.
        const sure = caller && this.#recent.contains(parent, segment.start, segment.end, segment.start > call.start)
        if (sure) caller.self -= segment.end - segment.start
        else this.#place(segment)
      }
      return
    }
    const above = this.openAt(parent)
    const waiting = (above.segments ??= [])
    waiting.push(...segments)
    // Not worth the memory: the caller will have been running.
    if (waiting.length > MOST_SEGMENTS) for (const { start, end } of waiting.splice(0, MOST_SEGMENTS / 2)) above.nested += end - start
  }

  /** Takes from a call those segments that lie in the time that it ran. @returns the others */
  #claim({ start, end, gaps = [], moreGaps }: EndedCall, stats: Stats, segments: readonly Segment[]): Segment[] {
    const known = moreGaps ? (gaps.at(-1)?.[0] ?? start) : end
    return segments.filter((segment) => {
      if (segment.start < start || segment.end > known) return true
      if (gaps.some(([pause, resume]) => segment.start >= pause && segment.end <= resume)) return true
      stats.self -= segment.end - segment.start
      return false
    })
  }

  /** By time: of those that it lies in, who ended first is the innermost. */
  #place(segment: Segment): void {
    const asker = this.#recent.around(segment.start, segment.end)
    if (asker) asker.self -= segment.end - segment.start
    else if (this.#segments.push(segment) > MOST_SEGMENTS) this.#segments.splice(0, MOST_SEGMENTS / 2)
  }
}

/** The times in which a call ran, as far as they were kept. */
function segmentsOf({ start, end, gaps = [], moreGaps = 0, waited = 0 }: EndedCall): Segment[] {
  if (!gaps.length && waited) return []
  const starts = [start, ...gaps.map(([, resume]) => resume)]
  const ends = [...gaps.map(([pause]) => pause), end]
  const segments = starts.map((from, i) => ({ start: from, end: ends[i] as number })).filter(({ start, end }) => end > start)
  // The last one would span the suspensions that were not kept.
  return moreGaps ? segments.slice(0, -1) : segments
}

/** The sums of both; the smaller is poured into the larger. */
function joined(a: Map<Stats, Spent> | undefined, b: Map<Stats, Spent> | undefined): Map<Stats, Spent> {
  if (!a || !b) return a ?? b ?? new Map()
  const [into, from] = a.size < b.size ? [b, a] : [a, b]
  for (const [stats, spent] of from) add(into, stats, spent)
  return into
}

function add(into: Map<Stats, Spent>, stats: Stats, spent: Spent): void {
  const sum = into.get(stats)
  if (!sum) into.set(stats, { ...spent })
  else {
    sum.total += spent.total
    sum.waited += spent.waited
  }
}

/** Milliseconds that a call ran, with what it called. */
export const ranOf = ({ start, end, ran, waited = 0 }: EndedCall): number => ran ?? end - start - waited
