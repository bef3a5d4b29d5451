import { tokensOf } from './tokens.ts'

/** `… 12 more` */
const SPARE = 10

/** Text that takes no more tokens than it may. */
export class Page {
  text = ''
  readonly #budget: number
  #used = 0

  constructor(budget: number) {
    this.#budget = budget
  }

  /** Adds text, if so many tokens stay free behind it. @returns whether it did */
  add(text: string, spare = 0): boolean {
    const cost = tokensOf(text)
    if (this.#used + cost + spare > this.#budget) return false
    this.text += text
    this.#used += cost
    return true
  }

  /**
   * A title and as many items as fit, each on a line, then how many more there are. Nothing at all where not one item fits.
   * @param share of the whole budget, from 0 to 1, beyond which only the first item goes
   */
  list(title: string, items: readonly string[], { share = 1, end = '' }: { share?: number; end?: string } = {}): void {
    const spare = SPARE + tokensOf(end)
    if (!items.length || !this.add(`\n${title}\n`, spare + tokensOf(`${items[0]}\n`))) return
    let shown = 0
    for (const item of items) {
      if (shown && this.#used + tokensOf(item) > this.#budget * share) break
      if (!this.add(`${item}\n`, spare)) break
      shown++
    }
    this.add(end)
    if (shown < items.length) this.add(`\n… ${items.length - shown} more\n`)
  }
}
