import type { CallEvent } from '@spoor/shared'

/** Calls that make one line: a single one, or repeated ones of the same function. */
export interface Fold {
  calls: CallEvent[]
  children: Fold[]
  /** All calls below, however folded. */
  below: number
}

/** Events of one or more trees -> the folded trees. Calls whose parents are not among them are roots. */
export function foldTree(events: readonly CallEvent[]): Fold[] {
  const known = new Set(events.map(({ seq }) => seq))
  const children = new Map<number, CallEvent[]>()
  for (const event of events) {
    const parent = known.has(event.parent) ? event.parent : 0
    const siblings = children.get(parent)
    if (siblings) siblings.push(event)
    else children.set(parent, [event])
  }
  const failing = findFailing(events)
  return fold(children.get(0) ?? [], false)

  /**
   * `a a a b a` -> `a ×3, b, a ×1`. Below calls that are folded themselves, `a b a b a b` -> `a ×3, b ×3`. A call that
   * failed, or in which something did, stands alone.
   */
  function fold(calls: CallEvent[], anyOrder: boolean): Fold[] {
    const groups: CallEvent[][] = []
    for (const call of calls) {
      const fits = (group: CallEvent[] | undefined): boolean =>
        !!group && group[0]?.site.id === call.site.id && !failing.has((group[0] as CallEvent).seq)
      const group = failing.has(call.seq) ? undefined : anyOrder ? groups.find(fits) : fits(groups.at(-1)) ? groups.at(-1) : undefined
      if (group) group.push(call)
      else groups.push([call])
    }
    return groups.map((group) => {
      const inside = fold(
        group.flatMap(({ seq }) => children.get(seq) ?? []),
        group.length > 1,
      )
      return { calls: group, children: inside, below: inside.reduce((sum, { calls, below }) => sum + calls.length + below, 0) }
    })
  }
}

/** `seq`s of the calls that did not simply return, and of those that called them. */
function findFailing(events: readonly CallEvent[]): Set<number> {
  const failing = new Set<number>()
  for (const { seq, parent, outcome } of [...events].sort((a, b) => b.seq - a.seq)) {
    if (outcome !== 'threw' && outcome !== 'running' && !failing.has(seq)) continue
    failing.add(seq)
    failing.add(parent)
  }
  return failing
}

/** The deepest level to which the trees can be shown in so many lines; at least 1. */
export function depthWithin(folds: readonly Fold[], lines: number): number {
  let depth = 0
  let level = [...folds]
  let total = 0
  while (level.length) {
    total += level.length
    if (total > lines && depth) break
    depth++
    level = level.flatMap(({ children }) => children)
  }
  return depth
}
