import type { DropReason } from '../format.ts'
import type { Stats } from './stats.ts'
import type { DropSummary } from './summary.ts'

/** How much is missing, and why. */
export class Drops {
  readonly #reasons = new Map<DropReason, { count: number; functions: Map<Stats, number> }>()

  add(reason: DropReason, count: number, stats: Stats | undefined): void {
    let drops = this.#reasons.get(reason)
    if (!drops) this.#reasons.set(reason, (drops = { count: 0, functions: new Map() }))
    drops.count += count
    if (stats) drops.functions.set(stats, (drops.functions.get(stats) ?? 0) + count)
  }

  /** @param most functions for each reason */
  list(most: number): DropSummary[] {
    const all = [...this.#reasons].map(([reason, { count, functions }]) => {
      const sorted = [...functions].sort((a, b) => b[1] - a[1]).slice(0, most)
      return { reason, count, functions: sorted.map(([{ site }, count]) => ({ id: site.id, count })) }
    })
    return all.sort((a, b) => b.count - a.count)
  }
}
