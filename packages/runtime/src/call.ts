import type { CallEvent, Outcome, Site, Snapshot } from '@spoor/shared'

/** What a call is waiting for, while it has handed over. */
export const RUNNING = 0
export const AWAITING = 1
export const YIELDED = 2
/** In a `yield*`: whoever runs below decides when it goes on. */
export const DELEGATED = 3

/** How surely it is known what a call threw. */
export const UNKNOWN = 0
/** Something below it threw this, and it ended by throwing too. */
export const GUESS = 1
/** Seen at a `throw` or a `catch`. */
export const SEEN = 2

/**
 * A call as the recorder keeps it. Every field is set once in the constructor, in one order, so that all calls have the
 * same shape; `declare`, lest class fields set them to `undefined` first.
 */
export class Call implements CallEvent {
  declare readonly type: 'call'
  declare seq: number
  declare site: Site
  declare parent: number
  declare depth: number
  declare start: number
  declare end: number | undefined
  declare waited: number
  declare outcome: Outcome
  declare args: Snapshot[] | undefined
  declare value: Snapshot | undefined
  declare error: Snapshot | undefined
  /** The call that was current when this one took over; only while it runs, so that ended calls keep no others alive. */
  declare prev: Call | undefined
  declare state: 0 | 1 | 2 | 3
  declare pausedAt: number
  /** A `finally` of the user's began right after a `yield`: the consumer may have closed the generator. */
  declare closing: boolean
  /** What it seems to be throwing; the snapshot becomes `error` if it ends so. */
  declare thrown: unknown
  declare candidate: Snapshot | undefined
  declare certainty: 0 | 1 | 2

  constructor(seq: number, site: Site, above: Call | undefined, prev: Call | undefined, args: Snapshot[] | undefined, start: number) {
    this.type = 'call'
    this.seq = seq
    this.site = site
    this.parent = above ? above.seq : 0
    this.depth = above ? above.depth + 1 : 0
    this.start = start
    this.end = undefined
    this.waited = 0
    this.outcome = 'running'
    this.args = args
    this.value = undefined
    this.error = undefined
    this.prev = prev
    this.state = RUNNING
    this.pausedAt = 0
    this.closing = false
    this.thrown = undefined
    this.candidate = undefined
    this.certainty = UNKNOWN
  }
}

/** What `call` seems to be throwing, or with `UNKNOWN` that nothing is known of it. */
export function suspect(call: Call, certainty: 0 | 1 | 2, error?: unknown, shot?: Snapshot): void {
  call.thrown = error
  call.candidate = shot
  call.certainty = certainty
}

/** A copy that may be kept: calls themselves change while they run. */
export function copyCall(call: CallEvent): CallEvent {
  const { type, seq, site, parent, depth, start, end, waited, outcome, args, value, error } = call
  return { type, seq, site, parent, depth, start, end, waited, outcome, args, value, error }
}
