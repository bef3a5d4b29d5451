import type { PlainLimits, Site } from '@spoor/shared'
import { AWAITING, Call, DELEGATED, ENDED, GUESS, HELD, RUNNING, SEEN, suspect, UNKNOWN, YIELDED } from './call.ts'
import { isGenerator, isProtocol } from './iterators.ts'
import { now } from './platform.ts'
import { addSites } from './registry.ts'
import { tell } from './sinks.ts'
import { state } from './state.ts'
import type { Flags } from './state.ts'

/**
 * A call that has just handed over to an iterator, by `yield*` or `for await`: what the engine calls of that next, from the same
 * consumer, runs below it. That may be a generator that starts, if the iterator is one.
 */
let delegating: Call | undefined
let consumer: Call | undefined
let starts = false

/**
 * Makes the sites of a file known.
 * @param mark by which tools see that code is instrumented; not read here
 * @param start 1 = starts on, 0 = idle; rules given to `spoor.on` and `spoor.off` win
 * @param table rows as `encodeSite` makes them, whose names are unique within the file; at most 48
 * @param untracked gives the `untrack` of Solid, in files that import something from it
 * @param limits of values, where the build has a word on them
 * @returns a field for each row, `s0`, `s1`, ...: 0 while it is off, else the number to pass to `enter`
 */
export function register(
  mark: string,
  file: string,
  start: 0 | 1,
  table: (string | number)[],
  untracked?: (() => unknown) | 0,
  limits?: PlainLimits,
): Flags {
  state.untracked ||= untracked || undefined
  state.given ??= limits
  try {
    return addSites(file, start, table)
  } catch {
    // The program has taken away what it takes: what is loaded from now on stays off.
    return {}
  }
}

/**
 * A call begins. Falsy when it is not to be recorded: code that a sink or a snapshot has reached.
 * @param args left out where values are not captured
 * @param creator number of the call that created the function, where that may have ended by now
 */
export function enter(number: number, args?: ArrayLike<unknown> | 0, creator?: number | false): Call | 0 {
  const { busy, current, reader, sites } = state
  const site = sites[number]
  if (busy || !site) return 0
  const above = delegating ? heir(site) : current
  const seq = state.latest + 1
  const call = objectFor(seq)
  call.seq = seq
  call.site = site
  call.parent = above ? above.seq : 0
  call.depth = above ? above.depth + 1 : 0
  call.createdBy = creator && !isRunning(creator) ? creator : 0
  call.outcome = 'running'
  call.closing = false
  call.fault = undefined
  call.given = args && reader ? reader.keep(call, args, number) : -1
  call.prev = current
  call.state = RUNNING
  state.latest = seq
  if (args) reader?.handed(call, args)
  call.ran = call.waited = 0
  call.start = call.since = now()
  tell('enter', call)
  // Last, for the stack may have overflowed until here.
  state.current = call
  return call
}

/** The object at the place of `seq`, if that has ended which it served last; else a new one. */
function objectFor(seq: number): Call {
  const { ring } = state
  const place = seq & (ring.length - 1)
  const last = ring[place] as Call | undefined
  return last?.state === ENDED ? last : (ring[place] = new Call())
}

/** Whether the call of this number is on the stack: neither ended nor suspended. */
function isRunning(seq: number): boolean {
  const { current, ring } = state
  const held = ring[seq & (ring.length - 1)] as Call | undefined
  if (held?.seq === seq) return held.state === RUNNING
  let at = current
  while (at && at.seq !== seq) at = at.prev
  return !!at
}

// `yield* other()`: -> the delegating call. `yield* [1, 2]; consumer(); ` -> the consumer, who has gone on meanwhile.
function heir({ generator, name }: Site): Call | undefined {
  const asked = consumer === state.current && ((starts && generator) || isProtocol(name))
  const above = asked ? delegating : state.current
  delegating = undefined
  return above
}

/**
 * A call ends; to be called in its `finally`. Whoever was current, the one before it is now.
 * @param value what it returns, or `call` itself where it did not complete: it threw, or its consumer closed it
 */
export function exit(call: Call, value: unknown): void {
  if (!call.state) state.current = call.prev
  try {
    finish(call, value)
  } catch {
    // No stack left. The function's own result must go out unharmed.
  }
  call.prev = undefined
}

function finish(call: Call, value: unknown): void {
  lap(call)
  if (value === call) fail(call)
  else {
    const { reader, unexplained } = state
    // Asked only where there is something to do.
    const ask = call.given >= 0 || unexplained > call.seq || call.site.async
    call.outcome = ask && reader?.returned(call, value) ? 'promised' : 'returned'
    if (call.certainty) suspect(call, UNKNOWN)
  }
  if (call.state !== HELD) call.state = ENDED
  tell('exit', call)
}

/** Books the time since the last one. Whatever was about to be delegated to has begun by now, or never will. */
function lap(call: Call): void {
  const time = now()
  if (call.state) call.waited += time - call.since
  else call.ran += time - call.since
  call.since = time
  delegating = undefined
}

function fail(call: Call): void {
  if (!call.certainty && call.state !== YIELDED && !call.closing) state.reader?.adopt(call)
  if (!call.certainty && (call.closing || call.state > AWAITING)) call.outcome = 'closed'
  else {
    call.outcome = 'threw'
    if (call.certainty) {
      call.fault = call.candidate
      if (call.prev) suspect(call.prev, GUESS, call.thrown, call.candidate)
    }
    state.reader?.unwound(call)
  }
}

/** About to `await` (0) or `yield` (1): the call before it is current again. */
export function pause(call: Call, kind: 0 | 1): void {
  if (call.state) return
  lap(call)
  tell('pause', call)
  call.state = kind ? YIELDED : AWAITING
  state.current = call.prev
  call.prev = undefined
}

/**
 * About to `yield*`, or with `awaiting` to `for await`: as {@link pause}, and what `iterator` does next is below this call, which counts
 * as waiting until that has ended, be it running or not.
 */
export function delegate(call: Call, iterator?: unknown, awaiting?: 1): void {
  if (call.state) return
  pause(call, awaiting ? 0 : 1)
  if (!awaiting) call.state = DELEGATED
  delegating = call
  consumer = state.current
  // Without a word of what it is, it may be one.
  starts = iterator === undefined || isGenerator(iterator)
}

/**
 * Behind an `await`, `yield` or `yield*`: `call` is current again.
 * @param unwinding at the start of a user's `finally`, which may or may not follow a suspension
 */
export function resume(call: Call, unwinding?: 1): void {
  if (!call.state) return
  lap(call)
  tell('resume', call)
  if (unwinding && call.state > AWAITING) call.closing = true
  call.state = RUNNING
  call.prev = state.current
  state.current = call
}

/** At a `throw`, before it is thrown. */
export function threw(call: Call, error: unknown): void {
  const { reader } = state
  suspect(call, SEEN, reader?.identity(error), reader?.captureFault(error, call))
}

/** At the start of a `catch`; without `error` where its binding is a pattern or absent. */
export function caught(call: Call, error?: unknown): void {
  const rejected = call.state > 0
  resume(call)
  call.closing = false
  state.reader?.caught(call, rejected, arguments.length > 1, error)
  suspect(call, UNKNOWN)
}

/** In the exact form, `catch (error) { threwExact(call, error); throw error }`. */
export function threwExact(call: Call, error: unknown): void {
  caught(call, error)
  threw(call, error)
}
