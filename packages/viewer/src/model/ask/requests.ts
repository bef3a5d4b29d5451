import { formatSnapshot } from '@spoor/shared'
import { roundTime } from '@spoor/trace'
import type { Questions, RequestRow } from '../../questions.ts'
import { bytesOf, placeOf } from '../bytes.ts'
import { CALL, FAILED, REQUEST } from '../events.ts'
import { addressOf, callLine } from '../lines.ts'
import type { Model } from '../model.ts'
import type { Recording } from '../recording.ts'
import { rowOf } from '../rows.ts'
import { nameOf, select } from '../scope.ts'
import type { Selection } from '../scope.ts'
import { IntList } from '../sort.ts'
import { inOrder } from './children.ts'

/** How many queries of a request are told, and how long their texts may be. */
const MOST = 100
const WIDTH = 200

/** Requests that are called so, or below which something in the filter ran. */
export function requests({ recording }: Model, { offset, limit, ...scope }: Questions['requests'][0]): Questions['requests'][1] {
  const selection = select(recording, scope)
  const nodes = recording.requests.all.map(({ event }) => event).filter((event) => recording.node(event) === event)
  const found = inOrder(recording, nodes.filter((at) => isMeant(recording, selection, at)).reverse())
  return { rows: Array.from(found.subarray(offset, offset + limit), (at) => requestRow(recording, at)), total: found.length }
}

function isMeant(recording: Recording, { covers, filter, has }: Selection, at: number): boolean {
  const server = recording.server(at)
  if (!covers(at) && !(server >= 0 && covers(server))) return false
  if (!filter || filter.names(nameOf(recording, at))) return true
  for (const { at: below } of walk(recording, at)) if (recording.events.kind[below] === CALL && has(below)) return true
  return false
}

function requestRow(recording: Recording, request: number): RequestRow {
  const { kind, flags, start, end } = recording.events
  const row: RequestRow = { ...rowOf(recording, request), calls: 0, failures: 0, queries: [], requests: 0 }
  // A query that hands its text on to another function is one query.
  const texts = new Map<number, string>()
  for (const { at, above } of walk(recording, request)) {
    if (kind[at] === REQUEST) row.requests++
    if (kind[at] !== CALL) continue
    row.calls++
    if (flags[at]! & FAILED) row.failures++
    const outer = texts.get(above)
    const text = row.queries.length < MOST ? queryOf(recording, at) : undefined
    if (text !== undefined && text !== outer) {
      const duration = end[at]! - start[at]!
      row.queries.push({ ref: at, text, ...(duration === duration && { duration: roundTime(duration) }) })
    }
    if ((text ?? outer) !== undefined) texts.set(at, (text ?? outer)!)
  }
  return row
}

/** Everything below, those above before those below them; each once, also in files that were tampered with. */
function* walk(recording: Recording, from: number): Generator<{ at: number; above: number }> {
  const seen = new Set([from])
  const pending: { at: number; above: number }[] = []
  const add = (above: number): void => {
    // As they are, the last comes first: so taken from the end, they are in order.
    const found = new IntList()
    recording.below(above, found)
    for (const at of found.view()) pending.push({ at, above })
  }
  add(from)
  for (let one = pending.pop(); one; one = pending.pop()) {
    if (seen.has(one.at)) continue
    seen.add(one.at)
    yield one
    add(one.at)
  }
}

const SQL =
  /^\s*(?:--[^\n]*\n\s*|\/\*[^]*?\*\/\s*)*(?:select|insert|update|delete|with|replace|merge|call|create|alter|drop|truncate|begin|commit|rollback|savepoint|pragma|explain|values|set|show|vacuum)\b/i

/** The first text among the arguments of a call, where it looks like SQL. */
function queryOf(recording: Recording, at: number): string | undefined {
  if (!mayHaveText(recording.store.lineAt(addressOf(recording, at)))) return undefined
  for (const arg of callLine(recording, at).args ?? []) {
    const text = typeof arg === 'string' ? arg : arg && typeof arg === 'object' && arg.k === 'string' ? arg.v : textWithin(arg)
    if (text === undefined) continue
    if (!SQL.test(text)) return undefined
    const isCut = typeof arg === 'object' && arg?.k === 'string'
    return formatSnapshot(isCut ? arg : text, WIDTH).slice(1, -1)
  }
  return undefined
}

/** `{ text: 'select …', values: [] }`, and what template tags are given: `['select ', ''] `. */
function textWithin(arg: unknown): string | undefined {
  const { k, props, items } = (arg ?? {}) as { k?: string; props?: [string, unknown][]; items?: unknown[] }
  if (k === 'array' && Array.isArray(items) && typeof items[0] === 'string') return items[0]
  if (k !== 'object' || !Array.isArray(props)) return undefined
  const found = props.find(([key]) => key === 'text' || key === 'sql')?.[1]
  return typeof found === 'string' ? found : undefined
}

const ARGS = bytesOf(',"args":[')

/** Whether there are arguments at all: a quick look before the line is taken apart. */
function mayHaveText(line: Uint8Array): boolean {
  const at = placeOf(line, ARGS, 40)
  return at >= 0 && line[at + ARGS.length] !== 93
}
