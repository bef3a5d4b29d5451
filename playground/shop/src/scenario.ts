import type { Address } from './core/address.ts'
import { Cart, type CartChange } from './core/cart.ts'
import type { Product } from './core/catalog.ts'
import { StepClock } from './core/clock.ts'
import { Discount, discounts } from './core/discounts.ts'
import { describeError, type ErrorRecord } from './core/errors.ts'
import { orderEvents, type OrderStep } from './core/events.ts'
import { MemoryStore } from './core/memory-store.ts'
import { Money } from './core/money.ts'
import { receiptLines, type Order } from './core/order.ts'
import products from './core/products.ts'
import { SearchIndex } from './core/search.ts'
import { Shop, type CartView } from './core/shop.ts'

export interface Failure {
  error: ErrorRecord
  stack: string
}

/** What the scenario did. Everything but the stacks is the same on every run, in every build. */
export interface Result {
  browse: { pages: string[][]; cheapest: string[]; search: string[] }
  changes: CartChange[]
  discounts: { code: string; label: string; off?: number; error?: ErrorRecord }[]
  purchase: { cart: CartView; order: Order; receipt: string[] }
  failures: { outOfStock: Failure; declined: Failure; badAddress: Failure; unknownProduct: Failure }
  events: { steps: [OrderStep, number][]; seenWhenLeft: number }
  concurrent: { outcomes: string[]; log: string[]; stockLeft: number }
}

const home: Address = { name: 'Ida Sommer', street: 'Kastanienallee 7', postcode: '1067', country: 'DE' }
const card = '4242 4242 4242 4242'
const start = Date.parse('2026-01-15T09:00:00Z')

/** Uses the shop as a customer would: browses, buys, fails, waits for the parcel, and competes for the last piece. */
export async function run(): Promise<Result> {
  const clock = new StepClock(start)
  const shop = new Shop(new MemoryStore({ products, discounts }), clock)
  const browsed = await browse(shop)
  const tried = await compareDiscounts(shop)
  const purchase = await buy(shop)
  return {
    browse: browsed,
    ...tried,
    purchase,
    failures: await failInEveryWay(shop),
    events: await follow(shop, purchase.order, clock),
    concurrent: await compete(shop),
  }
}

async function browse(shop: Shop): Promise<Result['browse']> {
  const catalog = await shop.catalog()
  const title = (product: Product): string => product.title
  return {
    pages: [...catalog.pages(5)].map((page) => page.map(({ sku }) => sku)),
    cheapest: catalog.cheapest(3).map(title),
    search: new SearchIndex(products).search('rain boot').map((hit) => `${hit.sku} ${hit.score.toFixed(2)}`),
  }
}

async function compareDiscounts(shop: Shop): Promise<Pick<Result, 'changes' | 'discounts'>> {
  const catalog = await shop.catalog()
  const cart = new Cart('window-shopping')
  const changes: CartChange[] = []
  const stop = cart.onChange((change) => changes.push(change))
  cart.add(catalog.find('socks'), 7).add(catalog.find('tent')).remove(catalog.find('tent'))
  stop()
  cart.add(catalog.find('map'))
  return { changes, discounts: discounts.map((record) => tryDiscount(Discount.from(record), cart)) }
}

function tryDiscount(discount: Discount, cart: Cart): Result['discounts'][number] {
  const { code, label } = discount
  try {
    return { code, label, off: discount.apply(cart, start).cents }
  } catch (error) {
    return { code, label, error: describeError(error) }
  }
}

async function fill(shop: Shop, items: Record<string, number>): Promise<string> {
  const { id } = await shop.createCart()
  for (const [sku, quantity] of Object.entries(items)) await shop.addItem(id, sku, quantity)
  return id
}

async function buy(shop: Shop): Promise<Result['purchase']> {
  const id = await fill(shop, { boots: 1, socks: 2, map: 1 })
  const cart = await shop.applyDiscount(id, ' winter ')
  const order = await shop.checkout(id, { address: home, card: '4242 4242 4242 0003' })
  return { cart, order, receipt: [...receiptLines(order)] }
}

async function failInEveryWay(shop: Shop): Promise<Result['failures']> {
  const nowhere = JSON.parse('{"name":"Rui","street":"Rua da Rosa 9","postcode":"1200","country":"PT"}')
  return {
    outOfStock: await failing(async () => shop.checkout(await fill(shop, { tent: 5 }), { address: home, card })),
    declined: await failing(async () => shop.checkout(await fill(shop, { rope: 1 }), { address: home, card: '4000 0000 0000 0002' })),
    badAddress: await failing(async () => shop.checkout(await fill(shop, { lamp: 1 }), { address: nowhere, card })),
    unknownProduct: await failing(() => fill(shop, { unicorn: 1 })),
  }
}

async function failing(work: () => Promise<unknown>): Promise<Failure> {
  try {
    await work()
  } catch (error) {
    return { error: describeError(error), stack: String((error as Error).stack) }
  }
  throw new Error('This should have failed')
}

async function follow(shop: Shop, order: Order, clock: StepClock): Promise<Result['events']> {
  const steps: [OrderStep, number][] = []
  const from = clock.now()
  for await (const event of shop.events(order.id)) steps.push([event.step, event.at - from])
  let seenWhenLeft = 0
  for await (const event of orderEvents(order, clock, (seen) => (seenWhenLeft = seen))) {
    if (event.step === 'paid') break
  }
  return { steps, seenWhenLeft }
}

/** Three customers want the last field glass at the same time; the log shows who got how far when. */
async function compete(shop: Shop): Promise<Result['concurrent']> {
  const log: string[] = []
  const customer = async (name: string, number: string): Promise<string> => {
    log.push(`${name} enters`)
    const id = await fill(shop, { glass: 1 })
    log.push(`${name} has a cart`)
    const order = await shop.checkout(id, { address: { ...home, name }, card: number }).finally(() => log.push(`${name} leaves`))
    return `${name}: ${Money.cents(order.total)}`
  }
  const outcomes = await Promise.allSettled([
    customer('Ada', '4000 0000 0000 0002'),
    customer('Bea', '4242 4242 4242 0003'),
    customer('Cem', card),
  ])
  const left = (await shop.products()).find(({ sku }) => sku === 'glass')
  return { outcomes: outcomes.map(outcomeText), log, stockLeft: left?.stock ?? -1 }
}

function outcomeText(outcome: PromiseSettledResult<string>): string {
  return outcome.status === 'fulfilled' ? outcome.value : `${outcome.reason.name}: ${outcome.reason.message}`
}
