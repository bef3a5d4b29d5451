import type { JSX } from 'preact'
import { clockText, durationText } from './durations.ts'

interface Props {
  /** Absent: it still runs. */
  ms: number | undefined
  /** Steps of the clock that measured it, in milliseconds. */
  clock?: number | undefined
}

/** A duration with its unit; where the clock was coarse it says so. */
export function Duration({ ms, clock = 0 }: Props): JSX.Element {
  if (ms === undefined) return <span class="quiet">running</span>
  return (
    <span class="num" title={clockText(clock) || undefined}>
      {durationText(ms, clock)}
    </span>
  )
}
