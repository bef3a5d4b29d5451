import type { VNode } from 'preact'

/** the table of functions */
export function FunctionsView(): VNode {
  return <p>FunctionsView</p>
}
