import { effect, untracked } from '@preact/signals'
import { engine } from './engine.ts'
import { change, route } from './routes.ts'
import { hovered, kept, select, selected } from './selection.ts'
import { source } from './source.ts'

/*
 * What is selected stands in the address, `sel=12`: reload, back and a copied address select it again. Each step back has its own, so a
 * view that is gone to without the selection is left to one that has it.
 */

/** How long the selection rests before the address tells it, in milliseconds: browsers refuse to be told at each key that is held down. */
const REST = 250

/** After that the next one is told at once. */
const PAUSE = 1000

/** To be called once, before anything is opened. */
export function listenToSelection(): void {
  let told: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let toldAt = -Infinity
  const tell = (): void => {
    told = selected.peek()
    toldAt = performance.now()
    if (route.peek().sel !== told) change({ sel: told })
  }
  effect(() => {
    const { sel, view } = route.value
    if (sel === told) return
    told = sel
    untracked(() => {
      clearTimeout(timer)
      if (sel !== undefined) kept.value = { ref: sel, view }
      select(sel)
    })
  })
  effect(() => {
    const ref = selected.value
    if (ref === told) return
    untracked(() => {
      kept.value = ref === undefined ? undefined : { ref, view: route.peek().view }
      clearTimeout(timer)
      if (performance.now() - toldAt > PAUSE) tell()
      else timer = setTimeout(tell, REST)
    })
  })
  forgetWithRecording()
}

/** References are those of one recording: of the first that is opened, if that is one from files, the address speaks. */
function forgetWithRecording(): void {
  let opened = 0
  effect(() => {
    if (!engine.value) return
    const isFirst = opened++ === 0
    untracked(() => {
      hovered.value = undefined
      if (isFirst && source.peek().kind !== 'live') return
      kept.value = undefined
      select(undefined)
    })
  })
}
