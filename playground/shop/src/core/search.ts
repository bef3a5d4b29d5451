import type { ProductRecord } from './catalog.ts'

export interface Hit {
  sku: string
  score: number
}

/** Finds products by words that are almost right: texts are compared by their runs of three letters. */
export class SearchIndex {
  readonly #grams = new Map<string, Set<string>>()

  constructor(products: Iterable<ProductRecord>) {
    for (const product of products) this.#add(product)
  }

  search(text: string, limit = 12): Hit[] {
    const wanted = [...grams(text)]
    if (wanted.length === 0) return []
    const scores = new Map<string, number>()
    for (const gram of wanted) {
      for (const sku of this.#grams.get(gram) ?? []) scores.set(sku, (scores.get(sku) ?? 0) + 1)
    }
    return [...scores]
      .map(([sku, count]) => ({ sku, score: count / wanted.length }))
      .filter((hit) => hit.score >= 0.5)
      .sort((a, b) => b.score - a.score || (a.sku < b.sku ? -1 : 1))
      .slice(0, limit)
  }

  #add({ sku, name, category, note }: ProductRecord): void {
    for (const gram of grams(`${sku} ${name} ${category} ${note}`)) {
      const skus = this.#grams.get(gram) ?? new Set()
      this.#grams.set(gram, skus.add(sku))
    }
  }
}

function* grams(text: string): Generator<string, void, void> {
  for (const word of text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []) {
    const padded = ` ${word}`
    for (let i = 0; i + 3 <= padded.length; i++) yield padded.slice(i, i + 3)
  }
}
