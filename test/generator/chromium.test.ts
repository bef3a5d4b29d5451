import { afterAll, beforeAll, expect, test } from 'vitest'
import { campaign } from './campaign.ts'
import { newTally } from './compare.ts'
import { chromiumPlatform } from './page.ts'
import type { Platform } from './platform.ts'
import { report, shrink } from './shrink.ts'
import { seed } from '../support/seed.ts'

const AGAIN = `SEED=${seed} pnpm --dir test exec vitest run generator/chromium.test.ts`
let platform: Platform
beforeAll(async () => {
  platform = await chromiumPlatform()
})
afterAll(() => platform.close())

test(`programs from seed ${seed} behave the same in Chromium`, { timeout: 300_000 }, async () => {
  const tally = newTally()
  const options = { platform, tally }
  const finding = await campaign({ plain: 400, ...(platform.using && { native: 150 }) }, seed, options)
  if (finding) expect.fail(report(await shrink(finding, options), AGAIN))
  expect(tally.programs).toBeGreaterThan(300)
  expect(tally.lines).toBeGreaterThan(tally.programs * 5)
})
