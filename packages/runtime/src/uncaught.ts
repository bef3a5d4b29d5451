import { platform } from './platform.ts'
import { uncaught } from './thrown.ts'

let watching = false

/** Learns from the platform what nobody caught. Listens only: nothing is prevented, no exit code changes. */
export function watchUncaught(): void {
  if (watching) return
  watching = true
  const { process } = platform
  try {
    process?.on?.('uncaughtExceptionMonitor', uncaught)
    // An error of another origin comes without its value.
    platform.addEventListener?.('error', ({ error }) => error != null && uncaught(error))
    platform.addEventListener?.('unhandledrejection', ({ reason }) => uncaught(reason))
  } catch {
    // A platform that forbids it says less of what was thrown.
  }
}
