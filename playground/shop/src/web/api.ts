import type { ProductRecord } from '../core/catalog.ts'
import type { CheckoutRequest } from '../core/checkout.ts'
import type { ErrorRecord } from '../core/errors.ts'
import type { OrderEvent } from '../core/events.ts'
import type { Order } from '../core/order.ts'
import type { CartView } from '../core/shop.ts'

/** What the server answered when it did not do what it was asked. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly record: ErrorRecord,
  ) {
    super(record.message)
    this.name = record.name
  }
}

export const api = {
  products: () => call<ProductRecord[]>('/api/products'),
  createCart: () => call<CartView>('/api/carts', {}),
  addItem: (cartId: string, sku: string, quantity: number) => call<CartView>(`/api/carts/${cartId}/items`, { sku, quantity }),
  applyDiscount: (cartId: string, code: string) => call<CartView>(`/api/carts/${cartId}/discount`, { code }),
  checkout: (cartId: string, request: CheckoutRequest) => call<Order>('/api/checkout', { cartId, ...request }),

  /** What happens to an order, as the server tells it. */
  async *events(orderId: string, signal: AbortSignal): AsyncGenerator<OrderEvent, void, void> {
    const response = await fetch(`/api/orders/${orderId}/events`, { signal })
    if (!response.ok) throw await refusal(response)
    for await (const line of readLines(response)) yield JSON.parse(line)
  },
}

async function call<T>(path: string, body?: object): Promise<T> {
  const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(path, init)
  if (!response.ok) throw await refusal(response)
  return response.json()
}

async function refusal(response: Response): Promise<ApiError> {
  const { error } = await response.json()
  return new ApiError(response.status, error)
}

async function* readLines(response: Response): AsyncGenerator<string, void, void> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}
