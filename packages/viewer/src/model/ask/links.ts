import type { LinkEnd, Questions } from '../../questions.ts'
import { extraOf } from '../durations.ts'
import { CALL, REQUEST } from '../events.ts'
import type { Model } from '../model.ts'
import type { Recording } from '../recording.ts'
import { known } from '../rows.ts'
import { inOrder } from './children.ts'

/** Nobody looks at more arrows than these. */
const MOST = 200

/** Creator and callbacks; client's and server's side. The sides of a request are two boxes here. */
export function links({ recording }: Model, { ref }: Questions['links'][0]): Questions['links'][1] {
  known(recording, ref)
  const { events, extras } = recording
  if (events.kind[ref] === REQUEST) return ofRequest(recording, ref)
  if (events.kind[ref] !== CALL) return { from: null, to: [] }
  const creator = extras.creator(extraOf(recording, ref))
  const from = creator >= 0 && events.kind[creator] === CALL ? endOf(recording, creator, leaves(recording, creator, ref)) : null
  const to = created(recording, ref).slice(0, MOST)
  return { from, to: to.map((one) => endOf(recording, one, events.start[one]!)) }
}

function ofRequest(recording: Recording, ref: number): Questions['links'][1] {
  const { events, requests } = recording
  const { side, mate } = requests.all[events.item[ref]!]!
  if (mate < 0) return { from: null, to: [] }
  const other = endOf(recording, mate, events.start[mate]!)
  return side === 'server' ? { from: other, to: [] } : { from: null, to: [other] }
}

/** Calls of functions that a call created, in order. */
export function created(recording: Recording, creator: number): number[] {
  const found = recording.extras.createdBy(creator)
  return [...inOrder(recording, found.reverse())]
}

/** On the creator's clock: its end, or where it was suspended meanwhile, when the other began. */
const leaves = ({ events }: Recording, creator: number, call: number): number => {
  const end = events.end[creator]!
  return Number.isNaN(end) ? events.start[call]! : Math.min(end, events.start[call]!)
}

/** @param time on the clock of the event's stream */
function endOf({ events, clock, layouts, streams }: Recording, ref: number, time: number): LinkEnd {
  const stream = events.stream[ref]!
  layouts.of(streams[stream]!)
  return { ref, stream, kind: events.kind[ref] === REQUEST ? 'request' : 'call', row: layouts.row[ref]!, at: clock.zero[stream]! + time }
}
