import type { VNode } from 'preact'

/** errors by name and message */
export function ErrorsView(): VNode {
  return <p>ErrorsView</p>
}
