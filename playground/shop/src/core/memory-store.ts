import { Cart } from './cart.ts'
import { Product, type ProductRecord } from './catalog.ts'
import type { DiscountRecord } from './discounts.ts'
import type { Order } from './order.ts'
import type { Store } from './store.ts'

interface Tables {
  products: ProductRecord[]
  discounts: DiscountRecord[]
}

/** A store that forgets everything when the program ends. Transactions wait for each other. */
export class MemoryStore implements Store {
  #products: Map<string, ProductRecord>
  readonly #discounts: Map<string, DiscountRecord>
  readonly #carts = new Map<string, Cart>()
  #orders = new Map<string, Order>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(tables: Tables) {
    this.#products = new Map(tables.products.map((record) => [record.sku, { ...record }]))
    this.#discounts = new Map(tables.discounts.map((record) => [record.code, record]))
  }

  async products(): Promise<ProductRecord[]> {
    return [...this.#products.values()]
  }

  async product(sku: string): Promise<Product | undefined> {
    const record = this.#products.get(sku)
    return record && new Product(record)
  }

  async createCart(): Promise<Cart> {
    const cart = new Cart(`cart-${this.#carts.size + 1}`)
    await this.saveCart(cart)
    return cart
  }

  async cart(id: string): Promise<Cart | undefined> {
    return this.#carts.get(id)
  }

  async saveCart(cart: Cart): Promise<void> {
    this.#carts.set(cart.id, cart)
  }

  async discount(code: string): Promise<DiscountRecord | undefined> {
    return this.#discounts.get(code)
  }

  async takeStock(sku: string, quantity: number): Promise<{ taken: boolean; left: number }> {
    const record = this.#products.get(sku)
    if (!record || record.stock < quantity) return { taken: false, left: record?.stock ?? 0 }
    record.stock -= quantity
    return { taken: true, left: record.stock }
  }

  async saveOrder(draft: Omit<Order, 'id'>): Promise<Order> {
    const order = { id: `order-${this.#orders.size + 1}`, ...draft }
    this.#orders.set(order.id, order)
    return order
  }

  async order(id: string): Promise<Order | undefined> {
    return this.#orders.get(id)
  }

  transaction<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.#attempt(work))
    this.#last = turn.catch(() => {})
    return turn
  }

  async #attempt<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const products = new Map([...this.#products].map(([sku, record]) => [sku, { ...record }]))
    const orders = new Map(this.#orders)
    try {
      return await work(this)
    } catch (error) {
      this.#products = products
      this.#orders = orders
      throw error
    }
  }
}
