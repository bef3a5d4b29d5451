// Buys something from a running shop, and fails to: `node drive.mjs http://127.0.0.1:3000/`.
import { pathToFileURL } from 'node:url'

const home = { name: 'Ida Sommer', street: 'Kastanienallee 7', postcode: '1067', country: 'DE' }
const goodCard = '4242 4242 4242 4242'

/** Fills a cart, applies a code, pays, and waits until the parcel is there. */
export async function purchase(base) {
  const cartId = await cart(base, { boots: 1, socks: 2, map: 1 }, 'WINTER')
  const order = await checkout(base, cartId)
  const events = await fetch(new URL(`api/orders/${order.body.id}/events`, base))
  const lines = (await events.text()).trim().split('\n')
  return { order, events: lines.map((line) => JSON.parse(line).step) }
}

/** What each of these adds to a good checkout makes it fail. */
export const failures = {
  badAddress: { address: { ...home, country: 'PT' } },
  declined: { card: '4000 0000 0000 0002' },
  outOfStock: { items: { tent: 9 } },
}

/** A checkout that fails in one of those ways. */
export async function failure(base, kind = 'badAddress') {
  const { items = { lamp: 1 }, ...rest } = failures[kind]
  const cartId = await cart(base, items)
  return checkout(base, cartId, rest)
}

/** A filled cart's id. */
export async function cart(base, items, code) {
  const { body } = await post(base, 'carts', {})
  for (const [sku, quantity] of Object.entries(items)) await post(base, `carts/${body.id}/items`, { sku, quantity })
  if (code) await post(base, `carts/${body.id}/discount`, { code })
  return body.id
}

/** Pays for a cart; `address` and `card` stand in for those of a good customer. */
export function checkout(base, cartId, { address = home, card = goodCard } = {}) {
  return post(base, 'checkout', { cartId, address, card })
}

async function post(base, path, data) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(new URL(`api/${path}`, base), { method: 'POST', headers, body: JSON.stringify(data) })
  return { status: response.status, body: await response.json() }
}

async function main(base = 'http://127.0.0.1:3000/') {
  console.log(JSON.stringify(await purchase(base), null, 2))
  for (const kind of Object.keys(failures)) console.log(kind, JSON.stringify(await failure(base, kind)))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv[2])
