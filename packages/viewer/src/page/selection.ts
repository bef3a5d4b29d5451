import { signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import type { Ref } from '../questions.ts'
import { engine } from './engine.ts'

/** The event that the details pane tells of. */
export const selected: Signal<Ref | undefined> = signal()

/** The event under the pointer, where a view shows that. */
export const hovered: Signal<Ref | undefined> = signal()

export function select(ref: Ref | undefined): void {
  selected.value = ref
}

// References are those of one recording.
engine.subscribe(() => {
  selected.value = undefined
  hovered.value = undefined
})
