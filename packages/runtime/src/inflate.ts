import { DEFAULT_LIMITS } from '@spoor/shared'
import type { Snapshot, SnapshotObject, ValueLimits } from '@spoor/shared'
import { flatten } from './snapshot.ts'
import type { Cells, Head } from './cells.ts'

// Of the cells being read.
let cells: Cells
let at: number

/** The snapshots that stand in `flat` from `from` to `to`, where the last of them ends; by default the one at `from`. */
export function inflate(flat: Cells, from: number, to: number = from + 1): Snapshot[] {
  const out: Snapshot[] = []
  cells = flat
  at = from
  for (let i = 0; at < to; i++) out[i] = next()
  return out
}

/** A snapshot of any value, as it is now, within limits; see `flatten`. */
export function snapshot(value: unknown, within: ValueLimits = DEFAULT_LIMITS): Snapshot {
  const flat: Cells = []
  flatten(flat, 0, value, within)
  return inflate(flat, 0)[0] as Snapshot
}

function next(): Snapshot {
  const cell = cells[at++] as Exclude<Snapshot, object> | undefined | Head | SnapshotObject
  if (cell === undefined) return { k: 'undefined' }
  if (typeof cell === 'number' && (cell - cell !== 0 || (cell === 0 && 1 / cell < 0)))
    return { k: 'number', v: cell === 0 ? '-0' : `${cell}` }
  if (typeof cell !== 'object' || cell === null) return cell
  return 'head' in cell ? READ[cell.head]() : { ...cell }
}

/** How what follows each head is read. */
const READ: Record<Head['head'], () => SnapshotObject> = {
  object: () => ({ k: 'object', name: part(), ...sized('props', () => [part(), next()]) }) as never,
  array: () => ({ k: 'array', name: part(), ...sized('items', next) }) as never,
  map: () => ({ k: 'map', name: part(), ...sized('entries', () => [next(), next()]) }) as never,
  set: () => ({ k: 'set', name: part(), ...sized('items', next) }) as never,
  function: () => ({ k: 'function', name: part() }),
  class: () => ({ k: 'function', name: part(), class: true }),
  thinned: () => ({ k: 'opaque', name: part(), thinned: true }),
  opaque: () => ({ k: 'opaque', name: part() }),
  string: () => ({ k: 'string', v: part(), size: part() }),
  error: errorOf,
}

const part = <T>(): T => cells[at++] as T

/** -> `{ [field]: those that there are here, size: how many there were }` */
function sized(field: string, one: () => unknown): object {
  const size = part<number>()
  const count = part<number>()
  const items: unknown[] = []
  for (let i = 0; i < count; i++) items[i] = one()
  return { [field]: items, size }
}

function errorOf(): SnapshotObject {
  const out: SnapshotObject & { k: 'error' } = { k: 'error', name: part(), message: part() }
  const stack = part<string>()
  if (stack) out.stack = stack
  if (part()) out.cause = next()
  return out
}
