import type { Site, SpoorEvent } from '@spoor/shared'
import { clear, configure, events, flush, mark, sites, status } from './control.ts'
import type { Settings, Status } from './control.ts'
import { read } from './read.ts'
import { change } from './rules.ts'
import type { OnOptions } from './rules.ts'
import type { Sink } from './sinks.ts'
import { subscribe } from './subscribe.ts'

export type {
  CallEvent,
  ControlRule,
  FunctionKind,
  Level,
  MarkEvent,
  Outcome,
  RequestEvent,
  Site,
  Snapshot,
  SnapshotObject,
  SpoorEvent,
  ValueLimits,
  WhyNothing,
} from '@spoor/shared'
export { DEFAULT_LIMITS, formatSnapshot } from '@spoor/shared'
export { copyCall } from './call.ts'
export type { Settings, Status } from './control.ts'
export { renderTree } from './render.ts'
export type { RenderOptions } from './render.ts'
export type { OnOptions } from './rules.ts'
export type { Sink } from './sinks.ts'
export { snapshot } from './inflate.ts'
export { consoleTree } from './tree.ts'
export type { ConsoleTreeOptions } from './tree.ts'

/** One selector, or several of which the last match wins: `src/cart/**`, `**#on*`, `!src/cart/format.ts`. */
export type Selectors = string | readonly string[]

/** Control of the traces of this program, whoever instrumented it. */
export interface Spoor {
  /**
   * Switches functions on: now, and in files that load later. `!selector` switches off. Without a selector: everything.
   * A `=level` is a matter of the build and makes no difference here.
   * @throws {RangeError} for text that is no selector, saying what is wrong with it, and for a `max` that is no whole number from 1.
   */
  on(selectors?: Selectors, options?: OnOptions): void
  /** Switches functions off, except `!selector`s. Without a selector: everything. @throws {RangeError} as `on` does. */
  off(selectors?: Selectors): void
  /** Leaves a note among the events, below the call that is running. `data` is copied at once, within the value limits. */
  mark(name: string, data?: unknown): void
  /** Copies of the events held, oldest first. Calls that have not ended have the outcome `running`. */
  events(): SpoorEvent[]
  /** Tells `sink` of every event from now on; see `Sink` for what it may do. @returns a function that unsubscribes. */
  subscribe(sink: Sink): () => void
  /** Settles when every sink has written what it held back. @throws what the first failing sink threw, after all are done. */
  flush(): Promise<void>
  /** How it stands: counts, the rules, and if nothing is switched on, why. */
  status(): Status
  /** The instrumented functions known so far, in order of registration. */
  sites(): Site[]
  /** Forgets the events held; what is running goes on and is recorded when it calls. */
  clear(): void
  /** @throws {RangeError} for a capacity that is not a number from 1 to 2^24, and for a budget or burst that is none. */
  configure(settings: Settings): void
}

export const spoor: Spoor = {
  on: (selectors, options) => change(true, selectors, options),
  off: (selectors) => change(false, selectors),
  mark,
  events,
  subscribe,
  flush,
  status,
  sites,
  clear,
  configure,
}

read()
