import type { DropReason } from '../format.ts'
import type { RecordLimits } from './limits.ts'

/** What is known of the calls of one function. */
interface Counted {
  kept: number
  second: number
  inSecond: number
}

/** What becomes of a call: it is kept, kept if it is among the last, or dropped. */
export type Verdict = 'keep' | 'last' | DropReason

/** Calls in a second up to which a function is seldom called: what floods leave room for. */
const SELDOM = 100

/** The share of a limit that is kept for functions that are seldom called: who called those that flood ends after them. */
const RESERVE = 0.1

/** Decides which calls are kept. */
export class Gate {
  #limits: RecordLimits
  readonly #sites: (Counted | undefined)[] = []
  #second = -1
  #inSecond = 0

  constructor(limits: RecordLimits) {
    this.#limits = limits
  }

  configure(limits: RecordLimits): void {
    this.#limits = limits
  }

  /** @param n number of the site @param end milliseconds, as `start` @param isTold whether it was told that it began */
  judge(n: number, call: { depth: number; start: number; outcome: string }, end: number, isTold = false): Verdict {
    const { depth, duration, first, perSecond } = this.#limits
    const site = (this.#sites[n] ??= { kept: 0, second: -1, inSecond: 0 })
    const failed = call.outcome === 'threw'
    if (!failed && !isTold) {
      if (call.depth > depth) return 'depth'
      if (end - call.start < duration) return 'duration'
      const second = Math.floor(end / 1000)
      if (site.second !== second) {
        site.second = second
        site.inSecond = 0
      }
      if (++site.inSecond > perSecond) return 'damped'
      if (!this.admits(end, this.isFlood(n))) return 'rate'
      if (site.kept >= first) return 'last'
    }
    site.kept++
    return 'keep'
  }

  /** Whether one that is running still is told of: not before it has taken what is asked for. */
  admitsRunning(n: number, { depth, start }: { depth: number; start: number }, time: number): boolean {
    const { depth: deepest, duration, first } = this.#limits
    return depth <= deepest && time - start >= duration && (this.#sites[n]?.kept ?? 0) < first
  }

  /** Whether a function was called so often in this second that others go before it. */
  isFlood(n: number): boolean {
    return (this.#sites[n]?.inSecond ?? 0) > SELDOM
  }

  /** Of a limit, how much there is for an event. */
  static shareOf(limit: number, isFlood: boolean): number {
    return isFlood ? Math.ceil(limit * (1 - RESERVE)) : limit
  }

  /** Whether there is room for one more event in this second. */
  admits(time: number, isFlood: boolean = false): boolean {
    const second = Math.floor(time / 1000)
    if (this.#second !== second) {
      this.#second = second
      this.#inSecond = 0
    }
    if (this.#inSecond >= Gate.shareOf(this.#limits.rate, isFlood)) return false
    this.#inSecond++
    return true
  }
}
