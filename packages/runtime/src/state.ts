import { RUNTIME_SLOT } from '@spoor/shared'
import type { MarkEvent, PlainLimits, RequestEvent, Site, Snapshot, ValueLimits } from '@spoor/shared'
import type { Call } from './call.ts'
import type { Rule } from './rules.ts'
import type { Sink } from './sinks.ts'
import type { Cells } from './cells.ts'

/** A field for each site: 0 while off, else the site's number. */
export type Flags = Record<string, number>

/** The flags of one `register` call. Closures of a load before a hot update may still read older ones. */
export interface Load {
  flags: { deref(): Flags | undefined }
  numbers: number[]
}

/**
 * What somebody who reads the events brings along (`spoor/runtime`, `spoor/console`), so that a program which only carries
 * its probes about stays small, and takes down no values for nobody.
 */
export interface Reader {
  /** Takes down the arguments of a call of the site of that number. @returns how many cells they take up */
  keep(call: Call, args: ArrayLike<unknown>, number: number): number
  /** What `call` throws, flat. */
  captureFault(error: unknown, call: Call): Cells
  /** By which it can be told later whether something else is this value, without keeping it alive. */
  identity(value: unknown): unknown
  /** `call` has ended by throwing. */
  unwound(call: Call): void
  /** `call` ends by throwing and knows not what. */
  adopt(call: Call): void
  /** `call` returns `value`. @returns whether that is a promise, on which its own then depends */
  returned(call: Call, value: unknown): boolean
  /** `call` has caught something, which is `error` if `known`; as the rejection of what it awaited if `rejected`. */
  caught(call: Call, rejected: boolean, known: boolean, error: unknown): void
  /** `call` begins with these arguments. */
  handed(call: Call, args: ArrayLike<unknown>): void
  /** The snapshots that stand in `flat` from `from` to `to`; by default the one at `from`. */
  inflate(flat: Cells, from: number, to?: number): Snapshot[]
}

/** All that changes, in one place: copies of the runtime in one program share it. */
export interface State {
  current: Call | undefined
  /** The last events, at `seq & (length - 1)`: found by `seq` without a search, overwritten when it is full. */
  ring: (Call | MarkEvent | RequestEvent | undefined)[]
  /** `seq` of the newest event. */
  latest: number
  /** `latest` when the events were last cleared. */
  cleared: number
  /** Highest `seq` of the calls of which it is to be learnt what they threw. */
  unexplained: number
  /** A sink or the snapshot walker is at work: instrumented code that they reach is not recorded. */
  busy: boolean
  /** Replaced on change, so that a sink may unsubscribe while being told. */
  sinks: readonly Sink[]
  limits: ValueLimits | undefined
  /** What the build says of limits; what the program says goes before it. */
  given?: PlainLimits | undefined
  /** By number, from 1. */
  sites: (Site | undefined)[]
  /** Site id -> number. */
  ids: Map<string, number>
  /** By site number: what the build said. */
  starts: (0 | 1)[]
  /** By file. */
  loads: Map<string, Load[]>
  reader: Reader | undefined
  /** Gives the `untrack` of a framework whose proxies have no other way to be looked into unnoted: Solid. */
  untracked?: (() => unknown) | undefined
  /** What `spoor.on` and `spoor.off` have to say of a site, if they were ever called. */
  rule: ((site: Site) => boolean | undefined) | undefined
  /** The same, in the order in which they were called. */
  rules?: readonly Rule[]
  /** Among the sinks, the one that counts for rules with a `max`. */
  counting?: Sink | undefined
}

/** Where copies of the runtime meet: `globalThis[Symbol.for('spoor.runtime/1')]`. */
export const slot: symbol = Symbol.for(RUNTIME_SLOT)
export const shared = globalThis as { [slot in symbol]?: { state: State } }

export const state: State = shared[slot]?.state ?? {
  current: undefined,
  // Filled, so that no setter for an index on `Array.prototype` is asked.
  ring: new Array(16384).fill(undefined),
  latest: 0,
  cleared: 0,
  unexplained: 0,
  busy: false,
  sinks: [],
  limits: undefined,
  sites: [undefined],
  ids: new Map(),
  starts: [],
  loads: new Map(),
  rule: undefined,
  reader: undefined,
}
