import type { Cart } from './cart.ts'
import type { Product, ProductRecord } from './catalog.ts'
import type { DiscountRecord } from './discounts.ts'
import type { Order } from './order.ts'

/** Where the shop keeps things: in memory for the scenario, in Postgres for the server. */
export interface Store {
  products(): Promise<ProductRecord[]>
  product(sku: string): Promise<Product | undefined>
  createCart(): Promise<Cart>
  cart(id: string): Promise<Cart | undefined>
  saveCart(cart: Cart): Promise<void>
  discount(code: string): Promise<DiscountRecord | undefined>
  /** Takes pieces from the shelf; says what is left, or how many there were if that is too few. */
  takeStock(sku: string, quantity: number): Promise<{ taken: boolean; left: number }>
  saveOrder(draft: Omit<Order, 'id'>): Promise<Order>
  order(id: string): Promise<Order | undefined>
  /** All that `work` does happens, or none of it. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>
}
