import type { Snapshot } from '@spoor/shared'

/**
 * Snapshots in flat form, so that taking one down makes as good as no objects: an array to be used again, in which a value stands for
 * itself, a {@link Head} and the cells behind it for what has several parts, any other object for a snapshot that is made already.
 */
export type Cells = unknown[]

/** Begins what takes several cells. `inflate` says what follows each. */
export interface Head {
  head: 'object' | 'array' | 'map' | 'set' | 'function' | 'class' | 'opaque' | 'string' | 'error' | 'thinned'
}

const head = (name: Head['head']): Head => ({ head: name })

export const OBJECT: Head = head('object')
export const ARRAY: Head = head('array')
export const MAP: Head = head('map')
export const SET: Head = head('set')
export const FUNCTION: Head = head('function')
export const CLASS: Head = head('class')
export const OPAQUE: Head = head('opaque')
export const STRING: Head = head('string')
export const ERROR: Head = head('error')

/** As `OPAQUE`, of what would have been looked into, had there been time. */
export const THINNED: Head = head('thinned')

export const HOLE: Snapshot = { k: 'hole' }
export const GETTER: Snapshot = { k: 'getter' }
export const REACTIVE: Snapshot = { k: 'reactive' }
export const REDACTED: Snapshot = { k: 'redacted' }
export const OMITTED: Snapshot = { k: 'omitted' }
export const CIRCULAR: Snapshot = { k: 'circular' }
export const HOSTILE: Snapshot = { k: 'hostile' }
