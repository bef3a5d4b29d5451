import type { Site } from './site.ts'
import type { Snapshot } from './value.ts'

/** How a call ended: `closed` is a generator whose consumer stopped early. */
export type Outcome = 'running' | 'returned' | 'threw' | 'closed'

/** One call of an instrumented function. Times are milliseconds on the clock of `performance.now()`. */
export interface CallEvent {
  type: 'call'
  /** Place in the order of all events, from 1. */
  seq: number
  site: Site
  /** `seq` of the call that was running when this one began; 0 at the top. */
  parent: number
  /** Number of callers above; 0 at the top. */
  depth: number
  start: number
  /** `undefined` while the call runs. */
  end: number | undefined
  /** Milliseconds of `end - start` spent suspended in `await` or `yield`. */
  waited: number
  outcome: Outcome
  /** A snapshot for each argument, in the order of `site.params`; `undefined` where values are not captured. */
  args: Snapshot[] | undefined
  /**
   * What was returned, where `outcome` is `returned` and values are captured. An async function that returns a promise without waiting
   * for it has ended with `{ k: 'opaque', name: 'Promise' }`: whether that is fulfilled or rejected is no more its affair.
   */
  value: Snapshot | undefined
  /** What was thrown, where `outcome` is `threw` and it could be learnt. */
  error: Snapshot | undefined
}

/** A note that the program left with `spoor.mark`. */
export interface MarkEvent {
  type: 'mark'
  seq: number
  /** `seq` of the call that was running; 0 at the top. */
  parent: number
  /** Milliseconds on the clock of `performance.now()`. */
  time: number
  name: string
  data: Snapshot | undefined
}

export type SpoorEvent = CallEvent | MarkEvent
