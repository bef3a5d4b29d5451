import type { EventDetails } from '../../questions.ts'
import { CALL } from '../events.ts'
import { callLine } from '../lines.ts'
import type { Recording } from '../recording.ts'
import { rowOf } from '../rows.ts'
import { IntList } from '../sort.ts'

/**
 * Who waited for the promise that a call gave back without awaiting it, and how long from then on: its caller, where that was waiting as
 * the call ended, or began to next, and for nothing else.
 * Nobody listens to the promise itself, for that would cut `at async …` from the stacks of errors.
 */
export function awaitedBy(recording: Recording, at: number): EventDetails['awaited'] {
  const { events, clock } = recording
  const above = events.parent[at]!
  if (above < 0 || events.kind[above] !== CALL || events.stream[above] !== events.stream[at]) return undefined
  const end = events.end[at]!
  const gap = callLine(recording, above).gaps?.find(([, resume]) => resume > end)
  if (!gap || hasOther(recording, above, at, gap[1])) return undefined
  const zero = clock.zero[events.stream[at]!]!
  return { by: rowOf(recording, above), from: zero + Math.max(end, gap[0]), to: zero + gap[1] }
}

/** Whether a call had something else under way from the begin of one below it until then: it may have waited for that. */
function hasOther(recording: Recording, of: number, one: number, until: number): boolean {
  const below = new IntList()
  recording.below(of, below)
  const { start, end } = recording.events
  return below.view().some((at) => at !== one && start[at]! < until && !(end[at]! <= start[one]!))
}
