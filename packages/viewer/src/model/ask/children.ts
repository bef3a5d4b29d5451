import type { Questions } from '../../questions.ts'
import { CALL } from '../events.ts'
import { seqOf } from '../lines.ts'
import type { Model } from '../model.ts'
import type { Recording } from '../recording.ts'
import { known, rowOf } from '../rows.ts'
import { select } from '../scope.ts'
import type { Selection } from '../scope.ts'
import { IntList } from '../sort.ts'

type Query = Questions['children'][0]

/** Lists that were asked for last: a long one is asked for in parts. */
const lists = new WeakMap<Recording, { key: string; list: Float64Array }>()

/** Calls of functions that are not in the filter are passed over: those below them move up. Requests and marks stay. */
export function children({ recording }: Model, { of, offset, limit, ...scope }: Query): Questions['children'][1] {
  const key = JSON.stringify([recording.revision, of, scope])
  const last = lists.get(recording)
  const list = last?.key === key ? last.list : listOf(recording, of, scope)
  lists.set(recording, { key, list })
  const rows = Array.from(list.subarray(offset, offset + limit), (at) => rowOf(recording, at))
  return { rows, total: list.length }
}

function listOf(recording: Recording, of: Query['of'], scope: Omit<Query, 'of' | 'offset' | 'limit'>): Float64Array {
  const selection = select(recording, scope)
  const found = new IntList()
  const pending = new IntList()
  if (of !== null) recording.below(known(recording, of), pending)
  // At the top of a scope that is below an event stands that event.
  else if (scope.under !== undefined) pending.push(known(recording, scope.under))
  else addRoots(recording, pending)
  // Files that were tampered with could go round between streams: nothing is met twice.
  let left = recording.events.count
  for (let at = pending.pop(); at >= 0 && left; at = pending.pop(), left--) {
    if (isShown(recording, selection, at)) found.push(at)
    else recording.below(at, pending)
  }
  return inOrder(recording, found.view())
}

/** What stands at the top: what began in nothing, and what began in something that is not in the recording. */
function addRoots(recording: Recording, into: IntList): void {
  const { kind, parent, count } = recording.events
  for (let at = 0; at < count; at++) {
    if (!kind[at]) continue
    const above = parent[at]!
    if ((above < 0 || !kind[above]) && recording.node(at) === at) into.push(at)
  }
}

function isShown({ events }: Recording, { covers, filter }: Selection, at: number): boolean {
  return covers(at) && (!filter || events.kind[at] !== CALL || filter.functions[events.item[at]!] === 1)
}

/** By time, then by number. */
export function inOrder(recording: Recording, found: Iterable<number>): Float64Array {
  const { events, clock } = recording
  const timeOf = (at: number): number => clock.zero[events.stream[at]!]! + events.start[at]!
  const numbers = new Map<number, number>()
  const numberOf = (at: number): number => {
    const known = numbers.get(at) ?? seqOf(recording, at)
    numbers.set(at, known)
    return known
  }
  const isSorted = (list: readonly number[]): boolean => list.every((at, i) => !i || compare(list[i - 1]!, at) <= 0)
  const compare = (a: number, b: number): number =>
    timeOf(a) - timeOf(b) || numberOf(a) - numberOf(b) || events.stream[a]! - events.stream[b]!
  // They come last first, and nearly in order.
  const list = [...found].reverse()
  return Float64Array.from(isSorted(list) ? list : list.sort(compare))
}
