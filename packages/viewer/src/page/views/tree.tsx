import type { VNode } from 'preact'

/** the call tree below route.root (an event) or from the top */
export function TreeView(): VNode {
  return <p>TreeView</p>
}
