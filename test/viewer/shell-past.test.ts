import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openLive } from './support/live.ts'
import type { Live } from './support/live.ts'
import { launch } from './support/page.ts'
import { violations } from './support/violations.ts'
import { ORIGIN, tab } from './timeline-shop.ts'

let browser: Browser
beforeAll(async () => void (browser = await launch()))
afterAll(() => browser?.close())

let live: Live | undefined
afterEach(() => live?.close())

const idOf = (n: number): string => String(n).repeat(16)

/** What the n-th tab writes, ten seconds after the one before, as long as it is open. */
const linesOf = (n: number): string =>
  tab()
    .replace(/\{"t":"end".*\n$/, '')
    .replaceAll(idOf(1), idOf(n))
    .replace(String(ORIGIN), String(ORIGIN + n * 10_000))

const heads = (page: Page): Promise<string[]> => page.locator('.chart-head .stream-fold span').allInnerTexts()
const chip = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('button', { name: /^\d+ ended/ })
const chips = (page: Page): Promise<string[]> => page.locator('.streams .chip').allInnerTexts()

/** A tab that was loaded twice again. @returns by which its last page ends */
async function loadedThrice(): Promise<{ page: Page; end: () => void }> {
  live = await openLive(browser, { bypassCSP: true })
  const { page } = live
  await expect.poll(() => page.locator('.foot').innerText()).toMatch('Live')
  live.begins(idOf(1), linesOf(1))()
  live.begins(idOf(2), linesOf(2))()
  const end = live.begins(idOf(3), linesOf(3))
  await expect.poll(() => page.locator('.foot').innerText()).toMatch('615 calls')
  return { page, end }
}

test('what was loaded again is put away: out of the timeline and the chips, in all other views; and comes when it is asked for', async () => {
  const { page } = await loadedThrice()
  await expect.poll(() => heads(page)).toEqual(['tab · 205 calls'])
  expect(await chips(page)).toEqual([expect.stringMatching(/cart\s*tab/), '2 ended tabs'])
  expect(await violations(page)).toEqual([])
  await chip(page).press('Enter')
  await expect.poll(() => heads(page)).toEqual(['tab · 205 calls · ended', 'tab · 205 calls · ended', 'tab · 205 calls'])
  expect(await chips(page)).toHaveLength(4)
  await chip(page).click()
  await expect.poll(() => heads(page)).toHaveLength(1)
  await page.getByRole('link', { name: 'Functions' }).click()
  await expect.poll(() => page.locator('.table-row', { hasText: 'Cart.total' }).innerText()).toMatch(/\b3\b/)
})

test('its lane is there while something of it is selected', async () => {
  const { page } = await loadedThrice()
  await page.getByRole('link', { name: 'Search' }).click()
  await page.getByRole('searchbox').fill('lamps')
  await page.locator('.table-row').first().click()
  await page.getByRole('link', { name: 'Timeline' }).click()
  await expect.poll(() => heads(page)).toHaveLength(2)
  await page.keyboard.press('Escape')
  await expect.poll(() => heads(page)).toHaveLength(1)
})

test('the last one stays, also when it ends; it is put away as soon as another does something', async () => {
  const { page, end } = await loadedThrice()
  end()
  await expect.poll(() => heads(page)).toEqual(['tab · 205 calls · ended'])
  expect(await chips(page)).toEqual([expect.stringMatching(/cart\s*ended/), '2 ended tabs'])
  live!.begins(idOf(4), linesOf(4))
  await expect.poll(() => chips(page)).toEqual([expect.stringMatching(/cart\s*tab/), '3 ended tabs'])
  await expect.poll(() => heads(page)).toEqual(['tab · 205 calls'])
})

test('in the list of programs those that have ended are told last, in one line', async () => {
  const { page } = await loadedThrice()
  await page.getByRole('button', { name: 'What is recorded' }).click()
  const shown = (): Promise<number> => page.locator('.programs > li:visible').count()
  await expect.poll(shown).toBe(1)
  await page.getByText('2 programs ended').click()
  await expect.poll(shown).toBe(3)
  expect(await page.getByRole('switch').evaluateAll((all) => all.map((one) => (one as HTMLButtonElement).disabled))).toEqual([
    false,
    true,
    true,
  ])
  expect(await violations(page)).toEqual([])
})

test('a process that was started again follows the one of the same words, and no other', async () => {
  live = await openLive(browser)
  const { page } = live
  const process = (n: number, title: string): string =>
    linesOf(n).replace('"platform":"browser"', '"platform":"node"').replace('http://localhost:5173/cart', title)
  const facts = { kind: 'processes', platform: 'node' } as const
  live.begins(idOf(1), process(1, 'node api.js'), facts)()
  live.begins(idOf(2), process(2, 'node jobs.js'), facts)()
  live.begins(idOf(3), process(3, 'node api.js'), facts)
  await expect.poll(() => chips(page)).toEqual([expect.stringMatching('jobs.js'), expect.stringMatching('api.js'), '1 ended process'])
})
