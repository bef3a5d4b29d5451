import { afterAll, expect, test } from 'vitest'
import { campaign } from './campaign.ts'
import type { Plan } from './campaign.ts'
import { newTally } from './compare.ts'
import { nodePlatform } from './node.ts'
import { report, shrink } from './shrink.ts'
import { seed } from '../support/seed.ts'

// Programs nobody wrote, bare and instrumented, in scripts, CommonJS and modules. `SEED=` sets the seed, `RUNS=` makes more of them;
// `pnpm fuzz` goes on for an hour.

const times = Number(process.env['RUNS'] ?? 1)
const AGAIN = `SEED=${seed} RUNS=${times} pnpm --dir test exec vitest run generator/node.test.ts`
const platform = nodePlatform()
afterAll(() => platform.close())

test.each<[name: string, plan: Plan]>([
  ['as they are', { plain: 1700 * times }],
  ['in TypeScript, compiled behind Spoor', { typescript: 250 * times }],
  ['compiled to older syntax before Spoor or behind it', { using: 100 * times, lowered: 100 * times, compiled: 100 * times }],
])(`programs from seed ${seed} behave the same: %s`, { timeout: 300_000 * times }, async (_name, plan) => {
  const tally = newTally()
  const options = { platform, tally }
  const finding = await campaign(plan, seed, options)
  if (finding) expect.fail(report(await shrink(finding, options), AGAIN))
  const asked = Object.values(plan).reduce((sum, count) => sum + count, 0)
  expect(tally.programs).toBeGreaterThan(asked * 0.85)
  expect(tally.runs).toBeGreaterThanOrEqual(tally.programs * 9)
  expect(tally.lines).toBeGreaterThan(tally.programs * 5)
  expect(tally.functions).toBeGreaterThan(tally.programs * 4)
  expect(tally.leftAlone).toBeLessThan(tally.functions * 0.05)
  for (const kind of ['script', 'commonjs', 'module'])
    expect(Object.keys(tally.kinds).filter((name) => name.endsWith(` ${kind}`))).toHaveLength(Object.keys(plan).length)
  for (const goal of ['module', 'strict', 'sloppy'] as const) expect(tally.goals[goal]).toBeGreaterThan(tally.programs * 0.15)
})
