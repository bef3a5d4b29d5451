import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { until } from '../web/live-fixture.ts'
import type { Served } from './serve-fixture.ts'
import { addToCart, buy, copyOfShop, startShop } from './shop-fixture.ts'
import { picturesOf } from './shop-pictures.ts'
import { launch } from './support/page.ts'

const vite = realpathSync(fileURLToPath(new URL('../../playground/vite/', import.meta.url)))

let browser: Browser
const running: { stop(signal?: NodeJS.Signals): Promise<void> }[] = []
beforeAll(async () => void (browser = await launch()))
afterAll(() => browser.close())
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
  await Promise.all(running.splice(0).map((server) => server.stop('SIGKILL')))
})

const PATIENCE = { timeout: 60_000 }

async function tab(url: string): Promise<Page> {
  const page = await browser.contexts()[0]!.newPage()
  await page.goto(url)
  return page
}

/** The shop's page, and ours. */
async function visit(shop: Served): Promise<{ customer: Page; page: Page; faults: string[] }> {
  await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const customer = await tab(shop.url)
  await customer.getByRole('button', { name: 'Add Ridge boots' }).waitFor(PATIENCE)
  const page = await tab(`${shop.url}__spoor/`)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  // Requests are watched as soon as somebody is there to see them.
  await until(async () => (await streams(page).filter({ hasText: /tab/ }).count()) > 0)
  return { customer, page, faults }
}

const go = (page: Page, view: string): Promise<void> => page.evaluate((to) => void (location.hash = `#/${to}`), view)
const streams = (page: Page): Locator => page.getByRole('group', { name: 'Processes, tabs and workers' }).getByRole('button')

/** The row of a function, which may be one of hundreds. */
async function functionRow(page: Page, name: string): Promise<Locator> {
  await go(page, `functions?filter=${encodeURIComponent(`**#${name}`)}`)
  const row = rowOf(page, 'Functions', name)
  await row.waitFor(PATIENCE)
  return row
}

const rowOf = (page: Page, label: string, text: string | RegExp): Locator =>
  page
    .getByRole(label === 'Call tree' ? 'treegrid' : 'grid', { name: label })
    .getByRole('row')
    .filter({ hasText: text })
    .first()

/** A script in the place of an editor, which writes down what it is asked for. */
function editorIn(root: string): { env: NodeJS.ProcessEnv; opened(): string[] | undefined } {
  const [script, file] = [join(root, 'editor.sh'), join(root, 'opened.txt')]
  writeFileSync(script, `#!/bin/sh\nprintf '%s\\n' "$@" > '${file}'\n`)
  chmodSync(script, 0o755)
  return { env: { LAUNCH_EDITOR: script }, opened: () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : undefined) }
}

test('a purchase and a failure in every view; editor, edit and restart', { timeout: 240_000 }, async () => {
  const root = copyOfShop('shop')
  const editor = editorIn(root)
  const shop = await startShop(root, editor.env)
  running.push(shop)
  expect(shop.printed()).toMatch(/➜ {2}Spoor: {3}http:\/\/127\.0\.0\.1:\d+\/__spoor\/\n/)
  const { customer, faults, page } = await visit(shop)
  await addToCart(customer, 'Ridge boots')
  await buy(customer)
  await customer.getByText('Thank you').waitFor(PATIENCE)
  await customer.getByRole('button', { name: 'Shop again' }).click()
  await addToCart(customer, 'Ember lantern')
  await buy(customer, { country: 'Portugal' })
  await customer.getByText('Something broke in the shop').waitFor(PATIENCE)

  await functionRow(page, 'Bank.authorize')
  await page.getByLabel('Filter by selectors and words').fill('src/core/address.ts')
  await rowOf(page, 'Functions', 'shippingLabel').waitFor(PATIENCE)
  await until(async () => (await page.getByRole('grid', { name: 'Functions' }).getByText('Bank.authorize').count()) === 0)

  await rowOf(page, 'Functions', 'shippingLabel')
    .getByRole('button', { name: /^Open src\/core\/address\.ts:31:\d+/ })
    .click()
  const [path, line, column] = await until(() => editor.opened())
  expect([path, line, Number(column) > 0]).toEqual([join(root, 'src/core/address.ts'), '31', true])
  await page.getByRole('button', { name: 'Clear the filter' }).click()

  await go(page, `function/${encodeURIComponent('src/core/address.ts#shippingLabel')}`)
  await page.getByText('export function shippingLabel').first().waitFor(PATIENCE)
  await go(page, 'requests')
  await rowOf(page, 'Requests', '/api/checkout').waitFor(PATIENCE)
  await go(page, 'errors')
  await page.getByRole('region', { name: 'Errors' }).getByText('TypeError').first().waitFor(PATIENCE)
  await go(page, 'search?q=4242')
  await page.getByRole('region', { name: 'Search' }).getByText('4242').first().waitFor(PATIENCE)
  await go(page, 'tree')
  await page.getByRole('treegrid', { name: 'Call tree' }).getByRole('row').nth(2).waitFor(PATIENCE)
  await go(page, 'timeline')
  await page.getByRole('application', { name: /^Timeline of calls/ }).waitFor(PATIENCE)
  if (process.env['SCREENSHOTS']) await picturesOf(page, process.env['SCREENSHOTS'])

  // An edit: what is new is seen, and what was stays.
  const file = join(root, 'src/core/address.ts')
  writeFileSync(
    file,
    readFileSync(file, 'utf8')
      .replace(
        'export function shippingLabel(',
        'function isKnownPlace(place: unknown): boolean {\n  return String(place).length > Math.min(0, 1)\n}\n\nexport function shippingLabel(',
      )
      .replace(/(export function shippingLabel\([^)]*\): string \{)/, '$1\n  isKnownPlace(address)'),
  )
  await go(page, 'functions')
  await buy(customer, { country: 'Germany' })
  await customer.getByText('Thank you').waitFor(PATIENCE)
  for (const name of ['isKnownPlace', 'Bank.authorize']) await functionRow(page, name)

  // Another process on the same port: both pages find it.
  await shop.stop()
  running.push(await shop.again())
  await page.getByText('The dev server was started again').first().waitFor(PATIENCE)
  await customer.getByRole('button', { name: 'Add Ridge boots' }).waitFor(PATIENCE)
  await addToCart(customer, 'Ridge boots')
  await functionRow(page, 'Shop.addItem')
  expect(faults).toEqual([])
})

/** The shop's API, built with Spoor in it, as a process of its own that may be watched. */
async function startApi(): Promise<{ url: string; stop(signal?: NodeJS.Signals): Promise<void> }> {
  const out = join(vite, '.cache/viewer')
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, ...rest } = process.env
  const env = { ...rest, NODE_ENV: 'development', SPOOR: '1', OUT: out, OPTIONS: '{"console":false}' }
  const bin = join(dirname(fileURLToPath(import.meta.resolve('vite/package.json'))), 'bin/vite.js')
  execFileSync(process.execPath, [bin, 'build', '-c', 'vite.server.config.ts', '--mode', 'development'], { cwd: vite, env, stdio: 'pipe' })
  const { SPOOR: ____, ...plain } = env
  const child = spawn(process.execPath, ['--import', 'spoor/register', join(out, 'server/main.js')], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...plain, PORT: '0', SPOOR_CONTROL: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((done, failed) => {
    child.stdout.on('data', (text: Buffer) => /http:\S+/.test(String(text)) && done(/http:\S+/.exec(String(text))![0]))
    child.on('exit', (code) => failed(new Error(`the API ended: ${code}`)))
  })
  return { url, stop: async (signal = 'SIGTERM') => void child.kill(signal) }
}

test('two tabs and the API as a process of its own are one recording', { timeout: 240_000 }, async () => {
  const api = await startApi()
  running.push(api)
  const shop = await startShop(copyOfShop('shop-apart'), { API: api.url })
  running.push(shop)
  const { customer, faults, page } = await visit(shop)
  const other = await tab(shop.url)
  await until(async () => (await streams(page).filter({ hasText: /tab/ }).count()) === 2)
  await addToCart(customer, 'Ridge boots')
  await addToCart(other, 'Ember lantern')
  // Not all that the other tab loaded.
  await go(page, 'requests?filter=api')
  const items = page
    .getByRole('grid', { name: 'Requests' })
    .getByRole('row')
    .filter({ hasText: /carts\/.*items/ })
  await until(async () => (await items.count()) >= 2)
  await go(page, 'functions')
  // Of the tabs, and of the process behind them.
  for (const name of ['CartPanel', 'Shop.addItem']) await functionRow(page, name)
  expect(
    await streams(page)
      .filter({ hasText: /main\.js/ })
      .count(),
  ).toBe(1)
  expect(faults).toEqual([])
})
