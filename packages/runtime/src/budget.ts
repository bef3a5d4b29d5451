import { ownList } from './intrinsics.ts'
import { now } from './platform.ts'

// Values cost what they hold, and a program may pass thousands of large ones in a millisecond. So what looking at them takes is paid from
// an account to which the running time adds a share: what is left of it, and how much of it a function has spent already, say how closely
// the next value of that function is looked at.

/** How closely: within the limits, at its properties alone, at what it is, or not at all but for what needs no look. */
export const FULL = 0
const SHALLOW = 1
export const NAMES = 2
export const BARE = 3
export type Closeness = 0 | 1 | 2 | 3

/** How long what a function has spent is held against it, in milliseconds. */
const WINDOW = 1000

/** A look that took longer than this, in milliseconds, has the next one timed; of others, one of `SAMPLE` is. */
const LONG = 0.005
const SAMPLE = 8.5

/** Milliseconds that one long look may cost, unless the one before it was long too. */
const CHANCE = 4

/** Calls without a look after which the clock is read, should no call end. */
const PATIENCE = 64

/** What one function has spent, in milliseconds of the current window, and when it is to be timed next. */
export class Allowance {
  spent = 0
  window = 0
  untimed = 0
  stride = 1
  last = 0
  /** By place, whether the parameters hold secrets; `false`: none does. Of those words. */
  secrets: boolean[] | false = false
  words: readonly string[] | undefined
}

let account = Infinity
let window = 0
let windowEnd = -Infinity
let latest = NaN
let bare = 0

const allowances: Allowance[] = ownList()

/** @param number of the site */
export const allowanceOf = (number: number): Allowance => (allowances[number] ??= new Allowance())

/** Time has passed: `time` is what the clock says. */
export function elapse(time: number, share: number, burst: number): void {
  if (time > latest) account += (time - latest) * share
  // At first there is all that there can be.
  if (latest !== latest || account > burst) account = burst
  latest = time
  bare = 0
  if (time < windowEnd) return
  windowEnd = time + WINDOW
  window++
}

/**
 * Who has spent little of what there is gets more.
 * @param first of a chain of calls: nothing may have ended for long
 */
export function closenessFor(allowance: Allowance, share: number, burst: number, first: boolean): Closeness {
  if (latest !== latest || ++bare > PATIENCE || (first && allowance.spent > account)) elapse(now(), share, burst)
  if (allowance.window !== window) {
    allowance.window = window
    allowance.spent = 0
  }
  const { spent } = allowance
  if (spent > account) return BARE
  return spent * 4 <= account ? FULL : spent * 2 <= account ? SHALLOW : NAMES
}

/** Whether the next look of this function is to be timed, and {@link charge}d. */
export const isTimed = (allowance: Allowance): boolean => --allowance.untimed < 0

/** @param cost milliseconds that a look took, which stands for those that were not timed */
export function charge(allowance: Allowance, cost: number): void {
  // Long ones stand for themselves: it may be that the thread was put aside in the midst of one.
  const most = CHANCE + allowance.last
  const price = cost < CHANCE / SAMPLE ? cost * allowance.stride : cost < most ? cost : most
  allowance.last = cost
  allowance.stride = cost > LONG ? 1 : SAMPLE
  allowance.untimed = cost > LONG ? 0 : uneven()
  allowance.spent += price
  account -= price
}

let seed = 0

/** From 0 to 15, in no order: with even steps, all that are timed might be results, and none of them arguments. */
function uneven(): number {
  seed = (seed * 5 + 3) & 1023
  return seed >> 6
}
