import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { shop } from './build.mjs'
import { placeOf } from './dev-fixture.ts'

const folder = fileURLToPath(new URL('../../playground/vite/', import.meta.url))
const runtime = fileURLToPath(import.meta.resolve('@spoor/runtime'))

/** The shop's page from the dev server, as `pnpm dev` gives it, in a browser. */
describe('the playground in Chromium', () => {
  let server: ChildProcess
  let browser: Browser
  let page: Page
  let printed = ''
  const errors: Error[] = []

  beforeAll(async () => {
    const { VITEST, NODE_ENV, SPOOR, TEST, ...env } = process.env
    server = spawn(process.execPath, ['node_modules/vite/bin/vite.js'], { cwd: folder, env: { ...env, PORT: '0', NO_COLOR: '1' } })
    const base = await addressOf(server)
    browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
    page = await browser.newPage()
    page.setDefaultTimeout(90_000)
    page.on('console', (message) => void (printed += `${message.text()}\n`))
    page.on('pageerror', (error) => void errors.push(error))
    await page.goto(base)
    await page.getByRole('button', { name: /^Add/ }).first().waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    server?.kill()
    if (server?.exitCode === null) await once(server, 'exit')
  })

  test('a purchase by clicks', async () => {
    await page.getByRole('button', { name: 'Add Wool socks' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Wool socks' }).waitFor()
    await page.getByRole('button', { name: 'Buy' }).click()
    await page.getByRole('button', { name: 'Shop again' }).waitFor()
    expect(await page.locator('.receipt').innerText()).toContain('Wool socks')
    expect(errors).toEqual([])
  })

  test('the search in the worker', async () => {
    await page.getByRole('searchbox').fill('rain')
    await page.waitForFunction(() => document.querySelectorAll('article').length < 6)
    expect(await page.locator('article').count()).toBeGreaterThan(0)
    await page.getByRole('searchbox').fill('')
  })

  test('the calls are recorded, with who called whom', async () => {
    const calls = await recorded(page)
    const ids = calls.map(([id]) => id)
    expect(ids).toEqual(
      expect.arrayContaining(['src/web/use-shop.ts#useShop.add', 'src/web/app.tsx#App', 'src/worker/search-client.ts#SearchClient.search']),
    )
    expect(calls).toContainEqual(['src/web/api.ts#api.addItem', 'src/web/use-shop.ts#useShop.add.withCart callback', 'returned'])
  })

  test('the console shows the call tree', () => {
    // No more than some trees a second: these are of the first.
    for (const name of ['useShop.startAgain', 'api.products', 'ProductCard']) expect(printed.includes(name), name).toBe(true)
    expect(printed).toMatch(/src\/web\/product-card\.tsx:10:8/)
  })

  test('an error that nobody catches is at the author’s line and column', async () => {
    await page.reload()
    await page.getByRole('button', { name: 'Add Wool socks' }).click()
    await page.evaluate('FormData = undefined')
    await page.getByRole('button', { name: 'Buy' }).click()
    await expect.poll(() => errors.length).toBe(1)
    const [, url, line, column] = /\((http.*?):(\d+):(\d+)\)/.exec(errors[0]?.stack ?? '') ?? []
    const source = readFileSync(join(shop, 'src/web/checkout-form.tsx'), 'utf8')
    expect(await resolved(url as string, Number(line), Number(column))).toEqual(placeOf(source, 'new FormData('))
  })
})

async function addressOf(server: ChildProcess): Promise<string> {
  let output = ''
  for (const stream of [server.stdout, server.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  return vi.waitFor(
    () => {
      const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(output) ?? []
      if (!address) throw new Error(`The dev server told no address:\n${output}`)
      return address
    },
    { timeout: 120_000 },
  )
}

/** Function, caller and outcome of every call in the page. The runtime of the program and this copy of it share the events. */
function recorded(page: Page): Promise<[id: string, parent: string, outcome: string][]> {
  return page.evaluate(`import(${JSON.stringify(`/@fs${runtime}`)}).then(({ spoor }) => {
    const calls = spoor.events().filter(({ type }) => type === 'call')
    const ids = new Map(calls.map(({ seq, site }) => [seq, site.id]))
    return calls.map(({ site, parent, outcome }) => [site.id, ids.get(parent) ?? '', outcome])
  })`)
}

/** Place in the author's file, by the map within the module that the server gave. */
async function resolved(url: string, line: number, column: number): Promise<{ line: number | null; column: number }> {
  const code = await (await fetch(url)).text()
  const [, data] = /sourceMappingURL=data:application\/json;base64,([\w+/=]+)/.exec(code) ?? []
  const place = originalPositionFor(new TraceMap(Buffer.from(data as string, 'base64').toString()), { line, column: column - 1 })
  return { line: place.line, column: (place.column ?? -1) + 1 }
}
