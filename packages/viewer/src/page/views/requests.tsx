import type { VNode } from 'preact'

/** requests of both sides joined */
export function RequestsView(): VNode {
  return <p>RequestsView</p>
}
