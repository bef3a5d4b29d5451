import type { ServerResponse } from 'node:http'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PATIENCE } from '../web/live-fixture.ts'
import { launch, openPage, servePage } from './support/page.ts'
import { recordShop } from './support/shop.ts'

let browser: Browser
beforeAll(async () => void (browser = await launch()))
afterAll(() => browser?.close())

const MANY = 110_000

const named = (page: Page, name: RegExp): Locator =>
  page.locator('.split-main .table-row, .fill .table-row').filter({ has: page.locator('.name', { hasText: name }) })
const focusedText = (page: Page): Promise<string> => page.evaluate(() => document.activeElement!.querySelector('.label')?.textContent ?? '')

test('a hundred thousand rows: any of them is reached, and only those in sight are drawn', async () => {
  const served = await servePage((await recordShop(MANY)).files)
  const { page, faults } = await openPage(browser, served, '#/tree')
  await named(page, /^main$/).press('ArrowRight')
  await named(page, /^many$/).press('ArrowRight')
  const grid = page.locator('[role=treegrid]')
  const rows = (): Promise<number> => grid.getAttribute('aria-rowcount').then(Number)
  await expect.poll(rows, { timeout: 20_000 }).toBeGreaterThan(MANY)
  // Below the row of `many` come `tick(0)`, `tick(1)`, ..., each at its place.
  const first = Number(await named(page, /^many$/).getAttribute('aria-rowindex')) + 1
  for (const share of [0.25, 0.9, 0.5]) {
    await grid.evaluate((box, share) => (box.scrollTop = box.scrollHeight * share), share)
    await page.waitForFunction(() => {
      const box = document.querySelector('[role=treegrid]')!.getBoundingClientRect()
      const middle = document.elementFromPoint(box.x + 200, box.y + box.height / 2)!.closest('.table-row')
      return middle?.querySelector('.args')
    })
    const seen = await page
      .locator('[role=treegrid] .table-row')
      .evaluateAll((all) =>
        all
          .filter((row) => row.querySelector('.args'))
          .map((row) => [Number(row.ariaRowIndex), row.querySelector('.args')!.textContent] as const),
      )
    const ticks = seen.filter(([index]) => index >= first && index < first + MANY)
    expect(ticks.length).toBeGreaterThan(10)
    expect(ticks.map(([, text]) => text)).toEqual(ticks.map(([index]) => `(${index - first})`))
    expect(await page.locator('.table-row').count()).toBeLessThan(120)
  }
  await named(page, /^tick$/)
    .first()
    .focus()
  await page.keyboard.press('End')
  await expect.poll(() => page.evaluate(() => Number(document.activeElement!.ariaRowIndex))).toBe(await rows())
  await page.keyboard.press('Home')
  await expect.poll(() => page.evaluate(() => Number(document.activeElement!.ariaRowIndex))).toBe(2)
  await page.keyboard.press('PageDown')
  await expect.poll(() => page.evaluate(() => Number(document.activeElement!.ariaRowIndex))).toBeGreaterThan(10)
  expect(faults).toEqual([])
  await page.context().close()
  served.close()
})

describe('while the recording grows', () => {
  /** The shop's server, whose recording stops behind its first request until `goOn`. */
  async function growing(): Promise<{ url: string; goOn: () => void; close: () => void }> {
    const shop = await recordShop(20)
    const at = shop.texts.findIndex((text) => text.includes('src/server.js'))
    const text = shop.texts[at]!
    const end = text.indexOf('\n', text.indexOf('"t":"request"')) + 1
    let held: ServerResponse | undefined
    const served = await servePage([shop.files[at]!], undefined, (request, response) => {
      if (!request.url!.endsWith('/recording/0')) return false
      response.write(text.slice(0, end))
      held = response
      return true
    })
    return { url: served.url, close: served.close, goOn: () => held!.end(text.slice(end)) }
  }

  async function opened(hash: string): Promise<{ page: Page; goOn: () => void; close: () => Promise<void> }> {
    const source = await growing()
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
    page.setDefaultTimeout(PATIENCE)
    await page.goto(source.url + hash)
    const close = async (): Promise<void> => {
      await page.context().close()
      source.close()
    }
    return { page, goOn: source.goOn, close }
  }

  test('what is open in the tree stays open, what is chosen stays chosen, and the focus where it is', async () => {
    const { page, goOn, close } = await opened('#/tree')
    await named(page, /^GET \/api\/stock\/lamp$/)
      .last()
      .press('ArrowRight')
    await named(page, /^handle$/).press('ArrowRight')
    await named(page, /^getStock$/).press('ArrowRight')
    await named(page, /^query$/).waitFor()
    await named(page, /^getStock$/).focus()
    await page.keyboard.press('ArrowDown')
    expect(await focusedText(page)).toContain('query')
    await page.locator('.event-details h3', { hasText: 'query' }).waitFor()
    const before = Number(await page.locator('[role=treegrid]').getAttribute('aria-rowcount'))
    goOn()
    await expect
      .poll(async () => Number(await page.locator('[role=treegrid]').getAttribute('aria-rowcount')), { timeout: 20_000 })
      .not.toBe(before)
    expect(await page.locator('.event-details h3').textContent()).toContain('query')
    await close()
  })

  test('a row of functions keeps focus and place in the order while its figures change', async () => {
    const { page, goOn, close } = await opened('#/functions')
    const sorted = page.getByRole('columnheader', { name: 'Function' }).getByRole('button')
    await sorted.click()
    await named(page, /^query$/).focus()
    const calls = (): Promise<string | null> =>
      named(page, /^query$/)
        .locator('.num')
        .first()
        .textContent()
    expect(await calls()).toBe(' 1')
    goOn()
    await expect.poll(calls, { timeout: 20_000 }).toBe(' 8')
    expect(await focusedText(page)).toContain('query')
    // New functions came in before it.
    expect(Number(await named(page, /^query$/).getAttribute('aria-rowindex'))).toBeGreaterThan(6)
    await close()
  })
})
