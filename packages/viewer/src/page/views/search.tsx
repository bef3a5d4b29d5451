import type { VNode } from 'preact'

/** what was found of route.q */
export function SearchView(): VNode {
  return <p>SearchView</p>
}
