import { MORE } from './events.ts'
import type { Recording } from './recording.ts'

/** The place of a call among `Extras`; 0: it has none. */
export const extraOf = ({ events }: Recording, at: number): number => (events.flags[at]! & MORE ? events.line[at]! : 0)

/** Milliseconds that a call that has ended ran, with what it called. */
export function ranOf(recording: Recording, at: number): number {
  const { events, extras } = recording
  const extra = extraOf(recording, at)
  const duration = events.end[at]! - events.start[at]!
  if (!extra) return duration
  const ran = extras.ran[extra]!
  return ran === ran ? ran : duration - extras.waited[extra]!
}

/**
 * Milliseconds that a call took from its caller: until its first suspension. What an async function runs later, it runs on its own.
 */
export function takenOf(recording: Recording, at: number): number {
  const { events, extras } = recording
  const extra = extraOf(recording, at)
  if (!extra || !extras.waited[extra]) return ranOf(recording, at)
  const paused = extras.paused[extra]!
  return paused === paused ? paused - events.start[at]! : 0
}

/** Milliseconds that a call was suspended. */
export const waitedOf = (recording: Recording, at: number): number => recording.extras.waited[extraOf(recording, at)]!
