import { afterAll, expect, test } from 'vitest'
import { campaign } from './campaign.ts'
import type { Plan } from './campaign.ts'
import { newTally } from './compare.ts'
import { nodePlatform } from './node.ts'
import { report, shrink } from './shrink.ts'

// Programs nobody wrote, bare and instrumented, in scripts, CommonJS and modules. `SEED=` sets the seed, `RUNS=` makes more of them;
// `pnpm fuzz` goes on for an hour.

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const times = Number(process.env['RUNS'] ?? 1)
const platform = nodePlatform()
afterAll(() => platform.close())

test.each<[name: string, plan: Plan]>([
  ['as they are', { plain: 1200 * times }],
  ['in TypeScript, compiled behind Spoor', { typescript: 150 * times }],
  ['compiled to older syntax before Spoor or behind it', { using: 70 * times, lowered: 70 * times, compiled: 70 * times }],
])(`programs from seed ${seed} behave the same: %s`, { timeout: 300_000 * times }, async (_name, plan) => {
  const tally = newTally()
  const options = { platform, tally }
  const finding = await campaign(plan, seed, options)
  if (finding) expect.fail(`SEED=${seed}\n${report(await shrink(finding, options))}`)
  const asked = Object.values(plan).reduce((sum, count) => sum + count, 0)
  expect(tally.programs).toBeGreaterThan(asked * 0.85)
  expect(tally.runs).toBeGreaterThanOrEqual(tally.programs * 9)
  expect(tally.lines).toBeGreaterThan(tally.programs * 5)
  expect(tally.functions).toBeGreaterThan(tally.programs * 4)
  expect(tally.leftAlone).toBeLessThan(tally.functions * 0.05)
  for (const kind of ['script', 'commonjs', 'module'])
    expect(Object.keys(tally.kinds).filter((name) => name.endsWith(` ${kind}`))).toHaveLength(Object.keys(plan).length)
})
