import { BOX_FLAGS } from '@spoor/viewer'
import fc from 'fast-check'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { AXIS, BAND_GAP, HEAD, ROW } from '../../packages/viewer/src/page/timeline/layout.ts'
import { together } from '../../packages/viewer/src/page/timeline/together.ts'
import { seed } from '../support/seed.ts'
import { charts, clickChart, GROUND, spoken, TAB_BAND, x } from './timeline-chart.ts'
import { pixel, pixelsLike } from './support/pixels.ts'
import { violations } from './support/violations.ts'
import { crowd } from './timeline-shop.ts'

const open = charts()

/** In the row of the tab's request, above its label; it was sent at 50 ms and answered at 370 ms. */
const TAB_BAR = TAB_BAND + 2
/** The crowd lasts 1000 ms; a hundredth more is shown. */
const CROWD = 1010
const CROWD_BAND = AXIS + HEAD
const inBand = (row: number): number => CROWD_BAND + row * ROW + 2
const GOOD = [211, 235, 221]
const [FAILED, REFUSED, PENDING] = [
  [248, 210, 210],
  [250, 230, 192],
  [219, 231, 251],
]
const at = (page: Page, time: number, row: number): Promise<number[]> => pixel(page, x(time, 0, CROWD), inBand(row))
const allRows = (page: Page): Locator => page.getByRole('button', { name: 'All 8 rows of requests of crowd.mjs' })

describe('requests lie in rows of their own', () => {
  test('above the calls, which have none between them', async () => {
    const page = await open()
    expect(await pixel(page, x(200), TAB_BAR)).toEqual(GOOD)
    expect(await pixel(page, x(450), TAB_BAR)).not.toEqual(GOOD)
    // `Cart.buy` and what it calls; the row below held the request.
    expect(await pixel(page, x(395), TAB_BAND + ROW + BAND_GAP + 2)).not.toEqual(GROUND)
    expect(await pixel(page, x(200), TAB_BAND + 2 * ROW + BAND_GAP + 2)).toEqual(GROUND)
  })

  test('in the colour of what became of them, and all of them where that is asked for, by pointer or key', async () => {
    const page = await open(crowd())
    expect(await at(page, 300, 0)).toEqual(GOOD)
    expect(await at(page, 300, 2)).toEqual(REFUSED)
    // The other four lie together in the fifth row.
    expect(await at(page, 300, 4)).not.toEqual(FAILED)
    expect(await at(page, 900, 4)).not.toEqual(GROUND)
    expect(await pixel(page, x(300, 0, CROWD), CROWD_BAND + 5 * ROW + BAND_GAP + 2)).not.toEqual(GROUND)
    await allRows(page).click()
    await expect.poll(() => at(page, 300, 4)).toEqual(FAILED)
    expect(await at(page, 900, 7)).toEqual(PENDING)
    expect(await at(page, 900, 4)).not.toEqual(FAILED)
    await allRows(page).press('Enter')
    await expect.poll(() => at(page, 300, 4)).not.toEqual(FAILED)
    await expect.poll(() => allRows(page).getAttribute('aria-expanded')).toBe('false')
  })

  test('what the filter does not mean is dimmed among them too', async () => {
    const page = await open(crowd())
    await page.locator('#filter').fill('2')
    await expect.poll(() => at(page, 300, 0)).not.toEqual(GOOD)
    expect(await at(page, 300, 1)).toEqual(GOOD)
  })
})

describe('a request', () => {
  test('is selected by a click, said in words, and told of beside', async () => {
    const page = await open()
    await clickChart(page, { x: x(200), y: TAB_BAR })
    await expect
      .poll(() => spoken(page))
      .toMatch(/^POST \/api\/checkout was answered with 201 after 320 ms; at 50 ms in \/cart; in Cart\.buy;/)
    await expect.poll(() => page.locator('.details').innerText()).toMatch(/POST \/api\/checkout[^]*Both sides/)
  })

  test('of the server is selected as well, with a curve from that of the client', async () => {
    const page = await open()
    const accent = [29, 95, 209] as const
    const before = await pixelsLike(page, accent)
    const bottom = TAB_BAND + 3 * ROW + BAND_GAP + 10
    await clickChart(page, { x: x(250), y: bottom + HEAD + 4 })
    await expect.poll(() => spoken(page)).toMatch(/^POST \/api\/checkout was answered with 201/)
    await expect.poll(() => pixelsLike(page, accent)).toBeGreaterThan(before + 200)
  })

  test('that failed is called so, and a tip says its status and how many lie together', async () => {
    const page = await open(crowd())
    const tip = async (time: number, row: number): Promise<string> => {
      await page.locator('.chart canvas').hover({ position: { x: x(time, 0, CROWD), y: inBand(row) + 4 } })
      await expect.poll(() => page.locator('.tip').count()).toBe(1)
      return page.locator('.tip').innerText()
    }
    await expect.poll(() => tip(300, 2)).toMatch(/GET \/of\/3 404\s+400 ms\s+404 · answered here/)
    await expect.poll(() => tip(300, 4)).toMatch(/4 requests[^]*one of them: GET \/of\/5/)
    await clickChart(page, { x: x(300, 0, CROWD), y: inBand(4) })
    await expect.poll(() => spoken(page)).toMatch(/^GET \/of\/5 failed with 500 after 400 ms/)
  })

  test('is reached by keys: r and R go through them, arrows to what ran in it', async () => {
    const page = await open(crowd())
    await page.locator('.chart canvas').focus()
    await page.keyboard.press('r')
    await expect.poll(() => spoken(page)).toMatch(/^GET \/of\/1 /)
    await page.keyboard.press('r')
    await expect.poll(() => spoken(page)).toMatch(/^GET \/of\/2 /)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => spoken(page)).toMatch(/^GET \/of\/3 /)
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => spoken(page)).toMatch(/^handle took 398 ms/)
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => spoken(page)).toMatch(/^GET \/of\/3 /)
    await page.keyboard.press('R')
    await expect.poll(() => spoken(page)).toMatch(/^GET \/of\/2 /)
  })

  test('is found by r where none is drawn', async () => {
    const page = await open(crowd())
    await page.locator('.chart canvas').focus()
    await page.locator('.chart canvas').dblclick({ position: { x: x(998, 0, CROWD), y: CROWD_BAND + 5 * ROW + BAND_GAP + 4 } })
    await expect.poll(() => page.locator('.range b').innerText()).toMatch(/^6\.?\d* ms/)
    await page.keyboard.press('Escape')
    await page.keyboard.press('R')
    await expect.poll(() => spoken(page)).toMatch(/^GET \/of\/8 is still running/)
    await page.keyboard.press('R')
    await expect.poll(() => spoken(page)).toMatch(/^GET \/of\/7 /)
  })
})

test('requests that lie together: none is lost, none overlaps another, and what failed is known', () => {
  const one = fc.record({ row: fc.nat(9), from: fc.nat(1000), length: fc.nat(60), failed: fc.boolean() })
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 60 }), (all) => {
      const count = all.length
      const requests = {
        rows: 10,
        row: Uint16Array.from(all, ({ row }) => row),
        from: Float64Array.from(all, ({ from }) => from),
        to: Float64Array.from(all, ({ from, length }) => from + length),
        ref: Float64Array.from(all, (_, i) => i),
        flags: Uint8Array.from(all, ({ failed }) => (failed ? BOX_FLAGS.FAILED : 0)),
        count: new Uint32Array(count).fill(1),
        label: new Int32Array(count),
        labels: [{ text: '', status: 0 }],
      }
      const drawn = together(requests, 4, { from: 0, to: 1000 })
      expect(drawn.count.reduce((sum, one) => sum + one)).toBe(count)
      const last = [...drawn.row.keys()].filter((i) => drawn.row[i] === 4).sort((a, b) => drawn.from[a]! - drawn.from[b]!)
      for (const [place, i] of last.entries()) {
        if (place > 0) expect(drawn.from[i]).toBeGreaterThan(drawn.to[last[place - 1]!]!)
        const within = all.filter(({ row, from, length }) => row >= 4 && from >= drawn.from[i]! && from + length <= drawn.to[i]!)
        expect(within).toHaveLength(drawn.count[i]!)
        expect((drawn.flags[i]! & BOX_FLAGS.FAILED) > 0).toBe(within.some(({ failed }) => failed))
        expect(within).toContain(all[drawn.ref[i]!])
      }
      expect([...drawn.row].filter((row) => row < 4)).toEqual(all.map(({ row }) => row).filter((row) => row < 4))
    }),
    { seed, numRuns: 300 },
  )
})

test.each(['light', 'dark'] as const)('axe has nothing to say of many requests: %s', async (colorScheme) => {
  const page = await open(crowd(), '', { colorScheme, bypassCSP: true })
  await allRows(page).click()
  expect(await violations(page)).toEqual([])
})
