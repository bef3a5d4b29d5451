import type { Site } from './site.ts'
import type { Snapshot } from './value.ts'

/**
 * How a call ended: `promised` is an async function that returned another promise, on which its own now depends; `closed` is a
 * generator whose consumer stopped early.
 */
export type Outcome = 'running' | 'returned' | 'promised' | 'threw' | 'closed'

/** One call of an instrumented function. Times are milliseconds on the clock of `performance.now()`. */
export interface CallEvent {
  type: 'call'
  /** Place in the order of all events, from 1. */
  seq: number
  site: Site
  /**
   * `seq` of the call that was running when this one began; where none was, of the request that is being answered, if that is watched;
   * 0 at the top.
   */
  parent: number
  /**
   * `seq` of the call that created the function, where that had ended or was suspended when this one began, as with timers, listeners
   * and `then`; else 0.
   */
  createdBy: number
  /** Number of callers above; 0 at the top. */
  depth: number
  start: number
  /** `undefined` while the call runs. */
  end: number | undefined
  /** Milliseconds of `end - start` spent running, with what it called; while the call runs, those up to its last suspension. */
  ran: number
  /** The others, spent suspended in `await` or `yield`; while it is suspended, those up to then. */
  waited: number
  outcome: Outcome
  /** A snapshot for each argument, in the order of `site.params`; `undefined` where values are not captured. */
  args: Snapshot[] | undefined
  /** What was returned, where `outcome` is `returned` or `promised` and values are captured. */
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

/** A request over HTTP that the program sent (`client`) or answers (`server`). Times are milliseconds on the clock of `performance.now()`. */
export interface RequestEvent {
  type: 'request'
  seq: number
  /** `seq` of the call that was running; where none was, of the request that is being answered; 0 where there is neither. */
  parent: number
  side: 'client' | 'server'
  method: string
  /** Without credentials and fragment, and with `…` for every value in its query. */
  url: string
  start: number
  /** `undefined` until its answer has begun (`client`) or has been given (`server`). */
  end: number | undefined
  status: number | undefined
  /** Why there was no answer: name of what was thrown, and its code if it has one. */
  error: string | undefined
  /** As in the header `traceparent` of W3C: 32 hexadecimal digits. */
  trace: string
  /** 16 hexadecimal digits; what the other side takes for `parentSpan`. */
  span: string
  parentSpan: string | undefined
}

export type SpoorEvent = CallEvent | MarkEvent | RequestEvent
