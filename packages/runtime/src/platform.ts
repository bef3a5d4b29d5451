/** What a platform may or may not have; never assume any of it. */
export interface Platform {
  performance?: { now(): number }
  process?: {
    on?(event: string, listener: (...args: unknown[]) => void): unknown
    getBuiltinModule?(id: string): { types?: { isProxy?(value: unknown): boolean } }
    stdout?: { isTTY?: boolean; columns?: number }
    env?: Record<string, string | undefined>
  }
  console?: Record<'log' | 'warn' | 'group' | 'groupCollapsed' | 'groupEnd', (...args: unknown[]) => void>
  addEventListener?(type: string, listener: (event: { error?: unknown; reason?: unknown }) => void): void
  setTimeout?(callback: () => void, ms: number): number | { unref?(): void }
  location?: { origin?: string; href?: string }
  document?: { baseURI?: string }
  importScripts?: unknown
  DOMException?: { prototype: object }
  crypto?: { getRandomValues(values: Uint8Array): unknown }
}

export const platform: Platform = globalThis as unknown as Platform

const clock = platform.performance

// Taken at load: fake timers replace these later, and a trace should show the real time.
/** Milliseconds, on the clock of `performance.now()` where there is one. */
export const now: () => number = clock ? clock.now.bind(clock) : Date.now
