import { computed, effect, untracked } from '@preact/signals'
import { engine, overview } from '../engine.ts'
import { change, route } from '../routes.ts'
import { lengthOf } from './span.ts'
import type { Span } from './span.ts'
import { chosen, folded, followed, FOLLOWED, follows, isLive, wide } from './view.ts'

/*
 * The part that is shown stands in the address, `zoom=500..600`, that reload, back and a copied address show it again. `all` is the whole
 * and `last10000` the last ten seconds of what goes on, where the address would mean something else without.
 */

/** How long the view rests before the address tells it, in milliseconds: browsers refuse to be told in each frame. */
const REST = 250

/** After that the next change is told at once, for it may be the only one. */
const PAUSE = 1000

const meant = computed(() => (route.value.from === undefined ? '' : `${route.value.from}..${route.value.to}`))

/** What the address should say; absent where it says so already. */
const wanted = computed(() => {
  if (isLive.value && follows.value) return followed.value === FOLLOWED && !meant.value ? undefined : `last${Math.round(followed.value)}`
  if (!chosen.value) return isLive.value || meant.value ? 'all' : undefined
  const text = printSpan(chosen.value)
  return meant.value && text === printSpan(parseSpan(meant.value)!) ? undefined : text
})

/** Shows what the address says from now on, and lets it say what is shown. To be called once. */
export function listenToAddress(): void {
  let opened = 0
  effect(() => {
    if (engine.value) untracked(() => begin(opened++ === 0))
  })
  let [zoom, time]: (string | undefined)[] = []
  effect(() => {
    const now = { zoom: route.value.zoom, time: meant.value }
    const isOther = { zoom: now.zoom !== zoom, time: now.time !== time }
    ;[zoom, time] = [now.zoom, now.time]
    // A link takes along what was last told; only another is to be shown.
    if (isOther.zoom && zoom !== wanted.peek()) show(zoom, time)
    else if (isOther.time && time) show(undefined, time)
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  let changed = -Infinity
  effect(() => {
    const zoom = wanted.value
    clearTimeout(timer)
    if (!isShown.value || zoom === untracked(() => route.value.zoom)) return
    const isFirst = performance.now() - changed > PAUSE
    changed = performance.now()
    if (isFirst) untracked(tell)
    else timer = setTimeout(tell, REST)
  })
}

/** Before anything is known of the recording, what the address says has yet to be understood. */
const isShown = computed(() => overview.value !== undefined && route.value.view === 'timeline')

function tell(): void {
  if (isShown.peek() && wanted.peek() !== route.peek().zoom) change({ zoom: wanted.peek() })
}

/** What was folded, and where one was, is of one recording; the first that is opened is the one that the address speaks of. */
function begin(isFirst: boolean): void {
  folded.value = new Set()
  wide.value = new Set()
  if (!isFirst && route.peek().zoom) change({ zoom: undefined })
  show(route.peek().zoom, meant.peek())
}

function show(zoom: string | undefined, time: string | undefined): void {
  const last = /^last(\d+)$/.exec(zoom ?? '')
  if (last) followed.value = Math.max(1, Number(last[1]))
  chosen.value = last || zoom === 'all' ? undefined : (parseSpan(zoom ?? '') ?? parseSpan(time ?? ''))
  follows.value = last !== null || (zoom !== 'all' && chosen.value === undefined)
}

function parseSpan(text: string): Span | undefined {
  const [from, to] = text.split('..').map(Number)
  return from! < to! && Number.isFinite(to! - from!) ? { from: from!, to: to! } : undefined
}

/** With as many digits as a pixel needs. */
function printSpan(span: Span): string {
  const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(lengthOf(span) / 1e5))))
  return [span.from, span.to].map((time) => Number(time.toFixed(digits))).join('..')
}
