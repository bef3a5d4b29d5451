import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { until } from '../web/live-fixture.ts'
import { addToCart, buy, copyOfShop, startApi, startShop } from './shop-fixture.ts'
import { buyTwice, functionRow, go, PATIENCE, rowOf, shops, streams } from './shop-page.ts'
import { picturesOf } from './shop-pictures.ts'

const { env, keep, tab, visit } = shops()

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
  const shop = keep(await startShop(root, { ...env, ...editor.env }))
  expect(shop.printed()).toMatch(/➜ {2}Spoor: {3}http:\/\/127\.0\.0\.1:\d+\/__spoor\/\n/)
  const { customer, faults, page } = await visit(shop.url)
  await buyTwice(customer)

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
  keep(await shop.again())
  await page.getByText('The dev server was started again').first().waitFor(PATIENCE)
  await customer.getByRole('button', { name: 'Add Ridge boots' }).waitFor(PATIENCE)
  await addToCart(customer, 'Ridge boots')
  await functionRow(page, 'Shop.addItem')
  expect(faults).toEqual([])
})

test('two tabs and the API as a process of its own are one recording', { timeout: 240_000 }, async () => {
  const api = keep(await startApi('shop-apart', env))
  const shop = keep(await startShop(copyOfShop('shop-apart'), { ...env, API: api.url }))
  const { customer, faults, page } = await visit(shop.url)
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
