import type { Snapshot } from '@spoor/shared'
import { snapshot, snapshotArgs } from './snapshot.ts'
import { state } from './state.ts'

/**
 * A snapshot within the recorder's limits; with `params`, one for each of the arguments that `value` holds. Instrumented
 * code that it reaches, by a proxy's traps, is not recorded.
 */
export function capture(value: unknown): Snapshot
export function capture(value: ArrayLike<unknown>, params: readonly string[]): Snapshot[]
export function capture(value: unknown, params?: readonly string[]): unknown {
  const { busy, limits } = state
  state.busy = true
  try {
    return params ? snapshotArgs(value as ArrayLike<unknown>, params, limits) : snapshot(value, limits)
  } finally {
    state.busy = busy
  }
}
