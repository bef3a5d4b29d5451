import type { Cart } from './cart.ts'
import { Catalog, type ProductRecord } from './catalog.ts'
import checkout, { type CheckoutRequest } from './checkout.ts'
import type { Clock } from './clock.ts'
import { Discount } from './discounts.ts'
import { DiscountError, UnknownCartError, UnknownOrderError, UnknownProductError } from './errors.ts'
import { orderEvents, type OrderEvent } from './events.ts'
import { Money } from './money.ts'
import type { Order } from './order.ts'
import { Bank } from './payment.ts'
import type { Store } from './store.ts'

/** A cart as it is sent: amounts are in cents. */
export interface CartView {
  id: string
  lines: { sku: string; name: string; quantity: number; total: number }[]
  discount: { code: string; label: string; amount: number } | null
  subtotal: number
  total: number
}

/** All that the shop can do, over whatever store and clock it is given. */
export class Shop {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly bank: Bank = new Bank(clock),
  ) {}

  products(): Promise<ProductRecord[]> {
    return this.store.products()
  }

  async catalog(): Promise<Catalog> {
    return new Catalog(await this.store.products())
  }

  createCart(): Promise<CartView> {
    return this.store.createCart().then((cart) => this.#view(cart))
  }

  async addItem(cartId: string, sku: string, quantity = 1): Promise<CartView> {
    const [cart, product] = await Promise.all([this.#cart(cartId), this.store.product(sku)])
    if (!product) throw new UnknownProductError(sku)
    cart.add(product, quantity)
    return this.#save(cart)
  }

  async applyDiscount(cartId: string, code: string): Promise<CartView> {
    const cart = await this.#cart(cartId)
    const discount = await this.#discount(code)
    discount.apply(cart, this.clock.now())
    cart.discountCode = discount.code
    return this.#save(cart)
  }

  async checkout(cartId: string, request: CheckoutRequest): Promise<Order> {
    const cart = await this.#cart(cartId)
    const off = await this.#reduction(cart)
    const { store, bank, clock } = this
    return checkout(cart, off, request, { store, bank, clock })
  }

  /** What happens to an order, as it happens. */
  async *events(orderId: string): AsyncGenerator<OrderEvent, void, void> {
    const order = await this.store.order(orderId)
    if (!order) throw new UnknownOrderError(orderId)
    yield* orderEvents(order, this.clock)
  }

  async #cart(id: string): Promise<Cart> {
    const cart = await this.store.cart(id)
    if (!cart) throw new UnknownCartError(id)
    return cart
  }

  async #save(cart: Cart): Promise<CartView> {
    await this.store.saveCart(cart)
    return this.#view(cart)
  }

  async #discount(code: string): Promise<Discount> {
    const record = await this.store.discount(code.trim().toUpperCase())
    if (!record) throw new DiscountError(code, 'unknown-discount', `There is no discount ${code}`)
    return Discount.from(record)
  }

  async #reduction(cart: Cart): Promise<Money> {
    if (cart.discountCode === undefined) return Money.zero
    const discount = await this.#discount(cart.discountCode)
    return discount.apply(cart, this.clock.now())
  }

  async #view(cart: Cart): Promise<CartView> {
    const discount = cart.discountCode === undefined ? undefined : await this.#discount(cart.discountCode)
    const off = discount?.apply(cart, this.clock.now()) ?? Money.zero
    return {
      id: cart.id,
      lines: [...cart.lines()].map(({ product: { sku, name }, quantity, total }) => ({
        sku,
        name,
        quantity,
        total: total.cents,
      })),
      discount: discount ? { code: discount.code, label: discount.label, amount: off.cents } : null,
      subtotal: cart.subtotal.cents,
      total: cart.subtotal.minus(off).cents,
    }
  }
}
