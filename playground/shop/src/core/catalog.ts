import { UnknownProductError } from './errors.ts'
import { Money } from './money.ts'

export type Category = 'wear' | 'camp' | 'find' | 'climb'

/** A product as it is stored and sent: the price is in cents. */
export interface ProductRecord {
  sku: string
  name: string
  category: Category
  price: number
  stock: number
  note: string
}

export class Product {
  readonly sku: string
  readonly name: string
  readonly category: Category
  readonly price: Money

  constructor(record: ProductRecord) {
    this.sku = record.sku
    this.name = record.name
    this.category = record.category
    this.price = Money.cents(record.price)
  }

  get title(): string {
    return `${this.name} (${this.price})`
  }
}

type Order<T> = (a: T, b: T) => number

/** `by(p => p.price.cents)`: compare two things by a number or text read from each. */
export const by =
  <T, K extends number | string>(key: (item: T) => K): Order<T> =>
  (a, b) => {
    const left = key(a)
    const right = key(b)
    return left < right ? -1 : left > right ? 1 : 0
  }

export class Catalog {
  readonly #products = new Map<string, Product>()

  constructor(records: Iterable<ProductRecord>) {
    for (const record of records) this.#products.set(record.sku, new Product(record))
  }

  get size(): number {
    return this.#products.size
  }

  find(sku: string): Product {
    const product = this.#products.get(sku)
    if (!product) throw new UnknownProductError(sku)
    return product
  }

  *[Symbol.iterator](): IterableIterator<Product> {
    yield* this.#products.values()
  }

  where(test: (product: Product) => boolean): Product[] {
    return [...this].filter((product) => test(product))
  }

  cheapest(count = 1): Product[] {
    return [...this].sort(by((product) => product.price.cents)).slice(0, count)
  }

  /** The catalogue in pages of `size`; gives back how many pages there were. */
  *pages(size: number): Generator<Product[], number, void> {
    let page: Product[] = []
    let count = 0
    for (const product of this) {
      page.push(product)
      if (page.length < size) continue
      yield page
      count++
      page = []
    }
    if (page.length === 0) return count
    yield page
    return count + 1
  }
}
