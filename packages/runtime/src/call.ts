import type { CallEvent, Outcome, Site, Snapshot } from '@spoor/shared'
import type { Cells } from './cells.ts'
import { ownList } from './intrinsics.ts'
import { state } from './state.ts'

/** What a call is waiting for, while it has handed over. */
export const RUNNING = 0
export const AWAITING = 1
export const YIELDED = 2
/** In a `yield*`: whoever runs below decides when it goes on. */
export const DELEGATED = 3
/** Its object may serve the next call that comes to its place in the ring. */
export const ENDED = 4
/** It has ended, and somebody waits to learn more of it. */
export const HELD = 5

/** How surely it is known what a call threw. */
export const UNKNOWN = 0
/** Something below it threw this, and it ended by throwing too. */
export const GUESS = 1
/** Seen at a `throw` or a `catch`. */
export const SEEN = 2

/**
 * A call as the recorder keeps it: an object of the ring, used again and again, so that recording allocates nothing. Every field is
 * set once in the constructor, to a value of the kind that it will hold, so that all have one shape and times are stored in place;
 * `declare`, lest class fields set them to `undefined` first.
 */
export class Call implements CallEvent {
  declare readonly type: 'call'
  declare seq: number
  declare site: Site
  declare parent: number
  declare createdBy: number
  declare depth: number
  declare start: number
  declare ran: number
  declare waited: number
  declare outcome: Outcome
  /** When it was entered, suspended, resumed or left last. */
  declare since: number
  /** The call that was current when this one took over; only while it runs, so that ended calls keep no others alive. */
  declare prev: Call | undefined
  declare state: 0 | 1 | 2 | 3 | 4 | 5
  /** A `finally` of the user's began right after a `yield`: the consumer may have closed the generator. */
  declare closing: boolean
  /** What it seems to be throwing, see `Reader.identity`; the snapshot becomes `fault` if it ends so. */
  declare thrown: unknown
  declare candidate: Cells | undefined
  declare certainty: 0 | 1 | 2
  /** What it threw, flat. */
  declare fault: Cells | undefined
  /** Its arguments, flat, and behind them what it returned. */
  declare cells: Cells
  /** How many cells its arguments take up; -1 where values are not captured. */
  declare given: number
  /** What its function may spend on values; the reader's. */
  declare allowance: unknown

  constructor() {
    this.type = 'call'
    this.seq = this.parent = this.createdBy = this.depth = 0
    this.site = undefined as never
    this.start = NaN
    this.ran = NaN
    this.waited = NaN
    this.since = NaN
    this.outcome = 'running'
    this.prev = undefined
    this.state = ENDED
    this.closing = false
    this.thrown = undefined
    this.candidate = undefined
    this.certainty = UNKNOWN
    this.fault = undefined
    // Not empty, so that it does not begin as an array of small integers.
    this.cells = ownList<unknown>(undefined)
    this.given = -1
    this.allowance = undefined
  }

  get end(): number | undefined {
    return this.outcome === 'running' ? undefined : this.since
  }

  get args(): Snapshot[] | undefined {
    return this.given < 0 ? undefined : state.reader?.inflate(this.cells, 0, this.given)
  }

  get value(): Snapshot | undefined {
    const returned = this.given >= 0 && (this.outcome === 'returned' || this.outcome === 'promised')
    return returned ? state.reader?.inflate(this.cells, this.given)[0] : undefined
  }

  get error(): Snapshot | undefined {
    return this.fault && state.reader?.inflate(this.fault, 0)[0]
  }
}

/** What `call` seems to be throwing, or with `UNKNOWN` that nothing is known of it. */
export function suspect(call: Call, certainty: 0 | 1 | 2, error?: unknown, shot?: Cells): void {
  call.thrown = error
  call.candidate = shot
  call.certainty = certainty
}

/** A copy that may be kept: the recorder uses its objects again. */
export function copyCall(call: CallEvent): CallEvent {
  const { type, seq, site, parent, createdBy, depth, start, end, ran, waited, outcome, args, value, error } = call
  return { type, seq, site, parent, createdBy, depth, start, end, ran, waited, outcome, args, value, error }
}
