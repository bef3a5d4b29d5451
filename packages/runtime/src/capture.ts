import { DEFAULT_LIMITS } from '@spoor/shared'
import { classify } from './classify.ts'
import { isProxy } from './proxies.ts'
import { unnoticed } from './reactive.ts'
import { flatten } from './snapshot.ts'
import type { Cells } from './cells.ts'
import { ownList } from './intrinsics.ts'
import { state } from './state.ts'

/** An error without its stack and cause. */
const BRIEF = { ...DEFAULT_LIMITS, depth: -1 }

/**
 * `flatten` within the recorder's limits. Instrumented code that it reaches, by a proxy's traps, is not recorded; no framework notes
 * that anything was read.
 * @returns where it ends
 */
export function capture(into: Cells, from: number, value: unknown, params?: readonly string[], brief?: boolean): number {
  const { busy, limits, untracked } = state
  const noting = unnoticed(null)
  state.busy = true
  try {
    const within = brief ? BRIEF : (limits ?? DEFAULT_LIMITS)
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
  capture(cells, 0, value, undefined, brief)
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
