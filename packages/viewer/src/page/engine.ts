import { computed, effect, signal } from '@preact/signals'
import type { ReadonlySignal, Signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { createWorkerEngine } from '../model/worker-engine.ts'
import type { Engine, Overview, Questions } from '../questions.ts'
import { EMBEDDED } from '../served.ts'
import { Asker } from './asker.ts'

/** The recording that is shown; another takes its place where another file is opened or a live one is cleared. */
export const engine: Signal<Engine | undefined> = signal()

/** What is known of it as a whole; absent until its first bytes were read. */
export const overview: Signal<Overview | undefined> = signal()

/** Grows with the recording: what depends on it is asked again. */
export const revision: ReadonlySignal<number> = computed(() => overview.value?.revision ?? -1)

/** Whether the recording is still being added to. */
export const isGrowing: ReadonlySignal<boolean> = computed(() => overview.value?.complete === false)

let stopListening: (() => void) | undefined

/** A recording in a worker of its own, with nothing in it yet. */
export function newEngine(): Engine {
  return createWorkerEngine(newWorker())
}

/** Shows that recording from now on, and closes the one before. */
export function show(next: Engine): void {
  stopListening?.()
  engine.peek()?.close()
  overview.value = undefined
  engine.value = next
  stopListening = next.onChange((now) => (overview.value = now))
}

/** The page in one file carries its worker as text, for there is no other file that it could be loaded from. */
function newWorker(): Worker {
  const text = document.getElementById(EMBEDDED.worker)?.textContent
  if (!text) return new Worker(new URL('../model/worker.ts', import.meta.url), { type: 'module', name: 'spoor' })
  // Not as a module: Chromium loads none for pages from a disk.
  return new Worker(URL.createObjectURL(new Blob(['"use strict";', text], { type: 'text/javascript' })), { name: 'spoor' })
}

export interface Answer<Q extends keyof Questions> {
  /** The last that came: of this query, or of the one before while this one's is coming. */
  answer: Questions[Q][1] | undefined
  /** The query that `answer` is the answer to. */
  query: Questions[Q][0] | undefined
  /** Whether the answer to the present query has not come yet. */
  isWaiting: boolean
  /** In words, where the present query had none: a selector that is none, an event that is not there. */
  error: string | undefined
}

const NOTHING = { answer: undefined, query: undefined, error: undefined, isWaiting: true }

/**
 * Asks the recording, again whenever the query changes (by value), and at most some four times a second when the recording grows.
 * @param query `null` asks nothing
 */
export function useAnswer<Q extends keyof Questions>(question: Q, query: Questions[Q][0] | null): Answer<Q> {
  const [state, setState] = useState<Answer<Q>>(NOTHING)
  const [asker, setAsker] = useState<Asker<Q>>()
  useEffect(
    () =>
      effect(() => {
        const current = engine.value
        if (!current) return
        const asker = ask(current, question, setState)
        setState(NOTHING)
        setAsker(asker)
        return () => asker.close()
      }),
    [question],
  )
  const key = JSON.stringify(query)
  useEffect(() => {
    if (query) asker?.want(query)
  }, [asker, key])
  useEffect(
    () =>
      effect(() => {
        if (revision.value >= 0) asker?.renew()
      }),
    [asker],
  )
  return { ...state, isWaiting: query !== null && key !== JSON.stringify(state.query) }
}

const ask = <Q extends keyof Questions>(engine: Engine, question: Q, set: (update: (last: Answer<Q>) => Answer<Q>) => void): Asker<Q> =>
  new Asker(engine, question, {
    show: (answer, query) => set(() => ({ answer, query, error: undefined, isWaiting: false })),
    fail: (error, query) => set((last) => ({ ...last, query, error: error.message, isWaiting: false })),
  })
