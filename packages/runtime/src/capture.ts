import type { Snapshot } from '@spoor/shared'
import { snapshot, snapshotArgs } from './snapshot.ts'
import { state } from './state.ts'
import type { Looker } from './state.ts'

/**
 * A snapshot within the recorder's limits; with `params`, one for each of the arguments that `value` holds. Instrumented
 * code that it reaches, by a proxy's traps, is not recorded.
 */
export function capture(value: unknown): Snapshot
export function capture(value: ArrayLike<unknown>, params: readonly string[]): Snapshot[]
export function capture(value: unknown, params?: readonly string[]): unknown {
  const { busy, reader } = state
  state.busy = true
  try {
    return reader ? reader.unnoticed(look, value, params) : look(value, params)
  } finally {
    state.busy = busy
  }
}

const look: Looker = (value, params) =>
  params ? snapshotArgs(value as ArrayLike<unknown>, params, state.limits) : snapshot(value, state.limits)
