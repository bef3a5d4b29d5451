import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openLive } from './support/live.ts'
import { launch, visit } from './support/page.ts'
import type { Opened, Site } from './support/page.ts'
import { site } from './support/site.ts'
import { tab } from './timeline-shop.ts'

let browser: Browser
let served: Site
let opened: Opened
beforeAll(async () => {
  browser = await launch()
  served = await site([{ name: 'tab.spoor.ndjson', text: tab() }])
})
afterAll(async () => {
  await browser?.close()
  served?.close()
})
afterEach(() => opened.page.context().close())

const details = (page: Page): ReturnType<Page['locator']> => page.getByRole('complementary', { name: 'Details of the selected event' })
const selOf = (page: Page): string | null => new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('sel')

/** The call of which an argument is searched, selected there. */
async function selectBuy(): Promise<Page> {
  opened = await visit(browser, served, '#/search?q=lamps', { reducedMotion: 'reduce' })
  const { page } = opened
  await page.locator('.table-row').first().click()
  await details(page).getByRole('heading', { name: 'Cart.buy' }).waitFor()
  await expect.poll(() => selOf(page)).not.toBeNull()
  return page
}

test('a view that has every event takes the selection over; others begin without, and each step back has its own', async () => {
  const page = await selectBuy()
  const isOpen = (): Promise<number> => details(page).count()
  await page.locator('body').press('3')
  await expect.poll(isOpen).toBe(0)
  expect(selOf(page)).toBeNull()
  await page.locator('body').press('1')
  await details(page).getByRole('heading', { name: 'Cart.buy' }).waitFor()
  await page.locator('body').press('2')
  await details(page).getByRole('heading', { name: 'Cart.buy' }).waitFor()
  await page.goBack()
  await expect.poll(() => page.url()).toContain('#/timeline')
  expect(await isOpen()).toBe(1)
  await page.goBack()
  await expect.poll(() => page.url()).toContain('#/functions')
  await expect.poll(isOpen).toBe(0)
  await page.goBack()
  await expect.poll(() => page.url()).toContain('#/search')
  await expect.poll(isOpen).toBe(1)
  await page.goForward()
  await expect.poll(isOpen).toBe(0)
})

test('the address selects it again; put away, it is gone from there too', async () => {
  const page = await selectBuy()
  const sel = selOf(page)
  await page.reload()
  await details(page).getByRole('heading', { name: 'Cart.buy' }).waitFor()
  expect(selOf(page)).toBe(sel)
  await page.getByRole('button', { name: 'Close details' }).click()
  await expect.poll(() => selOf(page)).toBeNull()
  await page.locator('body').press('1')
  await expect.poll(() => page.url()).toContain('#/timeline')
  expect(await details(page).count()).toBe(0)
})

test('of programs that run, which may come in another order, an address that is opened selects nothing', async () => {
  const live = await openLive(browser)
  opened = live
  const { page } = live
  live.begins('1'.repeat(16), tab().replace(/\{"t":"end".*\n$/, ''))
  await page.getByRole('link', { name: 'Search' }).click()
  await page.getByRole('searchbox').fill('lamps')
  await page.locator('.table-row').first().click()
  await expect.poll(() => selOf(page)).not.toBeNull()
  await page.reload()
  await expect.poll(() => page.locator('.foot').innerText()).toMatch('205 calls')
  expect([selOf(page), await details(page).count()]).toEqual([null, 0])
  await live.close()
})
