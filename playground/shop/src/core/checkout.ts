import { shippingLabel, type Address } from './address.ts'
import type { Cart } from './cart.ts'
import type { Clock } from './clock.ts'
import { EmptyCartError, OutOfStockError } from './errors.ts'
import { draftOrder, type Order } from './order.ts'
import type { Money } from './money.ts'
import type { Bank } from './payment.ts'
import type { Store } from './store.ts'

export interface CheckoutRequest {
  address: Address
  card: string
}

export interface Till {
  store: Store
  bank: Bank
  clock: Clock
}

/** Turns a cart into an order: the money is set aside first, and given back if the shelf is empty. */
export default async function checkout(cart: Cart, off: Money, request: CheckoutRequest, till: Till): Promise<Order> {
  if (cart.isEmpty) throw new EmptyCartError()
  const label = shippingLabel(request.address)
  const authorization = await till.bank.authorize(request.card, cart.subtotal.minus(off))
  try {
    const draft = draftOrder(cart, label, off, till.clock.now())
    return await till.store.transaction(async (store) => {
      await reserve(cart, store)
      return store.saveOrder(draft)
    })
  } catch (error) {
    authorization.void()
    throw error
  }
}

async function reserve(cart: Cart, store: Store): Promise<void> {
  for (const { product, quantity } of cart.lines()) {
    const { taken, left } = await store.takeStock(product.sku, quantity)
    if (!taken) throw new OutOfStockError(product.sku, quantity, left)
  }
}
