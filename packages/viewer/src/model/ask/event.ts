import type { EventDetails, Questions, Row } from '../../questions.ts'
import { extraOf } from '../durations.ts'
import { CALL, MARK } from '../events.ts'
import { callLine, markLine, requestLine } from '../lines.ts'
import type { Model } from '../model.ts'
import type { Recording } from '../recording.ts'
import { known, rowOf } from '../rows.ts'
import { awaitedBy } from './awaited.ts'
import { created } from './links.ts'

/** How many of the calls whose functions it created are told. */
const MOST = 100

export function event({ recording }: Model, { ref }: Questions['event'][0]): EventDetails {
  const at = known(recording, ref)
  const bare = { row: rowOf(recording, at), args: [], gaps: [], moreGaps: 0, created: [] }
  if (recording.events.kind[at] === CALL) return { ...bare, ...callDetails(recording, at) }
  if (recording.events.kind[at] === MARK) {
    const { data } = markLine(recording, at)
    return { ...bare, ...(data !== undefined && { data }) }
  }
  return { ...bare, ...sides(recording, at) }
}

function callDetails(recording: Recording, at: number): Omit<EventDetails, 'row'> {
  const { events, extras, functions, clock } = recording
  const { args = [], value, error, gaps = [], moreGaps = 0, outcome } = callLine(recording, at)
  const awaited = outcome === 'promised' ? awaitedBy(recording, at) : undefined
  const { params } = functions.all[events.item[at]!]!
  const zero = clock.zero[events.stream[at]!]!
  const creator = extras.creator(extraOf(recording, at))
  return {
    args: args.map((value, i) => ({ name: nameOf(params, i), value })),
    ...(value !== undefined && { value }),
    ...(error !== undefined && { error }),
    gaps: gaps.map(([from, to]) => [zero + from, zero + to]),
    moreGaps,
    ...(awaited && { awaited }),
    ...(creator >= 0 && events.kind[creator] && { by: rowOf(recording, creator) }),
    created: created(recording, at)
      .slice(0, MOST)
      .map((one): Row => rowOf(recording, one)),
  }
}

/** Arguments beyond the parameters are known by their place. */
const nameOf = (params: readonly string[], index: number): string =>
  params[index] ?? (params.at(-1)?.startsWith('...') ? params.at(-1)! : String(index))

function sides(recording: Recording, at: number): Pick<EventDetails, 'client' | 'server'> {
  const own = requestLine(recording, at)
  const mate = recording.server(at)
  const other = mate < 0 ? undefined : requestLine(recording, mate)
  const all = [own, other].filter((line) => line !== undefined)
  const client = all.find(({ side }) => side === 'client')
  const server = all.find(({ side }) => side === 'server')
  return { ...(client && { client }), ...(server && { server }) }
}
