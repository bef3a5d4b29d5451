import { useCallback, useEffect, useState } from 'preact/hooks'
import type { ProductRecord } from '../core/catalog.ts'
import type { CheckoutRequest } from '../core/checkout.ts'
import type { Order } from '../core/order.ts'
import type { CartView } from '../core/shop.ts'
import { api } from './api.ts'

export interface ShopState {
  products: ProductRecord[]
  cart: CartView | null
  order: Order | null
  error: Error | null
  busy: boolean
  add(sku: string, quantity: number): void
  discount(code: string): void
  checkout(request: CheckoutRequest): void
  startAgain(): void
  dismiss(): void
}

/** Everything that the page knows, and everything that it can do. */
export function useShop(): ShopState {
  const [products, setProducts] = useState<ProductRecord[]>([])
  const [cart, setCart] = useState<CartView | null>(null)
  const [order, setOrder] = useState<Order | null>(null)
  const { busy, error, attempt, dismiss } = useAttempt()

  const startAgain = useCallback(() => {
    void attempt(async () => {
      // Nothing can be put in a cart before there is one.
      const [goods, empty] = await Promise.all([api.products(), api.createCart()])
      setProducts(goods)
      setOrder(null)
      setCart(empty)
    })
  }, [])
  useEffect(startAgain, [])

  const withCart = (work: (cartId: string) => Promise<void>) => void attempt(async () => work(cart!.id))
  const checkout = (request: CheckoutRequest) => withCart(async (id) => setOrder(await api.checkout(id, request)))
  const add = (sku: string, quantity: number) => withCart(async (id) => setCart(await api.addItem(id, sku, quantity)))
  const discount = (code: string) => withCart(async (id) => setCart(await api.applyDiscount(id, code)))
  return { products, cart, order, error, busy, add, discount, checkout, startAgain, dismiss }
}

/** Does one thing at a time, and remembers what went wrong. */
function useAttempt() {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const attempt = useCallback(async (work: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (failure) {
      setError(failure as Error)
    } finally {
      setBusy(false)
    }
  }, [])
  return { busy, error, attempt, dismiss: () => setError(null) }
}
