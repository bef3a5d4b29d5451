import type { VNode } from 'preact'

/** The flame chart of every stream. */
export function Timeline(): VNode {
  return <div class="timeline" />
}
