import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { authorsFrames, placeOf } from '../support/frames.ts'
import { copyOf, read } from '../support/fixture.ts'
import type { Variant } from '../support/fixture.ts'
import { serve } from '../support/serve.ts'
import { openBrowser, placesIn, visit } from '../support/visit.ts'

let browser: Browser
beforeAll(async () => void (browser = await openBrowser()))
afterAll(() => browser.close())

async function story(variant: Variant) {
  const dev = await serve(copyOf('vue', variant), variant)
  try {
    const seen = await visit(browser, dev)
    await seen.page.click('#add')
    await seen.page.getByText('steps: 2').waitFor()
    await seen.page.click('#fail')
    await expect.poll(() => seen.errors.length).toBe(1)
    return {
      html: await seen.page.innerHTML('#app'),
      printed: await seen.printed(),
      frames: await authorsFrames(dev, seen.errors[0]?.stack ?? ''),
      places: variant === 'bare' ? [] : await placesIn(seen, 'src/stock.ts'),
      source: read(dev.fixture, 'src/Counter.vue'),
    }
  } finally {
    await dev.close()
  }
}

test('a component does the same, and what it throws is at the author’s place', async () => {
  const { places: none, ...bare } = await story('bare')
  const { places, ...traced } = await story('auto')
  expect(traced).toEqual(bare)
  expect(traced.frames[0]).toBe(`fail src/Counter.vue:${placeOf(traced.source, 'new RangeError')}`)
  expect([none, places]).toEqual([[], ['nameOf 8:8', 'load 12:8', 'load.Promise callback 13:21']])
})
