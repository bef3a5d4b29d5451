import { roundTime } from '@spoor/trace'
import type { FunctionRow, Questions, Scope } from '../../questions.ts'
import { CALL } from '../events.ts'
import type { Model } from '../model.ts'
import { quantile } from '../quantile.ts'
import type { Recording } from '../recording.ts'
import { select } from '../scope.ts'
import { statsOf } from '../stats.ts'
import type { Stats } from '../stats.ts'

type Query = Questions['functions'][0]

export function functions({ recording }: Model, { sort, descending, offset, limit, since, ...scope }: Query): Questions['functions'][1] {
  const stats = statsFor(recording, scope)
  const all = recording.functions.all.flatMap((_, fn) => (stats.calls[fn] ? [bareRow(recording, stats, fn, since)] : []))
  const needsAll = sort === 'median' || sort === 'p95'
  if (needsAll) addQuantiles(recording, scope, all)
  all.sort(comparing(sort, descending))
  const rows = all.slice(offset, offset + limit)
  if (!needsAll) addQuantiles(recording, scope, rows)
  return { rows, total: all.length }
}

/** The last ones: a table is asked for in parts, and sorted in other ways. */
const kept = new WeakMap<Recording, { key: string; stats: Stats }[]>()

function statsFor(recording: Recording, scope: Scope): Stats {
  const key = JSON.stringify([recording.revision, scope])
  const list = kept.get(recording) ?? []
  const known = list.find((one) => one.key === key)
  if (known) return known.stats
  const stats = statsOf(recording, scope)
  kept.set(recording, [{ key, stats }, ...list.slice(0, 2)])
  return stats
}

/** The row of one function in a scope, called there or not. */
export function rowOfFunction(recording: Recording, scope: Scope, fn: number): FunctionRow {
  const row = bareRow(recording, statsFor(recording, scope), fn, undefined)
  addQuantiles(recording, scope, [row])
  return row
}

function bareRow({ functions }: Recording, stats: Stats, fn: number, since: number | undefined): FunctionRow {
  const { id, name, file, line, column, kind, async } = functions.all[fn]!
  const first = stats.first[fn]!
  return {
    fn,
    id,
    name,
    file,
    line,
    column,
    kind,
    async,
    calls: stats.calls[fn]!,
    failures: stats.failures[fn]!,
    running: stats.running[fn]!,
    total: roundTime(stats.total[fn]!),
    self: Math.max(0, roundTime(stats.self[fn]!)),
    waited: roundTime(stats.waited[fn]!),
    max: roundTime(stats.max[fn]!),
    median: 0,
    p95: 0,
    first: first === Infinity ? 0 : roundTime(first),
    isNew: since !== undefined && stats.ever[fn]! > since,
  }
}

/** Of the calls that have ended. Their durations are gathered for those functions only that are shown. */
function addQuantiles(recording: Recording, scope: Scope, rows: readonly FunctionRow[]): void {
  const lists = new Map(rows.map(({ fn, calls, running }) => [fn, { durations: new Float64Array(calls - running), count: 0 }]))
  const byFunction = recording.functions.all.map((_, fn) => lists.get(fn))
  const { has } = select(recording, scope)
  const { kind, item, start, end, count } = recording.events
  for (let at = 0; at < count; at++) {
    if (kind[at] !== CALL || end[at] !== end[at]) continue
    const list = byFunction[item[at]!]
    if (list && has(at)) list.durations[list.count++] = end[at]! - start[at]!
  }
  for (const row of rows) {
    const { durations } = lists.get(row.fn)!
    row.median = roundTime(quantile(durations, 0.5))
    row.p95 = roundTime(quantile(durations, 0.95))
  }
}

function comparing(sort: keyof FunctionRow, descending: boolean): (a: FunctionRow, b: FunctionRow) => number {
  const sign = descending ? -1 : 1
  return (a, b) => {
    const [x, y] = [a[sort], b[sort]]
    const order = typeof x === 'string' ? x.localeCompare(String(y), 'en') : Number(x) - Number(y)
    return order * sign || b.self - a.self || a.fn - b.fn
  }
}
