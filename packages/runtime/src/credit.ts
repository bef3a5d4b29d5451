import type { Snapshot } from '@spoor/shared'
import { blamed, callsOf } from './blame.ts'
import type { Unwound } from './blame.ts'
import { ENDED, GUESS, HELD, SEEN, suspect, UNKNOWN } from './call.ts'
import type { Call } from './call.ts'
import { captureFault, captureOne, isPromise, keepResult } from './capture.ts'
import { tell } from './sinks.ts'
import type { Cells } from './cells.ts'
import { identity, isSame } from './identity.ts'
import { inflate } from './inflate.ts'
import { ownList, some, where } from './intrinsics.ts'
import { state } from './state.ts'

// A call that ends by throwing need not know what: there is no `catch` in it. It is learnt where it is thrown, caught, or
// reported as uncaught. Until then the call waits here, with the calls that it unwound.

const MOST = 256
let pending: Unwound[] = ownList()

/** `call` has ended by throwing. */
export function unwound(call: Call): void {
  call.state = HELD
  pending[pending.length] = { call, latest: state.latest }
  if (call.seq > state.unexplained) state.unexplained = call.seq
  if (pending.length <= MOST) return
  const oldest = (pending[0] as Unwound).call
  pending = where(pending, (one) => one.call !== oldest)
  release(oldest)
}

/** A rejection came through an `await` and nothing more was learnt: takes over what a call below threw. */
export function adopt(call: Call): void {
  for (let i = 0; i < pending.length; i++) {
    const other = (pending[i] as Unwound).call
    if (other.certainty && below(other, call, true)) suspect(call, GUESS, other.thrown, other.candidate)
  }
}

/** `call` returns: what threw below it has been dealt with, unless it went into a promise, which may be what it returned. */
export function returned(call: Call, value: unknown): boolean {
  if (call.given >= 0) keepResult(call, value)
  if (state.unexplained > call.seq) settle((other) => below(other, call, false), call.seq)
  return call.site.async && isPromise(value)
}

/** `call` caught `error`: that is what the calls unwound below it threw, but for those of which others took care before. */
export function caught(call: Call, rejected: boolean, known: boolean, error: unknown): void {
  if (state.unexplained <= call.seq) return
  const isInside = (other: Call): boolean => other.seq > call.seq && below(other, call, rejected)
  // What it threw itself has unwound nothing.
  if (known && !(call.certainty === SEEN && isSame(call.thrown, error))) blame(error, isInside, call, rejected)
  settle(isInside, call.seq)
}

/**
 * An error is among the arguments of a call, as frameworks hand what they caught to an error handler. So that is what calls threw of
 * which nothing is known yet: those that its stack names, and those above them.
 */
export function handed(by: Call, args: ArrayLike<unknown>): void {
  if (!pending.length) return
  const open = where(pending, ({ call }) => !call.certainty)
  const shots = open.length ? by.args : undefined
  for (let i = 0; shots && i < shots.length; i++) {
    const shot = shots[i] as Snapshot
    if (shot === null || typeof shot !== 'object' || shot.k !== 'error') continue
    const flat = captureOne(args[i])
    where(blamed(open, ownList(), shot, undefined, isBelow), (call) => {
      suspect(call, GUESS, identity(args[i]), flat)
      return credit(call, flat, args[i])
    })
  }
}

/** The platform reports `error` as caught by nobody. */
export function uncaught(error: unknown): void {
  const done = blame(error, () => true)
  settle((call) => some(done, (other) => other === call), 0)
}

/** Puts `error` on those unwound calls that are `inside`, as far as it can be theirs. @returns all whose it is now */
function blame(error: unknown, inside: (call: Call) => boolean, catcher?: Call, rejected?: boolean): Call[] {
  const all = where(pending, ({ call }) => inside(call))
  const sources = callsOf(where(all, ({ call }) => call.certainty > 0 && isSame(call.thrown, error)))
  // What a call threw itself, nothing below it did.
  const isOrigin = (call: Call, origin: Call): boolean => origin.certainty === SEEN && isBelow(call, origin)
  const open = where(all, ({ call }) => call.certainty < SEEN && !some(sources, (source) => source === call || isOrigin(call, source)))
  if (!open.length) return sources
  const flat = catcher ? captureFault(error, catcher, true) : captureOne(error)
  const found = blamed(open, sources, inflate(flat, 0)[0], rejected ? undefined : state.latest, isBelow, catcher)
  // Of what happens while a promise is under way, nothing follows from the order.
  const rest = rejected && !found.length && !sources.length ? where(callsOf(open), (call) => !call.certainty) : found
  where(rest, (call) => credit(call, flat, error))
  return where(callsOf(all), (call) => some(sources, (other) => other === call) || some(found, (other) => other === call))
}

function credit(call: Call, flat: Cells, error: unknown): boolean {
  call.fault = call.given < 0 ? captureOne(error, true) : flat
  tell('learn', call)
  return true
}

/** Lets go of those pending calls after `seq` of which `done` is true. */
function settle(done: (call: Call) => boolean, seq: number): void {
  if (state.unexplained <= seq) return
  state.unexplained = 0
  pending = where(pending, ({ call }) => {
    if (call.seq > seq && done(call)) return release(call)
    if (call.seq > state.unexplained) state.unexplained = call.seq
    return true
  })
}

function release(call: Call): boolean {
  suspect(call, UNKNOWN)
  call.state = ENDED
  return false
}

/**
 * Whether `above` called `call`, and what that threw can have come to it: a synchronous `catch` sees no rejection, for what async functions
 * threw went elsewhere; and a rejection ends at a function that has gone on after it.
 */
function below(call: Call, above: Call, rejected: boolean): boolean {
  const { ring } = state
  let at: Call | undefined = call
  while (at && at.parent > above.seq && (rejected || !at.site.async)) {
    const parent: (typeof ring)[number] = ring[at.parent & (ring.length - 1)]
    at = parent?.seq === at.parent && !wentOn(parent as Call) ? (parent as Call) : undefined
  }
  return at?.parent === above.seq && (rejected || !at.site.async)
}

/** An async function that has returned, and no other promise. */
const wentOn = ({ site, outcome }: Call): boolean => site.async && outcome === 'returned'

const isBelow = (call: Call, above: Call): boolean => below(call, above, true)
