import { platform } from './platform.ts'
import type { Notice, Sink } from './sinks.ts'
import { state } from './state.ts'

const NOTICES: readonly Notice[] = ['enter', 'exit', 'pause', 'resume', 'learn', 'mark', 'request']

/** See `Spoor.subscribe`. */
export function subscribe(sink: Sink): () => void {
  const guarded: Sink = { flush: () => sink.flush?.() }
  const unsubscribe = (): void => {
    state.sinks = state.sinks.filter((other) => other !== guarded)
  }
  // Only what the sink wants to hear is guarded and so called at all.
  for (const notice of NOTICES) if (sink[notice]) guarded[notice] = guard(sink, notice, unsubscribe)
  state.sinks = [...state.sinks, guarded]
  return unsubscribe
}

function guard(sink: Sink, notice: Notice, unsubscribe: () => void): (event: never) => void {
  return (event) => {
    try {
      sink[notice]?.(event)
    } catch (error) {
      // The program's own stack overflow may surface here; no fault of the sink's.
      if (error instanceof RangeError) return
      unsubscribe()
      platform.console?.warn(`spoor: a sink threw in ${notice}() and is unsubscribed:`, error)
    }
  }
}
