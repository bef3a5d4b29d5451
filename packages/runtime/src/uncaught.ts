import { platform } from './platform.ts'
import { uncaught } from './credit.ts'

/** Learns from the platform what nobody caught. Listens only: nothing is prevented, no exit code changes. */
export function watchUncaught(): void {
  try {
    platform.process?.on?.('uncaughtExceptionMonitor', uncaught)
    for (const type of ['error', 'unhandledrejection'])
      platform.addEventListener?.(type, ({ error, reason = error }) => {
        // An error of another origin comes without its value.
        if (reason != null) uncaught(reason)
      })
  } catch {
    // A platform that forbids it says less of what was thrown.
  }
}
