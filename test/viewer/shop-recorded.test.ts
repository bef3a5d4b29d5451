import { execFileSync, spawn } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { SPOOR } from '../check/fixture.ts'
import { ended, listening } from '../support/listening.ts'
import { shownBy } from './shop-facts.ts'
import { copyOfShop, startShop } from './shop-fixture.ts'
import { until } from '../web/live-fixture.ts'
import { buyTwice, functionRow, go, PATIENCE, shops } from './shop-page.ts'

const { browser, env, keep, visit } = shops()

/** Waits until our page has what all programs have recorded: a mark comes behind it. */
async function isAllThere(page: Page): Promise<void> {
  const panel = page.getByRole('button', { name: 'What is recorded' })
  await panel.click()
  // Those that are gone stand in a list of their own.
  const programs = await page.locator('.programs').first().locator('> li').count()
  await page.getByLabel('Name of a mark').fill('all')
  await page.getByRole('button', { name: 'Mark', exact: true }).click()
  const marks = async (): Promise<number> => Number(/(\d+) marks?/.exec(await page.locator('.foot').innerText())?.[1] ?? 0)
  await until(async () => (await marks()) >= programs, 60)
  await panel.click()
}

/** `spoor view kept` in that folder. */
async function view(root: string): Promise<string> {
  const child = spawn(process.execPath, [SPOOR, 'view', 'kept', '--no-open'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const { url } = await listening(child, /(http:\S+)\n/)
  keep({ stop: (signal) => ended(child, signal) })
  return url
}

interface Opened {
  page: Page
  asked: string[]
  faults: string[]
}

/** In a context of its own; all of it has been read. */
async function open(url: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const page = await (await browser().newContext({ viewport: { width: 1280, height: 800 }, ...options })).newPage()
  const [asked, faults]: string[][] = [[], []]
  page.on('request', (one) => asked!.push(one.url()))
  page.on('pageerror', (error) => faults!.push(error.message))
  page.on('console', (message) => message.type() === 'error' && faults!.push(message.text()))
  await page.goto(url)
  await page.getByRole('contentinfo', { name: 'Status' }).getByText('Recording', { exact: true }).waitFor(PATIENCE)
  return { page, asked: asked!, faults: faults! }
}

test('what was seen live is what its recording shows, served and as one file from a disk', { timeout: 240_000 }, async () => {
  const root = copyOfShop('shop-recorded')
  const kept = join(root, 'kept')
  const shop = keep(await startShop(root, { ...env, SPOOR_RECORD: kept }))
  const { customer, page } = await visit(shop.url)
  await buyTwice(customer)
  await functionRow(page, 'Bank.authorize')
  await isAllThere(page)
  const live = await shownBy(page, 'shippingLabel')
  expect(live.tree.join('\n')).toContain('threw TypeError')
  await customer.close()
  await shop.stop()

  const served = await open(await view(root))
  expect(await shownBy(served.page, 'shippingLabel')).toEqual(live)
  expect(served.faults).toEqual([])

  const [first, ...others] = readdirSync(kept)
  expect(others.length).toBeGreaterThan(0)
  writeFileSync(join(kept, `${first}.gz`), gzipSync(readFileSync(join(kept, first!))))
  rmSync(join(kept, first!))
  execFileSync(process.execPath, [SPOOR, 'export', 'kept', '--to', 'html', '--out', 'shop.html'], { cwd: root, stdio: 'pipe' })
  const address = pathToFileURL(join(root, 'shop.html')).href
  const mailed = await open(address, { offline: true })
  expect(await shownBy(mailed.page, 'shippingLabel')).toEqual(live)
  expect({ ...mailed, asked: mailed.asked.filter((one) => one !== address && !one.startsWith('blob:')) }).toMatchObject({
    asked: [],
    faults: [],
  })
  await expectPolicy((await open(address)).page)
})

/** That nothing leaves the page although there is a network, and nothing runs that it did not come with. */
async function expectPolicy(page: Page): Promise<void> {
  let knocks = 0
  const server = createServer((_, response) => void (knocks++, response.writeHead(200, { 'access-control-allow-origin': '*' }).end('')))
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', () => ready()))
  keep({ stop: async () => void server.close() })
  const { port } = server.address() as AddressInfo
  const refused = await page.evaluate(async (url) => {
    const refused: string[] = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => refused.push(effectiveDirective))
    await fetch(url).catch(() => undefined)
    new Image().src = url
    document.head.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.owned = true' }))
    document.body.append(Object.assign(document.createElement('iframe'), { src: url }))
    document.body.append(Object.assign(document.createElement('form'), { action: url, method: 'post' }))
    document.forms[document.forms.length - 1]!.submit()
    while (refused.length < 5) await new Promise((done) => setTimeout(done, 20))
    return refused.toSorted()
  }, `http://127.0.0.1:${port}/`)
  expect(refused).toEqual(['connect-src', 'form-action', 'frame-src', 'img-src', 'script-src-elem'])
  expect(await page.evaluate(() => 'owned' in globalThis)).toBe(false)
  expect(knocks).toBe(0)
}

/** The shop learns of Portugal and of a slow bank. */
function edit(root: string): void {
  const change = (file: string, from: string, to: string): void => {
    const path = join(root, 'src/core', file)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(from)
    writeFileSync(path, text.replace(from, to))
  }
  change(
    'address.ts',
    "  DE: { land: 'Germany'",
    "  PT: { land: 'Portugal', normalise: (postcode) => hyphenated(postcode) },\n  DE: { land: 'Germany'",
  )
  change(
    'address.ts',
    '/**\n * The address',
    "function hyphenated(postcode: string): string {\n  return [postcode.slice(0, 4), postcode.slice(4)].filter(Boolean).join('-')\n}\n\n/**\n * The address",
  )
  change('payment.ts', 'this.clock.sleep(20)', 'this.clock.sleep(900)')
}

test('two runs, before and after an edit, compared while the second runs and from files', { timeout: 240_000 }, async () => {
  const root = copyOfShop('shop-compare')
  const before = keep(await startShop(root, { ...env, SPOOR_RECORD: 'before' }))
  const first = await visit(before.url)
  await buyTwice(first.customer)
  await functionRow(first.page, 'Bank.authorize')
  await first.page.context().close()
  await before.stop()
  const files = readdirSync(join(root, 'before')).map((name) => join(root, 'before', name))

  edit(root)
  const after = keep(await startShop(root, { ...env, SPOOR_RECORD: 'kept' }))
  const { customer, faults, page } = await visit(after.url)
  await buyTwice(customer, true)
  for (const name of ['hyphenated', 'orderEvents']) await functionRow(page, name)
  await compareWith(page, files)
  await expectDifferences(page)
  expect(faults).toEqual([])

  await customer.close()
  await after.stop()
  const served = await open(await view(root))
  await compareWith(served.page, files)
  await expectDifferences(served.page)
  if (process.env['SCREENSHOTS']) await pictures(served.page, process.env['SCREENSHOTS'])
  await served.page.getByRole('button', { name: 'Swap' }).click()
  await differs(served.page, 'Gone', /hyphenated/)
  await differs(served.page, 'Faster', /Bank\.#ask/)
  await differs(served.page, 'Outcome changed', /shippingLabel.*fails now/)
  expect(served.faults).toEqual([])
})

async function compareWith(page: Page, files: string[]): Promise<void> {
  await go(page, 'compare')
  await page.getByLabel('Choose a recording to compare with').setInputFiles(files)
}

/** A row in a part of the differences. */
const differs = (page: Page, part: string, text: RegExp): Promise<void> =>
  page.getByRole('region', { name: part }).getByRole('row').filter({ hasText: text }).first().waitFor(PATIENCE)

async function expectDifferences(page: Page): Promise<void> {
  await differs(page, 'New', /hyphenated.*address\.ts/)
  await differs(
    page,
    'Outcome changed',
    /shippingLabel.*fails no more.*before: TypeError: Cannot read properties of undefined \(reading 'normalise'\)/s,
  )
  await differs(page, 'Outcome changed', /checkout.*fails no more/s)
  await differs(page, 'Slower', /Bank\.#ask/)
  await differs(page, 'Gone', /ApiError\.constructor/)
  // More often than before, those with most calls first.
  await differs(page, 'Called more or less often', /×[1-9][\d.]*\s*\+\d+/)
  for (const side of ['Before', 'After']) await page.getByText(side, { exact: true }).first().waitFor(PATIENCE)
  // What did not change is not there.
  expect(await page.getByRole('region', { name: 'Compare' }).getByText('Cart.add', { exact: true }).count()).toBe(0)
}

async function pictures(page: Page, folder: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.waitForTimeout(900)
    await page.screenshot({ path: join(folder, `viewer-compare-${colorScheme}.png`) })
  }
}
