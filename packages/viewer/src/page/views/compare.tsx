import type { VNode } from 'preact'

/** this recording beside another (source.ts: readFiles) */
export function CompareView(): VNode {
  return <p>CompareView</p>
}
