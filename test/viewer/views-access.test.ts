import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch, openPage, servePage } from './support/page.ts'
import type { Served } from './support/page.ts'
import { recordShop } from './support/shop.ts'
import type { Shop } from './support/shop.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let shop: Shop
let browser: Browser
let served: Served
beforeAll(async () => {
  ;[shop, browser] = await Promise.all([recordShop(), launch()])
  served = await servePage(shop.files, { root: shop.folder, isKnownFile: (file) => file.startsWith('src/') })
})
afterAll(async () => {
  await browser?.close()
  served?.close()
})

interface Violation {
  id: string
  nodes: { html: string; failureSummary: string }[]
}

/** What is wrong in a view and in the details, each with the elements that it is wrong with. */
async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(where: object, options: object): Promise<{ violations: Violation[] }> } }).axe.run(
      { include: ['main', 'aside'].filter((tag) => document.querySelector(tag)) },
      { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    ),
  )
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`))
}

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
    await page.addScriptTag({ content: AXE })
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
  await page.addScriptTag({ content: AXE })
  await page.locator('.table-row').first().waitFor()
  await page.evaluate(() => document.querySelector('.table-row')!.setAttribute('role', 'button'))
  expect((await faultsOf(page)).join()).toContain('aria-required-children')
  await page.context().close()
})
