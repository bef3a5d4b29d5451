import { effect, signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import { revision } from '../engine.ts'

/** How long rows stand before they are asked for again because the recording grew, in milliseconds. */
const PACE = 300

/** The revision of the recording, as often as tables can follow it. */
export const paced: Signal<number> = signal(-1)

let timer: ReturnType<typeof setTimeout> | undefined

effect(() => {
  const now = revision.value
  // What begins anew is shown at once.
  if (now < paced.peek() || paced.peek() < 0) paced.value = now
  else
    timer ??= setTimeout(() => {
      timer = undefined
      paced.value = revision.peek()
    }, PACE)
})
