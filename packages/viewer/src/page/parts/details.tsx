import type { VNode } from 'preact'
import { selected } from '../selection.ts'

/** All that is known of the selected event (`selection.ts`). The shell gives it its pane, heading and button to close. */
export function Details(): VNode {
  return <p>{selected.value}</p>
}
