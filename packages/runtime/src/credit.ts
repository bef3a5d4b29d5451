import { ENDED, GUESS, HELD, SEEN, suspect, UNKNOWN } from './call.ts'
import type { Call } from './call.ts'
import { capture, captureOne, isPromise } from './capture.ts'
import { tell } from './sinks.ts'
import type { Cells } from './cells.ts'
import { state } from './state.ts'

// A call that ends by throwing need not know what: there is no `catch` in it. It is learnt where it is thrown, caught, or
// reported as uncaught. Until then the call waits here, with the calls that it unwound.

const MOST = 256
let pending: Call[] = []
/** Highest `seq` in `pending`, for a quick no. */
let newest = 0

/** `call` has ended by throwing. */
export function unwound(call: Call): void {
  call.state = HELD
  pending.push(call)
  newest = Math.max(newest, call.seq)
  if (pending.length > MOST) release(pending.shift() as Call)
}

/** A rejection came through an `await` and nothing more was learnt: takes over what a call below threw. */
export function adopt(call: Call): void {
  for (const other of pending) if (other.certainty && below(other, call, true)) suspect(call, GUESS, other.thrown, other.candidate)
}

/** `call` returns: what threw below it has been dealt with, unless it went into a promise, which may be what it returned. */
export function returned(call: Call, value: unknown): boolean {
  if (call.given >= 0) capture(call.cells, call.given, value)
  if (newest > call.seq) settle((other) => below(other, call, false), call.seq)
  return call.site.async && isPromise(value)
}

/** `call` caught `error`: that is what the calls unwound below it threw. */
export function caught(call: Call, rejected: boolean, known: boolean, error: unknown): void {
  let shot: Cells | undefined
  settle((other) => {
    const found = below(other, call, rejected)
    if (found && known && other.certainty < SEEN && !(other.certainty && other.thrown === error))
      credit(other, (shot ??= captureOne(error)))
    return found
  }, call.seq)
}

/**
 * An error is among the arguments of a call, as frameworks hand what they caught to an error handler. So that is what calls threw of
 * which nothing is known yet: those that its stack names, and those above them.
 */
export function handed(by: Call, args: ArrayLike<unknown>): void {
  if (!pending.length) return
  by.args?.forEach((shot, i) => {
    const stack = shot !== null && typeof shot === 'object' && shot.k === 'error' ? shot.stack : undefined
    if (!stack) return
    const thrown: Call[] = []
    const flat = captureOne(args[i])
    for (const call of pending) {
      if (call.certainty || !(isNamed(call, stack) || thrown.some((other) => below(other, call, true)))) continue
      thrown.push(call)
      suspect(call, GUESS, args[i], flat)
      credit(call, flat)
    }
  })
}

/** Whether a stack has a word of a call's name, other than those that we give to the nameless. */
const isNamed = ({ site }: Call, stack: string): boolean =>
  site.name
    .split(/[^\w$]+/)
    .some((word) => word.length > 1 && !/^(?:callback|constructor|returned|[gs]et)$/.test(word) && stack.includes(word))

/** The platform reports `error` as caught by nobody. */
export function uncaught(error: unknown): void {
  const shot = captureOne(error)
  settle((other) => {
    if (!other.certainty) credit(other, shot)
    return true
  }, 0)
}

function credit(call: Call, error: Cells): void {
  call.fault = error
  tell('learn', call)
}

/** Lets go of those pending calls after `seq` of which `done` is true. */
function settle(done: (call: Call) => boolean, seq: number): void {
  if (newest <= seq) return
  newest = 0
  pending = pending.filter((call) => {
    if (call.seq > seq && done(call)) return release(call)
    return (newest = Math.max(newest, call.seq))
  })
}

function release(call: Call): void {
  suspect(call, UNKNOWN)
  call.state = ENDED
}

/** Whether `above` called `call`. A synchronous `catch` sees no rejection: what async functions threw went elsewhere. */
function below(call: Call, above: Call, rejected: boolean): boolean {
  const { ring } = state
  let at: Call | undefined = call
  while (at && at.parent > above.seq && (rejected || !at.site.async)) {
    const parent: (typeof ring)[number] = ring[at.parent & (ring.length - 1)]
    at = parent?.seq === at.parent ? (parent as Call) : undefined
  }
  return at?.parent === above.seq && (rejected || !at.site.async)
}
