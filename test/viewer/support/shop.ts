import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { project, recording, start } from '../../record/app.ts'

/** What a text in a page must never do: run, load, or become an element. */
export const HOSTILE = `</script><img src=x onerror="document.title='owned'"><b>bold</b>`

const FILES = {
  'src/server.js': `import { createServer } from 'node:http'
import { postCheckout, getStock } from './api.js'
const server = createServer(async function handle(request, response) {
  const answer = request.url.startsWith('/api/stock') ? await getStock(request.url) : await postCheckout(request.url)
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
})
server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port))
process.on('message', () => server.close(() => process.exit(0)))
`,
  'src/api.js': `import { query } from './db.js'
export async function getStock(url) {
  return { status: 200, left: await query('select left from stock where item = ?', url.length) }
}
export async function postCheckout(url) {
  try {
    await query('begin')
    await reserve(url)
    await query('commit')
    return { status: 201 }
  } catch (error) {
    await query('rollback')
    return { status: 409, error: error.message }
  }
}
class OutOfStock extends Error {
  name = 'OutOfStock'
}
async function reserve(url) {
  const left = await query('select left from stock where item = ?', url.length)
  if (url.includes('lamp')) throw new OutOfStock('only ' + left + ' of lamp left')
  return left
}
`,
  'src/db.js': `const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
export async function query(sql, ...values) {
  await pause(2)
  return values.length + 1
}
`,
  'src/shop.js': `import { spoor } from ${JSON.stringify(new URL('../../../packages/plugin/dist/runtime.js', import.meta.url).href)}
import { Cart } from './cart.js'
const origin = 'http://127.0.0.1:' + process.argv[2]
async function buy(cart) {
  cart.total()
  const stock = await ask('GET', '/api/stock?item=' + cart.items[0].name)
  const paid = await ask('POST', '/api/checkout?item=' + cart.items[0].name)
  return { ...paid, stock, cart }
}
async function ask(method, path) {
  const response = await fetch(origin + path.replace('?item=', '/'), { method })
  return response.json()
}
function show(value) {
  return String(value).length
}
function tick(n) {
  return half(n) + 1
}
function half(n) {
  return Math.round(n / 2)
}
function later() {
  setTimeout(function afterwards() { show('late') }, 1)
}
function many(count) {
  let sum = 0
  for (let i = 0; i < count; i++) sum += tick(i)
  return sum
}
function boot(options) {
  show(options.secret)
  show(${JSON.stringify(HOSTILE)})
  show({ text: 'x'.repeat(2000), when: new Date(0), map: new Map([['a', [1, , 3]]]), set: new Set([1n, NaN, undefined, null]),
    get lazy() { throw new Error('never') }, password: 'hunter2', sym: Symbol('s'), f: function named() {}, re: /a+/g, no: false })
  const loop = { name: 'loop' }
  loop.self = loop
  show(loop)
  try { new Cart([{ name: 'sofa', price: -1 }]).total() } catch (error) { show(error) }
}
async function main() {
  boot({ secret: 's3cret', mode: 'test' })
  spoor.mark('booted', { at: ${JSON.stringify(HOSTILE)} })
  many(Number(process.argv[3] ?? 150))
  later()
  await buy(new Cart([{ name: 'lamp', price: 12.5 }, { name: 'chair', price: 40 }]))
  spoor.mark('bought')
  await buy(new Cart([{ name: 'chair', price: 40 }]))
  crash(3)
}
function crash(n) {
  if (n) return crash(n - 1)
  throw new RangeError('nobody catches this')
}
process.on('unhandledRejection', () => setTimeout(() => process.exit(0), 20))
main()
`,
  'src/cart.js': `export class Cart {
  constructor(items) {
    this.items = items
  }
  total() {
    return this.items.reduce((sum, item) => sum + priceOf(item), 0)
  }
}
function priceOf(item) {
  if (item.price < 0) throw new TypeError('no price of ' + item.name)
  return item.price
}
`,
}

export interface Shop {
  /** Root of the program's source. */
  folder: string
  /** Recordings: of the program that asks, and of the server that answers it. */
  files: { name: string; path: string }[]
  /** Their bytes. */
  texts: string[]
}

/** Runs a shop and its server as two processes that record themselves. @param calls how many small calls it makes besides */
export async function recordShop(calls = 150): Promise<Shop> {
  const folder = project(FILES)
  const limits = { limits: { first: 1_000_000, perSecond: 1_000_000, rate: 1_000_000 }, partSize: 2 ** 30 }
  const env = recording(limits)
  const server = start(folder, ['src/server.js'], env, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const port = await new Promise<string>((found) =>
    server.child.stdout!.on('data', (text: Buffer) => /port (\d+)/.exec(String(text)) && found(/port (\d+)/.exec(String(text))![1]!)),
  )
  const shop = await start(folder, ['src/shop.js', port, String(calls)], env).ended
  server.child.send('end')
  await server.ended
  const files = readdirSync(join(folder, 'rec')).map((name) => ({ name, path: join(folder, 'rec', name) }))
  if (files.length !== 2) throw new Error(`the shop did not record itself: ${files.length} files, ${shop.stdout}${shop.stderr}`)
  return { folder, files, texts: files.map(({ path }) => readFileSync(path, 'utf8')) }
}

/** A recording beside those of the shop. */
export function writeRecording(shop: Shop, name: string, text: string): { name: string; path: string } {
  const path = join(shop.folder, name)
  writeFileSync(path, text)
  return { name, path }
}
