import { Hono, type Context } from 'hono'
import { stream } from 'hono/streaming'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { realClock } from '../core/clock.ts'
import { describeError, ShopError } from '../core/errors.ts'
import { Shop } from '../core/shop.ts'
import type { Store } from '../core/store.ts'

/** The HTTP API: JSON in, JSON out, events as one JSON text per line. */
export function createApp(store: Store): Hono {
  const shop = new Shop(store, realClock)
  const app = new Hono()
  app.get('/api/products', async (c) => c.json(await shop.products()))
  app.post('/api/carts', async (c) => c.json(await shop.createCart(), 201))
  app.post('/api/carts/:id/items', async (c) => {
    const { sku, quantity } = await c.req.json()
    return c.json(await shop.addItem(c.req.param('id'), sku, quantity))
  })
  app.post('/api/carts/:id/discount', async (c) => {
    const { code } = await c.req.json()
    return c.json(await shop.applyDiscount(c.req.param('id'), code))
  })
  app.post('/api/checkout', async (c) => {
    const { cartId, address, card } = await c.req.json()
    return c.json(await shop.checkout(cartId, { address, card }), 201)
  })
  app.get('/api/orders/:id/events', (c) => streamEvents(c, shop, c.req.param('id')))
  app.onError(answerError)
  return app
}

async function streamEvents(c: Context, shop: Shop, orderId: string): Promise<Response> {
  const events = shop.events(orderId)
  const first = await events.next()
  c.header('content-type', 'application/x-ndjson')
  return stream(c, async (out) => {
    out.onAbort(() => void events.return())
    for (let event = first; !event.done; event = await events.next()) {
      await out.write(JSON.stringify(event.value) + '\n')
    }
  })
}

/** A customer's mistake is an answer; ours is also printed, with where it happened. */
function answerError(error: Error, c: Context): Response {
  const status = error instanceof ShopError ? error.status : 500
  if (status === 500) console.error(error)
  return c.json({ error: describeError(error) }, status as ContentfulStatusCode)
}
