import { signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import type { Ref } from '../questions.ts'

/** The event that the details pane tells of. */
export const selected: Signal<Ref | undefined> = signal()

/** The event under the pointer, where a view shows that. */
export const hovered: Signal<Ref | undefined> = signal()

/** What was selected last, and in which view; absent where a person put it away. */
export const kept: Signal<{ ref: Ref; view: string } | undefined> = signal()

export function select(ref: Ref | undefined): void {
  selected.value = ref
}

/** What is selected in a view as it is gone to: of another view only where this one has every event. */
export function keptIn(view: string): Ref | undefined {
  // The same view of another function shows other calls.
  if (view === 'function' || view === 'functions' || view === 'compare') return undefined
  const last = kept.value
  return last && (view === 'timeline' || view === 'tree' || view === last.view) ? last.ref : undefined
}
