import { encodeLine, roundTime } from '../format.ts'
import type { DropReason } from '../format.ts'

/** Counts what is left out, by reason and function, until it is told. */
export class Drops {
  readonly #counts = new Map<DropReason, Map<number, number>>()
  /** All that was ever counted. */
  total = 0

  /** @param n number of the site; 0: no function's */
  count(reason: DropReason, n: number, count = 1): void {
    let bySite = this.#counts.get(reason)
    if (!bySite) this.#counts.set(reason, (bySite = new Map()))
    bySite.set(n, (bySite.get(n) ?? 0) + count)
    if (reason !== 'values') this.total += count
  }

  /** @param name makes the line of a site known, where it is not yet */
  take(time: number, name: (n: number) => string): string {
    let text = ''
    for (const [reason, bySite] of this.#counts)
      for (const [n, count] of bySite)
        text += `${n ? name(n) : ''}${encodeLine({ t: 'drop', time: roundTime(time), reason, count, ...(n && { n }) })}`
    this.#counts.clear()
    return text
  }
}
