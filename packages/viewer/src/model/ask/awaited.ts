import type { EventDetails } from '../../questions.ts'
import { CALL } from '../events.ts'
import { callLine } from '../lines.ts'
import type { Recording } from '../recording.ts'
import { rowOf } from '../rows.ts'
import { IntList } from '../sort.ts'

/**
 * Who waited for the promise that a call gave back without awaiting it: its caller, where that began to wait with nothing in between.
 * Nobody listens to the promise itself, for that would cut `at async …` from the stacks of errors.
 */
export function awaitedBy(recording: Recording, at: number): EventDetails['awaited'] {
  const { events, clock } = recording
  const above = events.parent[at]!
  if (above < 0 || events.kind[above] !== CALL || events.stream[above] !== events.stream[at]) return undefined
  const end = events.end[at]!
  const gap = callLine(recording, above).gaps?.find(([pause]) => pause >= end)
  if (!gap || isBetween(recording, above, end, gap[0])) return undefined
  const zero = clock.zero[events.stream[at]!]!
  return { by: rowOf(recording, above), from: zero + gap[0], to: zero + gap[1] }
}

/** Whether a call did something else in that time: it may have waited for that. */
function isBetween(recording: Recording, of: number, from: number, to: number): boolean {
  const below = new IntList()
  recording.below(of, below)
  const { start } = recording.events
  return below.view().some((at) => start[at]! > from && start[at]! < to)
}
