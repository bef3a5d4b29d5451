import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLive } from './support/live.ts'
import { launch } from './support/page.ts'
import { tab } from './timeline-shop.ts'

let browser: Browser
beforeAll(async () => void (browser = await launch()))
afterAll(() => browser?.close())

test('how many events were not kept before the first that is shown: at the lane, and in the status line', async () => {
  const live = await openLive(browser)
  const { page } = live
  const lost = '{"t":"drop","time":0,"reason":"ring","count":12345}\n'
  live.begins('1'.repeat(16), tab().replace(/\{"t":"end".*\n$/, '') + lost)
  const head = page.locator('.chart-head .stream-fold')
  await expect.poll(() => head.innerText()).toMatch(/205 calls · 12,345 earlier events not kept/)
  await page.getByText('12,345 events not recorded').click()
  await expect.poll(() => page.locator('.drops').innerText()).toMatch('12,345 older than what is held until somebody looks')
  await live.close()
})
