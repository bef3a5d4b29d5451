import { DEFAULT_LIMITS } from '@spoor/shared'
import type { ValueLimits } from '@spoor/shared'
import { state } from './state.ts'

/** Those that the program has set, else those that its build was given, else the defaults. */
export const limitsNow = (): ValueLimits =>
  state.limits ?? (state.given ? (state.limits = { ...DEFAULT_LIMITS, ...state.given }) : DEFAULT_LIMITS)
