import { DEFAULT_LIMITS, RUNTIME_SLOT } from '@spoor/shared'
import type { MarkEvent, Matcher, Site, ValueLimits } from '@spoor/shared'
import type { Call } from './call.ts'
import type { Sink } from './sinks.ts'

/** A field for each site: 0 while off, else the site's number. */
export type Flags = Record<string, number>

/** What `spoor.on` or `spoor.off` was told. */
export interface Rule {
  on: boolean
  matcher: Pick<Matcher, 'function'>
}

/** The flags of one `register` call. Closures of a load before a hot update may still read older ones. */
export interface Load {
  flags: { deref(): Flags | undefined }
  numbers: number[]
}

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
  starts: boolean[]
  /** By file. */
  loads: Map<string, Load[]>
  rules: Rule[]
}

const shared = globalThis as { [slot in symbol]?: { state: State } }

export const state: State = shared[Symbol.for(RUNTIME_SLOT)]?.state ?? {
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
  rules: [],
}
