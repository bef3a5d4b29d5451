import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { charts, clickChart, inRow, isDrawn, range, spoken, x } from './timeline-chart.ts'
import { violations } from './support/violations.ts'
import { shop, tab } from './timeline-shop.ts'

const open = charts()

const zoom = (page: Page): string | null => new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('zoom')
const steps = (page: Page): Promise<number> => page.evaluate(() => history.length)

describe('the part that is shown stands in the address', () => {
  test('once for all steps of a zoom; reload and a copied address show it again', async () => {
    const page = await open()
    expect(zoom(page)).toBeNull()
    const before = await steps(page)
    await page.locator('.chart canvas').dblclick({ position: { x: x(25), y: inRow(1) } })
    await expect.poll(() => zoom(page)).toBe('7..43')
    for (let i = 0; i < 5; i++) await page.locator('.chart canvas').press('d')
    await expect.poll(() => zoom(page)).toBe('43..79')
    expect(await steps(page)).toBe(before)
    await page.reload()
    await isDrawn(page)
    await expect.poll(() => range(page)).toBe(36)
    expect(await page.locator('.range').innerText()).toMatch(/^43(\.0+)? ms – 79/)
    const copy = await page.context().newPage()
    await copy.goto(page.url())
    await expect.poll(() => copy.locator('.range').innerText()).toBe(await page.locator('.range').innerText())
    await page.locator('.chart canvas').press('0')
    await expect.poll(() => zoom(page)).toBeNull()
  })

  test('also where the page is left at once', async () => {
    const page = await open()
    await page.locator('.chart canvas').press('w')
    await expect.poll(() => range(page)).toBeLessThan(500)
    const shown = await range(page)
    await page.reload()
    await isDrawn(page)
    await expect.poll(() => range(page)).toBe(shown)
  })

  test('goes along to other views, and back leads to what was shown', async () => {
    const page = await open()
    await page.locator('.streams').getByRole('button', { name: 'server.mjs' }).click()
    await page.locator('.chart canvas').dblclick({ position: { x: x(550), y: inRow(0) } })
    await expect.poll(() => zoom(page)).toBe('490..610')
    await page.getByRole('link', { name: 'Functions' }).click()
    expect(zoom(page)).toBe('490..610')
    await page.getByRole('link', { name: 'Timeline' }).click()
    await expect.poll(() => range(page)).toBe(120)
    for (let i = 0; i < 3; i++) await page.goBack()
    await expect.poll(() => range(page)).toBe(687)
    expect(zoom(page)).toBeNull()
    await page.goForward()
    await expect.poll(() => range(page)).toBe(120)
  })

  test('is that of one recording', async () => {
    const page = await open(shop(), '#/timeline?zoom=500..600')
    await expect.poll(() => range(page)).toBe(100)
    const buffer = Buffer.from(tab())
    await page.locator('input[type=file]').setInputFiles({ name: 'other.spoor.ndjson', mimeType: 'application/octet-stream', buffer })
    await expect.poll(() => page.locator('.title').innerText()).toBe('other.spoor.ndjson')
    await expect.poll(() => range(page)).toBe(687)
    expect(zoom(page)).toBeNull()
  })

  test.each(['600..500', 'last', 'x..y', '1e999..2', '..'])('%s says nothing', async (text) => {
    const page = await open(shop(), `#/timeline?zoom=${text}`)
    await expect.poll(() => range(page)).toBe(687)
    await expect.poll(() => zoom(page)).toBeNull()
  })

  test('the whole as well, where a time is meant', async () => {
    const page = await open(shop(), '#/timeline?from=500&to=600')
    await expect.poll(() => range(page)).toBe(100)
    await page.locator('.chart canvas').press('0')
    await expect.poll(() => zoom(page)).toBe('all')
    await page.reload()
    await isDrawn(page)
    await expect.poll(() => range(page)).toBe(687)
  })
})

describe('the map of the whole by keys', () => {
  const map = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('slider', { name: 'Part of the recording that is shown' })
  const says = (page: Page): Promise<string | null> => map(page).getAttribute('aria-valuetext')
  const at = async (page: Page): Promise<number> => Number(await map(page).getAttribute('aria-valuenow'))

  test('moves and resizes, and says what is shown', async () => {
    const page = await open()
    await expect.poll(() => says(page)).toBe('all of it, 687 ms')
    await map(page).focus()
    await page.keyboard.press('+')
    await page.keyboard.press('+')
    await expect.poll(() => says(page)).toBe('175 ms to 512 ms, 337 ms of 687 ms')
    expect(await at(page)).toBe(50)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => says(page)).toBe('209 ms to 545 ms, 337 ms of 687 ms')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('PageDown')
    await expect.poll(() => at(page)).toBe(0)
    await page.keyboard.press('End')
    await expect.poll(() => says(page)).toBe('350 ms to 687 ms, 337 ms of 687 ms')
    expect(await at(page)).toBe(100)
    await page.keyboard.press('Home')
    await expect.poll(() => at(page)).toBe(0)
    await page.keyboard.press('-')
    await expect.poll(() => says(page)).toMatch(/^0 to 481 ms/)
    // What it has no use for are the chart's keys.
    await page.keyboard.press('0')
    await expect.poll(() => says(page)).toBe('all of it, 687 ms')
  })

  test.each(['light', 'dark'] as const)('axe has nothing to say: %s', async (colorScheme) => {
    const page = await open(shop(), '#/timeline?zoom=100..200', { colorScheme, bypassCSP: true })
    await map(page).focus()
    expect(await violations(page, { include: ['.timeline'] })).toEqual([])
  })
})

describe('what the filter means is gone through by n and N', () => {
  test('in the order of time, whatever its stream; beyond what is drawn as well', async () => {
    const page = await open()
    await page.locator('.chart canvas').press('n')
    await page.locator('#filter').fill('query, format, **#render')
    await expect.poll(() => page.locator('.matches').innerText()).toMatch(/^3 of/)
    await page.locator('.chart canvas').focus()
    expect(await spoken(page)).toBe('')
    for (const [key, name] of [
      ['n', 'query'],
      ['n', 'render'],
      ['n', 'format'],
      ['N', 'render'],
      ['N', 'query'],
    ] as const) {
      await page.keyboard.press(key)
      await expect.poll(() => spoken(page)).toMatch(new RegExp(`^${name} `))
    }
    await page.keyboard.press('f')
    await expect.poll(() => range(page)).toBeLessThan(250)
    await page.keyboard.press('+')
    await page.keyboard.press('+')
    await page.keyboard.press('+')
    await expect.poll(() => range(page)).toBeLessThan(80)
    await page.keyboard.press('n')
    await expect.poll(() => spoken(page)).toMatch(/^render /)
  })
})

describe('streams fold by keys', () => {
  test('their heads are buttons, in the order of the streams, and say whether they are open', async () => {
    const page = await open()
    const heads = page.locator('.chart-heads').getByRole('button')
    await expect.poll(() => heads.allInnerTexts()).toEqual([expect.stringMatching(/\/cart/), expect.stringMatching(/server\.mjs/)])
    await page.locator('.chart canvas').focus()
    await page.keyboard.press('Tab')
    expect(await heads.first().evaluate((head) => head === document.activeElement)).toBe(true)
    const [cart, server] = [heads.first(), heads.last()]
    const top = async (): Promise<number> => (await server.boundingBox())!.y
    const before = await top()
    await page.keyboard.press('Enter')
    await expect.poll(() => cart.getAttribute('aria-expanded')).toBe('false')
    await expect.poll(top).toBeLessThan(before - 40)
    // The chart keeps its other keys.
    await page.keyboard.press('w')
    await expect.poll(() => range(page)).toBeLessThan(500)
    await page.keyboard.press('C')
    await expect.poll(() => server.getAttribute('aria-expanded')).toBe('false')
    await page.keyboard.press('C')
    await expect.poll(() => cart.getAttribute('aria-expanded')).toBe('true')
    await expect.poll(top).toBe(before)
  })

  test('one that is out of sight comes into it with the focus, and its head stays while its rows are scrolled', async () => {
    const page = await open(shop(), '', { viewport: { width: 1280, height: 250 } })
    const server = page.locator('.chart-heads').getByRole('button', { name: 'server.mjs' })
    const chart = (await page.locator('.chart').boundingBox())!
    expect((await server.boundingBox())!.y).toBeGreaterThan(chart.y + chart.height)
    await server.focus()
    await expect.poll(async () => (await server.boundingBox())!.y).toBeLessThan(chart.y + chart.height - 20)
    await page.locator('.chart-scroll').evaluate((scroller) => scroller.scrollTo(0, 60))
    const cart = page.locator('.chart-heads').getByRole('button', { name: '/cart' })
    await expect.poll(async () => (await cart.boundingBox())!.y).toBe(chart.y + 25)
  })

  test('c folds the process of what is selected', async () => {
    const page = await open()
    await clickChart(page, { x: x(20), y: inRow(0) })
    await expect.poll(() => spoken(page)).toMatch(/Cart\.buy/)
    await page.keyboard.press('c')
    await expect.poll(() => page.locator('.chart-heads [aria-expanded=false]').count()).toBe(1)
  })
})
