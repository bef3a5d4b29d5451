import { computed, effect, signal } from '@preact/signals'
import type { ReadonlySignal, Signal } from '@preact/signals'
import type { Scope, StreamInfo } from '../questions.ts'
import { engine, overview } from './engine.ts'
import { lineState, programs } from './live.ts'
import { scope } from './routes.ts'
import { selected } from './selection.ts'
import { counted } from './words.ts'

/*
 * Of programs that run: tabs that were loaded again and processes that were started again. What they did stays, in all views; but their
 * lanes and chips are put away, lest a page that was loaded twenty times is nineteen dead ones. The last of them stays in sight, for there
 * is nothing in its place; and so does the one with what is selected.
 */

/** Whether those that are put away are shown all the same. */
export const showsPast: Signal<boolean> = signal(false)

/** Whether a program has ended; of recordings from files nobody asks. */
export function isOver({ id, ended }: StreamInfo): boolean {
  if (!lineState.value) return false
  const program = programs.value.find((one) => one.id === id)
  return program ? !program.connected : ended !== undefined || lineState.value === 'open'
}

/** Those that are over and after which another of their kind began. */
export const past: ReadonlySignal<readonly StreamInfo[]> = computed(() => {
  const streams = overview.value?.streams ?? []
  return streams.filter((one) => isOver(one) && streams.some((other) => follows(other, one)))
})

const follows = (later: StreamInfo, one: StreamInfo): boolean =>
  later.index !== one.index && later.to > 0 && later.from >= one.to && isOfKind(later, one)

function isOfKind(later: StreamInfo, one: StreamInfo): boolean {
  if (!isOfPage(one)) return !isOfPage(later) && later.title === one.title
  return later.platform === 'browser' || (later.platform === 'worker' && one.platform === 'worker')
}

const isOfPage = ({ platform }: StreamInfo): boolean => platform === 'browser' || platform === 'worker'

/** Of the selected event. */
const held: Signal<number | undefined> = signal()

effect(() => {
  const [ref, now] = [selected.value, engine.value]
  const take = (stream: number | undefined): void => void (selected.peek() === ref && (held.value = stream))
  if (ref === undefined || !now) return take(undefined)
  now.ask('path', { ref }).then(
    ({ rows }) => take(rows.at(-1)?.stream),
    () => take(undefined),
  )
})

/** Those that are put away at present. */
export const putAway: ReadonlySignal<ReadonlySet<number>> = computed(() => {
  const away = showsPast.value ? [] : past.value.filter(({ index }) => index !== held.value)
  return new Set(away.map(({ index }) => index))
})

/** What the timeline is asked with: the scope, for streams that have a lane. */
export const laneScope: ReadonlySignal<Scope> = computed(() => {
  const away = putAway.value
  if (!away.size) return scope.value
  const all = scope.value.streams ?? overview.value!.streams.map(({ index }) => index)
  return { ...scope.value, streams: all.filter((index) => !away.has(index)) }
})

/** `7 ended tabs` */
export function pastWords(): string {
  const kinds = new Set(past.value.map(({ platform }) => platform))
  const one = kinds.size > 1 ? 'program' : kinds.has('browser') ? 'tab' : kinds.has('worker') ? 'worker' : 'process'
  return counted(past.value.length, `ended ${one}`, one === 'process' ? 'ended processes' : undefined)
}
