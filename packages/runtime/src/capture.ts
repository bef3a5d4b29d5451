import { DEFAULT_LIMITS } from '@spoor/shared'
import type { ValueLimits } from '@spoor/shared'
import { allowanceOf, BARE, charge, closenessFor, elapse, FULL, isTimed } from './budget.ts'
import type { Allowance, Closeness } from './budget.ts'
import type { Call } from './call.ts'
import { OMITTED, REDACTED } from './cells.ts'
import type { Cells } from './cells.ts'
import { classify } from './classify.ts'
import { ownList, some } from './intrinsics.ts'
import { limitsNow } from './limits.ts'
import { now } from './platform.ts'
import { isProxy } from './proxies.ts'
import { unnoticed } from './reactive.ts'
import { isSecretParameter } from './redact.ts'
import { flatten } from './snapshot.ts'
import type { Within } from './snapshot.ts'
import { state } from './state.ts'

/** The least that has the stack of an error. */
const BARELY = 2

/** An error without its stack and cause. */
const BRIEF = { ...DEFAULT_LIMITS, depth: -1 }

/** Takes down the arguments of a call that begins. @returns where they end */
export function keepArguments(call: Call, args: ArrayLike<unknown>, number: number): number {
  call.allowance = allowanceOf(number)
  return keep(call, 0, args, limitsNow(), call.site.params)
}

/** Takes down what a call returns, behind its arguments. */
export function keepResult(call: Call, value: unknown): void {
  const limits = limitsNow()
  if (limits.budget !== false) elapse(call.since, limits.budget, limits.burst)
  keep(call, call.given, value, limits)
}

function keep(call: Call, from: number, value: unknown, limits: ValueLimits, params?: readonly string[]): number {
  const { budget, burst } = limits
  const { cells } = call
  if (budget === false) return look(cells, from, value, limits, params)
  const allowance = call.allowance as Allowance
  const closeness = closenessFor(allowance, budget, burst, call.depth === 0 && params !== undefined)
  if (closeness === BARE) return params ? bareArguments(call, value as ArrayLike<unknown>, limits) : bareResult(cells, from, value)
  const within = limitsAt(closeness, limits)
  if (!isTimed(allowance)) return look(cells, from, value, within, params)
  const started = now()
  const end = look(cells, from, value, within, params)
  charge(allowance, now() - started)
  return end
}

function bareResult(into: Cells, from: number, value: unknown): number {
  into[from] = needsLook(value) ? OMITTED : value
  return from + 1
}

function bareArguments({ allowance, cells, site }: Call, args: ArrayLike<unknown>, { items, redact }: ValueLimits): number {
  const held = allowance as Allowance
  if (held.words !== redact) findSecrets(held, site.params, redact)
  const { secrets } = held
  let i = 0
  for (; i < args.length && i < items; i++) cells[i] = secrets && secrets[i] ? REDACTED : needsLook(args[i]) ? OMITTED : args[i]
  return i
}

function findSecrets(held: Allowance, params: readonly string[], redact: readonly string[]): void {
  const secrets: boolean[] = ownList()
  for (let i = 0; i < params.length; i++) secrets[i] = isSecretParameter(params[i], redact)
  held.secrets = some(secrets, (one) => one) && secrets
  held.words = redact
}

/** Numbers, booleans and the like are kept without. */
const needsLook = (value: unknown): boolean =>
  (typeof value !== 'number' || value > 2e12) && typeof value !== 'boolean' && value !== undefined && value !== null && value !== ''

let derivedFrom: ValueLimits | undefined
let derived: Within[]

function limitsAt(closeness: Exclude<Closeness, 3>, limits: ValueLimits): Within {
  if (closeness === FULL) return limits
  if (derivedFrom !== limits) {
    derivedFrom = limits
    const thinned = (depth: number): Within => (limits.depth > depth ? { ...limits, depth, thinned: true } : limits)
    derived = [limits, thinned(1), thinned(0)]
  }
  return derived[closeness] as Within
}

/**
 * `flatten` within the recorder's limits. Instrumented code that it reaches, by a proxy's traps, is not recorded; no framework notes
 * that anything was read.
 * @returns where it ends
 */
function look(into: Cells, from: number, value: unknown, within: Within, params?: readonly string[]): number {
  const { busy, untracked } = state
  const noting = unnoticed(null)
  state.busy = true
  try {
    return untracked ? untrackOf(untracked)(() => flatten(into, from, value, within, params)) : flatten(into, from, value, within, params)
  } finally {
    state.busy = busy
    if (noting) unnoticed(noting)
  }
}

function untrackOf(untracked: () => unknown): (look: () => number) => number {
  try {
    const untrack = untracked()
    if (typeof untrack === 'function') return untrack as (look: () => number) => number
  } catch {
    // In place of the framework there is something else: a test's mock.
  }
  return (look) => look()
}

/** The flat snapshot of one value, by itself. */
export function captureOne(value: unknown, brief?: boolean): Cells {
  const cells: Cells = ownList()
  look(cells, 0, value, brief ? BRIEF : limitsNow())
  return cells
}

/**
 * The flat snapshot of what a call throws or catches: its name and message alone where its function has used up what there is for looking
 * at values, or keeps none.
 * @param stack whether its stack is wanted in any case: by that it is found out whom it unwound
 */
export function captureFault(error: unknown, call: Call, stack?: boolean): Cells {
  const { budget, burst } = limitsNow()
  if (call.given < 0 || budget === false) return captureOne(error, !stack && call.given < 0)
  const allowance = call.allowance as Allowance
  const affordable = closenessFor(allowance, budget, burst, false)
  const closeness = stack && affordable === BARE ? BARELY : affordable
  if (!isTimed(allowance)) return captureAt(error, closeness)
  const started = now()
  const cells = captureAt(error, closeness)
  charge(allowance, now() - started)
  return cells
}

function captureAt(error: unknown, closeness: Closeness): Cells {
  const cells: Cells = ownList()
  look(cells, 0, error, closeness === BARE ? BRIEF : limitsAt(closeness, limitsNow()))
  return cells
}

/** Whether it is a promise, of whatever make, by the name of its class. */
export function isPromise(value: unknown): boolean {
  if (typeof value !== 'object' || !value || isProxy(value)) return false
  const { busy } = state
  state.busy = true
  try {
    return classify(value).kind === 'Promise'
  } catch {
    return false
  } finally {
    state.busy = busy
  }
}
