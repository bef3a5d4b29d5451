import { platform } from './platform.ts'

/** Whether it is a proxy, without running its traps. Only Node and what is like it can tell: elsewhere nothing is. */
export const isProxy: (value: unknown) => boolean = findIsProxy() ?? ((): boolean => false)

function findIsProxy(): ((value: unknown) => boolean) | undefined {
  try {
    // No import, which bundlers for browsers would stumble upon.
    return platform.process?.getBuiltinModule?.('node:util').types?.isProxy
  } catch {
    return undefined
  }
}
