import { roundTime } from '@spoor/trace'
import type { CallEdge, Questions } from '../../questions.ts'
import { CALL, FAILED } from '../events.ts'
import type { Model } from '../model.ts'
import type { Recording } from '../recording.ts'
import { rowOf } from '../rows.ts'
import { select } from '../scope.ts'
import { IntList } from '../sort.ts'
import { rowOfFunction } from './functions.ts'

type Answer = Questions['function'][1]

/** How many of the last and of the slowest calls are told. */
const MOST = 20

/** @throws {RangeError} for a function that is not there */
export function functionDetails({ recording }: Model, { fn, ...scope }: Questions['function'][0]): Answer {
  const one = recording.functions.all[fn]
  if (!one) throw new RangeError(`no function ${fn} in this recording`)
  const { has } = select(recording, scope)
  const { kind, item, count } = recording.events
  const calls = new IntList()
  for (let at = 0; at < count; at++) if (kind[at] === CALL && item[at] === fn && has(at)) calls.push(at)
  const ids = calls.view()
  return {
    row: rowOfFunction(recording, scope, fn),
    params: [...one.params],
    ...edges(recording, ids),
    histogram: histogram(recording, ids),
    last: most(ids, startsOf(recording)).map((at) => rowOf(recording, at)),
    slowest: most(ids, durationsOf(recording)).map((at) => rowOf(recording, at)),
  }
}

function edges(recording: Recording, ids: Int32Array): Pick<Answer, 'callers' | 'callees'> {
  const { kind, parent, child, next } = recording.events
  const callers = new Map<number, CallEdge>()
  const callees = new Map<number, CallEdge>()
  for (const at of ids) {
    const above = parent[at]!
    if (above >= 0 && kind[above] === CALL) count(recording, callers, above, at)
    for (let below = child[at]!; below >= 0; below = next[below]!) if (kind[below] === CALL) count(recording, callees, below, below)
  }
  const sorted = (edges: Map<number, CallEdge>): CallEdge[] =>
    [...edges.values()].map((edge) => ({ ...edge, total: roundTime(edge.total) })).sort((a, b) => b.total - a.total || b.calls - a.calls)
  return { callers: sorted(callers), callees: sorted(callees) }
}

/** @param who whose function the edge leads to, @param call whose time it took */
function count({ events, functions }: Recording, edges: Map<number, CallEdge>, who: number, call: number): void {
  const fn = events.item[who]!
  let edge = edges.get(fn)
  if (!edge) edges.set(fn, (edge = { fn, name: functions.all[fn]!.name, calls: 0, total: 0 }))
  edge.calls++
  edge.total += events.end[call]! - events.start[call]! || 0
}

/** Durations in classes, each twice as wide as the one before; the first reaches from 0 to a microsecond. */
function histogram({ events }: Recording, ids: Int32Array): Answer['histogram'] {
  const { start, end, flags } = events
  const classes: Answer['histogram'] = []
  for (const at of ids) {
    const duration = end[at]! - start[at]!
    if (Number.isNaN(duration)) continue
    const index = duration < LEAST ? 0 : Math.max(0, Math.floor(Math.log2(duration / LEAST))) + 1
    while (classes.length <= index) classes.push({ ...boundsOf(classes.length), count: 0, failed: 0 })
    classes[index]!.count++
    if (flags[at]! & FAILED) classes[index]!.failed++
  }
  const first = classes.findIndex((one) => one.count)
  return first < 0 ? [] : classes.slice(first)
}

const LEAST = 0.001

const boundsOf = (index: number): { from: number; to: number } => ({ from: index ? LEAST * 2 ** (index - 1) : 0, to: LEAST * 2 ** index })

const startsOf =
  ({ events, clock }: Recording) =>
  (at: number): number =>
    clock.zero[events.stream[at]!]! + events.start[at]!

/** Of calls that are running still, none. */
const durationsOf =
  ({ events }: Recording) =>
  (at: number): number => {
    const duration = events.end[at]! - events.start[at]!
    return duration === duration ? duration : -1
  }

/** Those with the highest, highest first. */
function most(ids: Int32Array, of: (at: number) => number): number[] {
  const best: { at: number; value: number }[] = []
  for (const at of ids) {
    const value = of(at)
    if (best.length === MOST && value <= best.at(-1)!.value) continue
    const place = best.findIndex((one) => one.value < value)
    best.splice(place < 0 ? best.length : place, 0, { at, value })
    if (best.length > MOST) best.pop()
  }
  return best.map(({ at }) => at)
}
