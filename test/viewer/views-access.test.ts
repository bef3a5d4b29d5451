import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch, openPage, servePage } from './support/page.ts'
import type { Site } from './support/page.ts'
import { recordShop } from './support/shop.ts'
import type { Shop } from './support/shop.ts'
import { violations } from './support/violations.ts'

let shop: Shop
let browser: Browser
let served: Site
beforeAll(async () => {
  ;[shop, browser] = await Promise.all([recordShop(), launch()])
  served = await servePage(shop.files, { root: shop.folder, isKnownFile: (file) => file.startsWith('src/') })
})
afterAll(async () => {
  await browser?.close()
  served?.close()
})

/** What is wrong in a view and in the details. */
const faultsOf = (page: Page): Promise<string[]> =>
  violations(page, {
    include: ['main', 'aside'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  })

const click = (page: Page, label: string, text: string): Promise<void> =>
  page
    .locator(`.table-scroller[aria-label="${label}"] .table-row`, { hasText: text })
    .first()
    .locator('.name, .url, .message')
    .first()
    .click()

/** Where to go, and what to do there until all that the view has is shown. */
const VIEWS: [name: string, hash: string, act: (page: Page) => Promise<void>][] = [
  [
    'tree',
    '#/tree',
    async (page) => {
      await page.getByRole('button', { name: 'Open what failed' }).click()
      await page.locator('.table-row', { hasText: 'reserve' }).waitFor()
      await click(page, 'Call tree', 'boot')
      await page.locator('.event-details .value').first().waitFor()
    },
  ],
  ['functions', '#/functions', (page) => page.locator('.table-row', { hasText: 'tick' }).waitFor()],
  ['function', '#/function/src%2Fcart.js%23Cart.total', (page) => page.locator('.source-line.marked').first().waitFor()],
  [
    'requests',
    '#/requests',
    async (page) => {
      await click(page, 'Requests', 'checkout/lamp')
      await page.locator('.sides').waitFor()
      await page.locator('.table-row code').first().waitFor()
    },
  ],
  [
    'errors',
    '#/errors',
    async (page) => {
      await click(page, 'Errors', 'RangeError')
      await page.locator('.way .uncaught').waitFor()
    },
  ],
  ['search', '#/search?q=lamp', (page) => page.locator('.found mark').first().waitFor()],
  [
    'compare',
    '#/compare',
    async (page) => {
      await page.locator('.choose input').setInputFiles(shop.files[1]!.path)
      await page.getByRole('heading', { name: /^New/ }).waitFor()
    },
  ],
]

describe.each(VIEWS)('%s', (_, hash, act) => {
  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
    ['dark', 360],
  ] as const)('nothing is wrong for who cannot see it, %s and %d pixels wide', async (colorScheme, width) => {
    const { page, faults } = await openPage(browser, served, hash, {
      colorScheme,
      viewport: { width, height: 800 },
      // To run axe in it; that the policy holds is seen elsewhere.
      bypassCSP: true,
    })
    await act(page)
    expect(await faultsOf(page)).toEqual([])
    expect(faults).toEqual([])
    // Nothing is wider than the window.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    await page.context().close()
  })
})

test('a planted fault is seen', async () => {
  const { page } = await openPage(browser, served, '#/functions', { bypassCSP: true })
  await page.locator('.table-row').first().waitFor()
  await page.evaluate(() => document.querySelector('.table-row')!.setAttribute('role', 'button'))
  expect((await faultsOf(page)).join()).toContain('aria-required-children')
  await page.context().close()
})
