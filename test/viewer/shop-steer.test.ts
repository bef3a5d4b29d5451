import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Program } from '@spoor/shared'
import type { CallLine } from '@spoor/trace'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { devServerAt } from '../../packages/cli/src/attach/client.ts'
import { SPOOR } from '../check/fixture.ts'
import { Watcher } from '../control/watcher.ts'
import { until } from '../web/live-fixture.ts'
import { addToCart, buy, copyOfShop, startApi, startShop } from './shop-fixture.ts'
import { functionRow, go, PATIENCE, shops } from './shop-page.ts'

const { env, keep, tab, visit } = shops()
const run = promisify(execFile)

/** Two tabs, the API as a process of its own, our page with its panel open, and somebody beside it who sees what leaves the programs. */
class Scene {
  readonly #name: string
  url!: string
  customer!: Page
  other!: Page
  page!: Page
  faults!: string[]
  watcher!: Watcher
  /** Ids of the programs. */
  first!: string
  second!: string
  api!: string

  constructor(name: string) {
    this.#name = name
  }

  static async open(name: string): Promise<Scene> {
    const scene = new Scene(name)
    await scene.#open()
    return scene
  }

  async #open(): Promise<void> {
    const api = keep(await startApi(this.#name, env))
    const shop = keep(await startShop(copyOfShop(this.#name), { ...env, API: api.url }))
    this.url = shop.url
    Object.assign(this, await visit(shop.url))
    this.watcher = await Watcher.at(await devServerAt(shop.url))
    keep({ stop: async () => this.watcher.close() })
    this.first = (await this.watcher.program(({ kind }) => kind === 'pages')).id
    this.other = await tab(shop.url)
    await this.other.getByRole('button', { name: 'Add Ridge boots' }).waitFor(PATIENCE)
    this.second = (await this.watcher.program(({ id, kind }) => kind === 'pages' && id !== this.first)).id
    this.api = (await this.watcher.program(({ kind }) => kind === 'processes')).id
    await this.page.bringToFront()
    await this.page.getByRole('button', { name: 'What is recorded' }).click()
  }

  /** Puts a thing into the cart of each tab. */
  async add(name: string): Promise<void> {
    for (const one of [this.customer, this.other]) await addToCart(one, name)
  }

  async give(text: string, button: 'Switch on' | 'Switch off' | 'Only these', whom = '', most = ''): Promise<void> {
    await this.page.getByLabel('Selectors', { exact: true }).fill(text)
    await this.page.getByLabel('Which programs').selectOption(whom)
    await this.page.getByLabel('calls each').fill(most)
    await this.page.getByRole('button', { name: button, exact: true }).click()
  }

  async limit(label: RegExp, value: string, whom: string): Promise<void> {
    await this.page.getByLabel('Which programs').selectOption(whom)
    await this.page.getByLabel(label).fill(value)
    await this.page.getByRole('button', { name: 'Set limits' }).click()
  }

  /** What the panel says of a program. */
  async says(program: string, text: string | RegExp): Promise<void> {
    await until(() => {
      const index = this.watcher.programs.filter(({ connected }) => connected).findIndex(({ id }) => id === program)
      return index >= 0 && this.page.locator('.programs > li').nth(index).filter({ hasText: text }).isVisible()
    }, 60)
  }

  /** Leaves a mark in each program, and waits until all that came before it is there. */
  async mark(name: string): Promise<void> {
    await this.page.getByLabel('Name of a mark').fill(name)
    await this.page.getByRole('button', { name: 'Mark', exact: true }).click()
    await until(() => [this.first, this.second, this.api].every((program) => this.#marksIn(program, name).length > 0), 90)
  }

  #marksIn(program: string, name: string): number[] {
    return this.watcher.read(program).lines.flatMap((line) => (line.t === 'mark' && line.name === name ? [line.seq] : []))
  }

  /** Calls of a program that began between two marks, as they left it. */
  calls(program: string, from: string, to: string): CallLine[] {
    const first = this.#marksIn(program, from).at(-1)!
    const [last] = this.#marksIn(program, to)
    return this.watcher.read(program).calls.filter(({ seq }) => seq > first && seq < last!)
  }

  /** Their names. */
  between(program: string, from: string, to: string): string[] {
    const { lines } = this.watcher.read(program)
    const names = new Map(lines.flatMap((line) => (line.t === 'site' ? [[line.n, line.name] as const] : [])))
    return this.calls(program, from, to).map(({ n }) => names.get(n) ?? '?')
  }

  /** Rows of the table of functions, once there are any. */
  async functions(): Promise<string[]> {
    await go(this.page, 'functions')
    const names = this.page.getByRole('grid', { name: 'Functions' }).locator('.name')
    await names.first().waitFor(PATIENCE)
    return (await names.allTextContents()).toSorted()
  }

  async attach(...flags: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [SPOOR, 'attach', '--url', this.url, ...flags], {
      env: { ...process.env, ...env, NO_COLOR: '1' },
    })
    return stdout
  }

  program(id: string): Program {
    return this.watcher.programs.find((program) => program.id === id)!
  }
}

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].toSorted()

/** Calls that a tab holds of what it recorded since then. */
const heldIn = (tab: Page, since: number): Promise<string[]> =>
  tab.evaluate((since) => {
    const { state } = (globalThis as never)[Symbol.for('spoor.runtime/1')] as {
      state: { ring: ({ seq: number; site?: { name: string } } | undefined)[] }
    }
    return state.ring.flatMap((one) => (one?.site && one.seq > since ? [one.site.name] : []))
  }, since)

const latestIn = (tab: Page): Promise<number> =>
  tab.evaluate(() => ((globalThis as never)[Symbol.for('spoor.runtime/1')] as { state: { latest: number } }).state.latest)

test(
  'the panel narrows to selectors and widens: in the page, in what programs send, and in what they hold',
  { timeout: 240_000 },
  async () => {
    const scene = await Scene.open('shop-narrow')
    const { api, customer, first, page, second } = scene
    await scene.give('**#ProductCard, **#Shop.addItem', 'Only these')
    await scene.says(first, /1 of \d+ functions on.*on \*\*#ProductCard,\*\*#Shop\.addItem 1 function/)
    await scene.says(api, /1 of \d+ functions on/)
    await page.getByRole('button', { name: 'Clear', exact: true }).click()
    await page.getByText('Nothing was called yet').waitFor(PATIENCE)
    await scene.mark('narrow')
    const since = await latestIn(customer)
    await scene.add('Ridge boots')
    await scene.mark('narrowed')
    expect(sorted(scene.between(first, 'narrow', 'narrowed'))).toEqual(['ProductCard'])
    expect(sorted(scene.between(second, 'narrow', 'narrowed'))).toEqual(['ProductCard'])
    expect(scene.between(api, 'narrow', 'narrowed')).toEqual(['Shop.addItem', 'Shop.addItem'])
    expect(sorted(await heldIn(customer, since))).toEqual(['ProductCard'])
    expect(await scene.functions()).toEqual(['ProductCard', 'Shop.addItem'])

    await scene.give('**', 'Switch on')
    await scene.says(first, /(\d+) of \1 functions on/)
    await scene.add('Ember lantern')
    await scene.mark('widened')
    for (const program of [first, second])
      expect(scene.between(program, 'narrowed', 'widened')).toEqual(expect.arrayContaining(['ProductCard', 'CartPanel']))
    expect(scene.between(api, 'narrowed', 'widened')).toEqual(expect.arrayContaining(['Shop.addItem', 'Cart.add']))
    for (const name of ['CartPanel', 'Cart.add']) await functionRow(page, name)

    // One tab.
    await scene.give('**', 'Switch off', second)
    await scene.says(second, 'everything is switched off')
    await scene.add('Ridge boots')
    await scene.mark('one tab')
    expect(scene.between(second, 'widened', 'one tab')).toEqual([])
    expect(scene.between(first, 'widened', 'one tab')).toContain('CartPanel')
    expect(scene.between(api, 'widened', 'one tab').filter((name) => name === 'Shop.addItem')).toHaveLength(2)
    await page.getByRole('switch', { name: `Record ${scene.url} (2)` }).click()
    await scene.says(second, /(\d+) of \1 functions on/)

    // The API's process.
    await scene.give('**', 'Switch off', 'processes')
    await scene.says(api, 'everything is switched off')
    await scene.add('Ember lantern')
    await scene.mark('no API')
    expect(scene.between(api, 'one tab', 'no API')).toEqual([])
    for (const program of [first, second]) expect(scene.between(program, 'one tab', 'no API')).toContain('CartPanel')

    // So many calls of each.
    await scene.give('**#CartPanel', 'Only these', 'pages', '2')
    await scene.says(first, /on \*\*#CartPanel 1 function, 2 calls of each/)
    for (const thing of ['Ridge boots', 'Ember lantern']) await scene.add(thing)
    await scene.mark('twice')
    for (const program of [first, second]) expect(scene.between(program, 'no API', 'twice')).toEqual(['CartPanel', 'CartPanel'])
    await scene.says(first, /2 calls of each; 1 have had theirs/)
    expect(scene.faults).toEqual([])
  },
)

test('limits: a minimum duration for the API, and so many calls in a second for tabs', { timeout: 240_000 }, async () => {
  const scene = await Scene.open('shop-limits')
  const { api, customer, first, page } = scene
  await addToCart(customer, 'Ridge boots')
  await scene.mark('before')
  await scene.limit(/Leave out calls shorter than/, '10', 'processes')
  await scene.says(api, 'calls under 10 ms are left out')
  await page.getByRole('complementary', { name: 'Steering' }).getByText('1 program took it.').waitFor(PATIENCE)
  await buy(customer)
  await customer.getByText('Thank you').waitFor(PATIENCE)
  await scene.mark('long')
  const long = scene.between(api, 'before', 'long')
  // The bank takes its time.
  expect(long).toEqual(expect.arrayContaining(['checkout', 'Bank.authorize']))
  const short = scene.calls(api, 'before', 'long').filter(({ end, outcome, start }) => end! - start < 10 && outcome !== 'threw')
  expect(short).toEqual([])
  await scene.limit(/Leave out calls shorter than/, '0', 'processes')
  await customer.getByRole('button', { name: 'Shop again' }).click()
  await addToCart(customer, 'Ridge boots')
  await scene.mark('all')
  expect(scene.between(api, 'long', 'all')).toContain('Cart.add')

  await scene.limit(/Calls of one function in a second/, '1', 'pages')
  await scene.says(first, '1 call of a function in a second')
  const since = await latestIn(customer)
  await addToCart(customer, 'Ember lantern')
  await scene.mark('damped')
  const cards = (names: string[]): number => names.filter((name) => name === 'ProductCard').length
  expect(cards(scene.between(first, 'all', 'damped'))).toBeLessThan(cards(await heldIn(customer, since)))
  await page.locator('.drops summary').click()
  for (const why of ['of functions that flooded', 'shorter than was asked for']) await page.getByText(why).waitFor(PATIENCE)
  expect(scene.faults).toEqual([])
})

test('a second terminal steers while the page is open, and the page shows it', { timeout: 240_000 }, async () => {
  const scene = await Scene.open('shop-terminal')
  const { api, first, page, second } = scene
  await scene.mark('before')
  const said = await scene.attach('--program', 'processes', '--off', '**', '--on', 'src/core/cart.ts=calls')
  expect(said).toMatch(/on {2}src\/core\/cart\.ts=calls {2}\d+ functions/)
  await scene.says(api, /on src\/core\/cart\.ts=calls \d+ functions/)
  await scene.attach('--program', second, '--off', '**')
  await scene.says(second, 'everything is switched off')
  await scene.attach('--program', 'pages', '--duration', '10000')
  await scene.says(first, 'calls under 10 s are left out')
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await scene.add('Ridge boots')
  await scene.mark('steered')
  expect(sorted(scene.between(api, 'before', 'steered').map((name) => name.replace(/^get |\..*/g, '')))).toEqual(['Cart', 'CartLine'])
  expect(scene.between(second, 'before', 'steered')).toEqual([])
  expect((await scene.functions()).filter((name) => !/^(get )?Cart(Line)?\./.test(name))).toEqual([])

  const listed = JSON.parse(await scene.attach('--json')) as Program[]
  expect(listed.find(({ id }) => id === first)).toMatchObject({ limits: { duration: 10_000 } })
  await scene.attach('--on', '**', '--duration', '0')
  await scene.says(second, /(\d+) of \1 functions on/)
  await scene.add('Ember lantern')
  for (const name of ['CartPanel', 'Shop.addItem']) await functionRow(page, name)
  expect(scene.faults).toEqual([])
})
