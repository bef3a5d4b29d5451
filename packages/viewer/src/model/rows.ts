import { formatSnapshot } from '@spoor/shared'
import { roundTime } from '@spoor/trace'
import type { Row } from '../questions.ts'
import { ranOf, takenOf, waitedOf } from './durations.ts'
import { CALL, FAILED, FAILED_BELOW, MARK, REQUEST } from './events.ts'
import { ranThen, segmentsOf } from './generators.ts'
import { callLine, markLine } from './lines.ts'
import type { Recording } from './recording.ts'
import { IntList } from './sort.ts'

/** Characters of a preview. */
const WIDTH = 80

const NO_PLACE = { fn: -1, file: '', line: 0, column: 0 }

/**
 * What a line says about an event.
 * @param ref any event, that of a server's side included: it stands for both sides
 */
export function rowOf(recording: Recording, ref: number): Row {
  const at = recording.node(ref)
  const { events, clock } = recording
  const end = events.end[at]!
  const isMark = events.kind[at] === MARK
  const common = {
    ref: at,
    stream: events.stream[at]!,
    at: roundTime(clock.zero[events.stream[at]!]! + events.start[at]!),
    ...(end === end && { duration: isMark ? 0 : roundTime(end - events.start[at]!) }),
    waited: roundTime(waitedOf(recording, at)),
    children: childrenOf(recording, at),
    failed: hasFailed(recording, at),
    failedBelow: (events.flags[at]! & FAILED_BELOW) > 0,
    orphan: events.parent[at]! >= 0 && recording.above(at) < 0,
    depth: depthOf(recording, at),
  }
  if (isMark) return { ...common, kind: 'mark', ...markOf(recording, at) }
  return events.kind[at] === CALL
    ? { ...common, kind: 'call', ...callOf(recording, at) }
    : { ...common, kind: 'request', ...requestOf(recording, at) }
}

function callOf(recording: Recording, at: number): Pick<Row, 'fn' | 'name' | 'file' | 'line' | 'column' | 'args'> & Partial<Row> {
  const { events, functions } = recording
  const { name, file, line, column } = functions.all[events.item[at]!]!
  const { args = [], value, error, outcome } = callLine(recording, at)
  const self = selfOf(recording, at)
  return {
    fn: events.item[at]!,
    name,
    file,
    line,
    column,
    args: args.map((arg) => formatSnapshot(arg, WIDTH)),
    ...(value !== undefined && { value: formatSnapshot(value, WIDTH) }),
    ...(error !== undefined && { error: formatSnapshot(error, WIDTH) }),
    outcome,
    ...(self !== undefined && { self }),
  }
}

function markOf(recording: Recording, at: number): typeof NO_PLACE & Pick<Row, 'name' | 'args'> & Partial<Row> {
  const { name, data } = markLine(recording, at)
  return { ...NO_PLACE, name, args: [], ...(data !== undefined && { value: formatSnapshot(data, WIDTH) }) }
}

function requestOf(recording: Recording, at: number): typeof NO_PLACE & Pick<Row, 'name' | 'args' | 'request'> {
  const { events, requests, clock } = recording
  const { method, url, side, status } = requests.all[events.item[at]!]!
  const mate = recording.server(at)
  const known = status ?? (mate < 0 ? undefined : requests.all[events.item[mate]!]!.status)
  const timeOf = (event: number): number => clock.zero[events.stream[event]!]! + events.start[event]!
  return {
    ...NO_PLACE,
    name: `${method} ${url}`,
    args: [],
    request: {
      method,
      url,
      ...(known !== undefined && { status: known }),
      side: mate < 0 ? side : 'both',
      ...(mate >= 0 && { under: roundTime(timeOf(mate) - timeOf(at)) }),
    },
  }
}

/** Whether one of its sides failed. */
export function hasFailed(recording: Recording, node: number): boolean {
  const { flags } = recording.events
  const server = recording.server(node)
  return (flags[node]! & FAILED) > 0 || (server >= 0 && (flags[server]! & FAILED) > 0)
}

function childrenOf(recording: Recording, node: number): number {
  const below = new IntList()
  recording.below(node, below)
  return below.length
}

/** Milliseconds that a call that has ended ran itself. */
function selfOf(recording: Recording, at: number): number | undefined {
  const { child, next, kind, end } = recording.events
  if (Number.isNaN(end[at])) return undefined
  let self = ranOf(recording, at)
  for (let below = child[at]!; below >= 0; below = next[below]!)
    if (kind[below] === CALL && !Number.isNaN(end[below])) self -= takenFrom(recording, at, below)
  return Math.max(0, roundTime(self))
}

/** What a generator runs later, it takes from its caller as well, where that is who asked for it. */
function takenFrom(recording: Recording, caller: number, at: number): number {
  const { events, functions } = recording
  if (!functions.all[events.item[at]!]!.generator) return takenOf(recording, at)
  const asked = segmentsOf(recording, at).filter((segment, i) => ranThen(recording, caller, segment, i === 0))
  return asked.reduce((sum, { start, end }) => sum + end - start, 0)
}

/** Files that were tampered with could go round between streams: nothing is deeper than there are events. */
function depthOf(recording: Recording, node: number): number {
  let depth = 0
  for (let at = recording.above(node); at >= 0 && depth < recording.events.count; at = recording.above(at)) depth++
  return depth
}

/** @throws {RangeError} for what is no event of the recording */
export function known(recording: Recording, ref: number): number {
  const { kind, count } = recording.events
  if (!Number.isInteger(ref) || ref < 0 || ref >= count || !kind[ref]) throw new RangeError(`no event ${ref} in this recording`)
  return recording.node(ref)
}

export const isRequest = ({ events }: Recording, at: number): boolean => events.kind[at] === REQUEST
