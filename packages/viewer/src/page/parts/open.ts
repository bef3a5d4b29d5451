import type { FunctionRow, Ref, Row } from '../../questions.ts'
import { engine } from '../engine.ts'
import { change, go } from '../routes.ts'
import { select } from '../selection.ts'

/** Shows the function of an event in a view of its own. */
export async function openFunction(fn: number): Promise<void> {
  const answer = await engine.value?.ask('function', { fn })
  if (answer) go('function', { id: answer.row.id })
}

/** Shows an event among its siblings, in the tree of everything. */
export function showInTree(ref: Ref): void {
  select(ref)
  go('tree')
}

/** Shows what an event set off as a tree of its own. */
export function openTree(ref: Ref): void {
  select(ref)
  go('tree', { root: ref })
}

export function showInTimeline(ref: Ref): void {
  select(ref)
  go('timeline')
}

/** Shows the time of an event in the timeline, with a little before and after it. */
export function zoomTo({ ref, at, duration }: Row): void {
  const room = Math.max(duration ?? 0, 0.01) / 20
  select(ref)
  go('timeline')
  change({ from: at - room, to: at + (duration ?? 0) + room }, false)
}

/** A selector that means that function, whatever characters its name has. */
export const selectorOf = ({ id }: Pick<FunctionRow, 'id'>): string => {
  const hash = id.indexOf('#')
  return `${literal(id.slice(0, hash))}#${literal(id.slice(hash + 1))}`
}

/** What means something in a selector stands for any one character. */
const literal = (text: string): string => text.replace(/[*?[\]{}\\,!=]/g, '?')
