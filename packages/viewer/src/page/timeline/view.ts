import { computed, signal } from '@preact/signals'
import type { ReadonlySignal, Signal } from '@preact/signals'
import { overview } from '../engine.ts'
import { lineState } from '../live.ts'
import { isStill } from '../theme.ts'
import { keepIn, lengthOf, wholeOf } from './span.ts'
import type { Span } from './span.ts'

/*
 * What of the recording the timeline shows, and how: it stays while other views are open.
 */

/** All of the recording. */
export const bounds: ReadonlySignal<Span> = computed(() => wholeOf(overview.value?.from ?? 0, overview.value?.to ?? 0))

/** The part that was asked for, while not the end is followed; absent: all. */
export const chosen: Signal<Span | undefined> = signal()

/** Whether programs are watched as they run: files that are still being read are shown as far as they are. */
export const isLive: ReadonlySignal<boolean> = computed(() => lineState.value !== undefined)

/** Whether the view sticks to the present of a recording that grows. */
export const follows: Signal<boolean> = signal(true)

/** How much of the latest past is shown while following, in milliseconds, unless another is chosen. */
export const FOLLOWED = 10_000
export const followed: Signal<number> = signal(FOLLOWED)

/** The part that is shown. */
export const view: ReadonlySignal<Span> = computed(() => {
  const all = bounds.value
  if (isLive.value && follows.value) return keepIn({ from: all.to - followed.value, to: all.to }, all)
  return chosen.value ? keepIn(chosen.value, all) : all
})

export const colourBy: Signal<'function' | 'file'> = signal('function')

/** Streams whose rows are folded away. */
export const folded: Signal<ReadonlySet<number>> = signal(new Set())

/** Streams whose requests have all their rows. */
export const wide: Signal<ReadonlySet<number>> = signal(new Set())

export const fold = (stream: number): void => void (folded.value = toggled(folded.peek(), stream))

/** Folds all, or unfolds them where there is nothing left to fold. */
export function foldAll(streams: readonly number[]): void {
  folded.value = streams.every((stream) => folded.peek().has(stream)) ? new Set() : new Set(streams)
}

export const widen = (stream: number): void => void (wide.value = toggled(wide.peek(), stream))

function toggled(set: ReadonlySet<number>, one: number): ReadonlySet<number> {
  const next = new Set(set)
  if (!next.delete(one)) next.add(one)
  return next
}

let moving = 0

/** Shows that part: at once, or gliding there. Following ends. */
export function look(to: Span, glides = false): void {
  cancelAnimationFrame(moving)
  const from = view.peek()
  const isAll = lengthOf(to) >= lengthOf(bounds.peek())
  if (!glides || isStill()) return settle(isAll ? undefined : to)
  follows.value = false
  const begin = performance.now()
  const step = (): void => {
    const share = Math.min(1, (performance.now() - begin) / 160)
    const eased = 1 - (1 - share) ** 3
    if (share === 1) return settle(isAll ? undefined : to)
    chosen.value = { from: from.from + (to.from - from.from) * eased, to: from.to + (to.to - from.to) * eased }
    moving = requestAnimationFrame(step)
  }
  step()
}

function settle(to: Span | undefined): void {
  chosen.value = to
  follows.value = false
}

/** Sticks to the present again, with as much of the past as is shown now. */
export function follow(): void {
  cancelAnimationFrame(moving)
  followed.value = Math.min(Math.max(lengthOf(view.peek()), 1000), 60_000)
  follows.value = true
}
