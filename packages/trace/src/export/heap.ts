type Item = [key: number, value: number]

/** Numbers, the one with the smallest key first, of those with the same key the smallest. */
export class Heap {
  readonly #items: Item[] = []

  /** The smallest key; `Infinity` where there is nothing. */
  get key(): number {
    return this.#items[0]?.[0] ?? Infinity
  }

  push(key: number, value: number): void {
    const items = this.#items
    let at = items.push([key, value]) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!isBefore(items[at]!, items[above]!)) break
      ;[items[at], items[above]] = [items[above]!, items[at]!]
      at = above
    }
  }

  pop(): number | undefined {
    const items = this.#items
    const [first, last] = [items[0], items.pop()]
    if (items.length && last) {
      items[0] = last
      this.#sink()
    }
    return first?.[1]
  }

  #sink(): void {
    const items = this.#items
    for (let at = 0; ;) {
      let least = at
      for (const below of [2 * at + 1, 2 * at + 2]) if (below < items.length && isBefore(items[below]!, items[least]!)) least = below
      if (least === at) return
      ;[items[at], items[least]] = [items[least]!, items[at]!]
      at = least
    }
  }
}

const isBefore = (a: Item, b: Item): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])
