import type { VNode } from 'preact'

/** the function whose id is in route.id */
export function FunctionView(): VNode {
  return <p>FunctionView</p>
}
