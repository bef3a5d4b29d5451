import { durationText } from '../parts/durations.ts'

/** Durations from `from` to `to` milliseconds. */
export interface Class {
  from: number
  to: number
  count: number
  failed: number
}

/** Those that a clock of these steps can tell apart; what is below a step is there where another program, whose clock is finer, has it. */
export const classesFor = (classes: readonly Class[], clock: number): Class[] =>
  classes.filter(({ count, from, to }) => !from || count || to > clock)

/** `< 100 µs`, `100 µs – 128 µs`, `128 µs – 256 µs` */
export function labelOf({ from, to }: Class, clock: number): string {
  if (!from) return `< ${durationText(Math.max(to, clock))}`
  return `${durationText(from < clock && clock < to ? clock : from)} – ${durationText(to)}`
}
