import type { AttachFlags } from './command.ts'
import type { Found } from './choose.ts'
import type { Attached } from './client.ts'
import { Follower } from './follower.ts'
import { listenToKeys } from './keys.ts'

/**
 * Prints calls as they end, until somebody interrupts, or all processes are gone. Dev servers are waited for.
 * @param act what else was asked for, before anything is printed; `isAgain`: what was asked for of a dev server that is another one now
 * @returns the exit code
 */
export async function follow(
  targets: readonly Found[],
  flags: AttachFlags,
  act: (hub: Attached, isAgain: boolean) => Promise<unknown>,
): Promise<number> {
  const stopped = interrupted()
  const open = await Promise.all(targets.map((target) => new Follower(target, flags, act).begin()))
  const lines = (): Attached[] => open.flatMap(({ line }) => line ?? [])
  const leave = listenToKeys({ lines, programs: flags.program, end: stopped.stop })
  try {
    await Promise.race([stopped.promise, Promise.all(open.map(({ over }) => over))])
  } finally {
    leave?.()
    stopped.forget()
    for (const one of open) one.close()
  }
  return 0
}

function interrupted(): { promise: Promise<void>; stop(): void; forget(): void } {
  let stop = (): void => {}
  const promise = new Promise<void>((done) => (stop = () => done()))
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, stop)
  return { promise, stop, forget: () => signals.forEach((signal) => process.off(signal, stop)) }
}
