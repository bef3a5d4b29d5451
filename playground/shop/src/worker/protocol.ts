import type { ProductRecord } from '../core/catalog.ts'
import type { Hit } from '../core/search.ts'

/** What the page says to the search worker. */
export type Request = { type: 'index'; products: ProductRecord[] } | { type: 'search'; id: number; text: string }

/** What the search worker answers. */
export interface Answer {
  id: number
  hits: Hit[]
}
