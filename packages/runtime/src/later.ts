import { platform } from './platform.ts'
import { state } from './state.ts'

// Taken at load, before anybody fakes it.
const { setTimeout } = platform

/** Once, without holding the process; at once where there are no timers. What it reaches is not recorded. */
export function later(ms: number, work: () => void): void {
  if (!setTimeout) return work()
  const timer = setTimeout(() => {
    state.busy = true
    try {
      work()
    } finally {
      state.busy = false
    }
  }, ms)
  if (typeof timer === 'object') timer.unref?.()
}
