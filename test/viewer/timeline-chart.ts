import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { AXIS, BAND_GAP, FLAGS, HEAD, ROW } from '../../packages/viewer/src/page/timeline/layout.ts'
import type { Shown } from './support/site.ts'
import { visits } from './support/visits.ts'
import { shop } from './timeline-shop.ts'

type Open = (shown?: Shown[], hash?: string, options?: Parameters<ReturnType<typeof visits>>[2]) => Promise<Page>

/** @returns what opens the timeline, and waits until it is drawn */
export function charts(): Open {
  const visit = visits()
  return async (shown = shop(), hash = '', options = {}) => {
    // Things that glide would have to be waited for.
    const page = await visit(shown, hash, { reducedMotion: 'reduce', ...options })
    await isDrawn(page, shown.length)
    return page
  }
}

/** @param streams how many there are to be seen: they come one after another */
export async function isDrawn(page: Page, streams: number = 2): Promise<void> {
  await expect.poll(() => page.locator('.foot').innerText()).toMatch(/^Recording/)
  await expect.poll(() => page.locator('.chart-head').count()).toBe(streams)
  await expect.poll(() => colours(page)).toBeGreaterThan(3)
}

/** How many colours the chart has below the first head: more than ground and grid once boxes are drawn. */
const colours = (page: Page): Promise<number> =>
  page.evaluate((top) => {
    const canvas = document.querySelector<HTMLCanvasElement>('.chart canvas')
    if (!canvas?.width) return 0
    const height = Math.round((canvas.height / canvas.clientHeight) * 100)
    const { data } = canvas.getContext('2d')!.getImageData(0, top, canvas.width, height)
    return new Set(new Uint32Array(data.buffer)).size
  }, AXIS + HEAD)

/** The shop's recording lasts 680 ms; a hundredth more is shown. */
export const WHOLE = 680 * 1.01
const WIDTH = 1280

/** Where the rows of the tab begin: first that of its request, below the flag of its mark, then those of its calls, two. */
export const TAB_BAND = AXIS + HEAD + FLAGS
export const TAB_ROWS = TAB_BAND + ROW + BAND_GAP
/** In a row, above its label. */
export const inRow = (row: number): number => TAB_ROWS + row * ROW + 2
export const x = (time: number, from = 0, length = WHOLE, width = WIDTH): number => ((time - from) / length) * width

export const GROUND = [255, 255, 255]
export const spoken = (page: Page): Promise<string> => page.locator('#timeline-selected').innerText()
export const range = async (page: Page): Promise<number> =>
  Number.parseFloat((await page.locator('.range b').innerText()).replace(/ ms/, ''))
export const clickChart = (page: Page, at: { x: number; y: number }, more: object = {}): Promise<void> =>
  page.locator('.chart canvas').click({ position: at, ...more })
