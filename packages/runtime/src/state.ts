import { DEFAULT_LIMITS, RUNTIME_SLOT } from '@spoor/shared'
import type { MarkEvent, Site, Snapshot, ValueLimits } from '@spoor/shared'
import type { Call } from './call.ts'
import type { Classified } from './classify.ts'
import type { Rule } from './control.ts'
import type { Sink } from './sinks.ts'
import type { Look } from './snapshot.ts'

/** A field for each site: 0 while off, else the site's number. */
export type Flags = Record<string, number>

/** The flags of one `register` call. Closures of a load before a hot update may still read older ones. */
export interface Load {
  flags: { deref(): Flags | undefined }
  numbers: number[]
}

/**
 * What somebody who reads the events brings along (`spoor/runtime`, `spoor/console`), so that a program which only carries
 * its probes about stays small.
 */
export interface Reader {
  /** How built-ins are shown: maps, dates, ... */
  looks: Record<string, Look>
  /** What to look into in place of an object: itself, or what is behind a framework's proxy; `undefined`: nothing. See `reactive.ts`. */
  inside(value: object): object | undefined
  /** Looks at a value, and no framework notes that it was read. */
  unnoticed(look: Looker, value: unknown, params: readonly string[] | undefined): unknown
  /** `call` has ended by throwing. */
  unwound(call: Call): void
  /** `call` ends by throwing and knows not what. */
  adopt(call: Call): void
  /** `call` has returned. */
  returned(call: Call): void
  /** `call` has caught something, which is `error` if `known`; as the rejection of what it awaited if `rejected`. */
  caught(call: Call, rejected: boolean, known: boolean, error: unknown): void
  /** A call begins with these arguments, and snapshots of them. */
  handed(args: ArrayLike<unknown>, shots: readonly Snapshot[]): void
}

/** See `capture`. */
export type Looker = (value: unknown, params: readonly string[] | undefined) => unknown

/** All that changes, in one place: copies of the runtime in one program share it. */
export interface State {
  current: Call | undefined
  /** The last events, at `seq & (length - 1)`: found by `seq` without a search, overwritten when it is full. */
  ring: (Call | MarkEvent | undefined)[]
  /** `seq` of the newest event. */
  latest: number
  /** `latest` when the events were last cleared. */
  cleared: number
  /** A sink or the snapshot walker is at work: instrumented code that they reach is not recorded. */
  busy: boolean
  /** Replaced on change, so that a sink may unsubscribe while being told. */
  sinks: readonly Sink[]
  limits: ValueLimits
  /** By number, from 1. */
  sites: (Site | undefined)[]
  /** Site id -> number. */
  ids: Map<string, number>
  /** By site number: what the build said. */
  starts: (0 | 1)[]
  /** By file. */
  loads: Map<string, Load[]>
  reader: Reader | undefined
  /** By prototype; begun anew with a reader, who knows more. */
  classes: WeakMap<object, Classified>
  /** What `spoor.on` and `spoor.off` have to say of a site, if they were ever called. */
  rule: ((site: Site) => boolean | undefined) | undefined
  /** The same, in the order in which they were called. */
  rules?: readonly Rule[]
}

/** Where copies of the runtime meet: `globalThis[Symbol.for('spoor.runtime/1')]`. */
export const slot: symbol = Symbol.for(RUNTIME_SLOT)
export const shared = globalThis as { [slot in symbol]?: { state: State } }

export const state: State = shared[slot]?.state ?? {
  current: undefined,
  ring: new Array(16384),
  latest: 0,
  cleared: 0,
  busy: false,
  sinks: [],
  limits: DEFAULT_LIMITS,
  sites: [undefined],
  ids: new Map(),
  starts: [],
  loads: new Map(),
  rule: undefined,
  reader: undefined,
  classes: new WeakMap(),
}
