import type { Product } from './catalog.ts'
import { Money } from './money.ts'

export class CartLine {
  constructor(
    readonly product: Product,
    public quantity: number,
  ) {}

  get total(): Money {
    return this.product.price.times(this.quantity)
  }
}

export interface CartChange {
  sku: string
  from: number
  to: number
}

type Listener = (change: CartChange) => void

export class Cart {
  readonly #lines = new Map<string, CartLine>()
  readonly #listeners = new Set<Listener>()
  discountCode: string | undefined

  constructor(readonly id: string) {}

  /** Adds `quantity` of a product, or takes some out when it is negative. */
  add(product: Product, quantity = 1): this {
    const from = this.#lines.get(product.sku)?.quantity ?? 0
    return this.#set(product, from, from + quantity)
  }

  remove(product: Product): this {
    return this.add(product, -this.quantityOf(product.sku))
  }

  quantityOf(sku: string): number {
    return this.#lines.get(sku)?.quantity ?? 0
  }

  get isEmpty(): boolean {
    return this.#lines.size === 0
  }

  get subtotal(): Money {
    return Money.sum(this.#totals())
  }

  *lines(): Generator<CartLine, void, void> {
    for (const line of this.#lines.values()) yield line
  }

  /** Calls back on each change, until the function that this gives back is called. */
  onChange(listener: Listener): () => boolean {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  *#totals(): Generator<Money, void, void> {
    for (const line of this.#lines.values()) yield line.total
  }

  #set(product: Product, from: number, to: number): this {
    if (to <= 0) this.#lines.delete(product.sku)
    else this.#lines.set(product.sku, new CartLine(product, to))
    for (const listener of this.#listeners) listener({ sku: product.sku, from, to: Math.max(to, 0) })
    return this
  }
}
