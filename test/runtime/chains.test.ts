import { describe, expect, test } from 'vitest'
import { spoor } from '../../packages/runtime/src/index.ts'
import { makeCheck, makePlan, PROGRAM, world } from './chains.ts'
import type { Plan, Wait } from './chains.ts'
import { runTraced } from './traced.ts'
import { seed } from '../support/seed.ts'

const EVERY: readonly Wait[] = ['microtask', 'microtasks', 'thenable', 'timer', 'channel']
const MICROTASKS = EVERY.slice(0, 3)

const bare = async (plan: Plan): Promise<string[]> => {
  const names = world(plan)
  await new Function('world', PROGRAM)(names)
  return names.notes
}

async function traced(plan: Plan): Promise<{ notes: string[]; wrong: string[]; calls: number }> {
  const names = world(plan)
  const check = makeCheck()
  const stop = spoor.subscribe(check.sink)
  await runTraced(PROGRAM, { world: names })
  stop()
  return { notes: names.notes, wrong: check.wrong, calls: check.calls }
}

describe(`chains from seed ${seed}`, () => {
  test('parents are the true callers, and running and waiting make up the whole', { timeout: 300_000 }, async () => {
    for (let i = 0; i < 20; i++) {
      const { wrong, calls } = await traced(makePlan(seed + i, 20, EVERY))
      expect(wrong.slice(0, 5), `seed ${seed + i}`).toEqual([])
      expect(calls).toBeGreaterThan(20)
    }
  })

  test('5,000 chains at once', { timeout: 300_000 }, async () => {
    const { wrong, calls } = await traced(makePlan(seed, 5000, EVERY))
    expect(wrong.slice(0, 5)).toEqual([])
    expect(calls).toBeGreaterThan(50_000)
  })

  test('microtasks run in the order in which they do without Spoor', { timeout: 300_000 }, async () => {
    for (let i = 0; i < 20; i++) {
      const plan = makePlan(seed + i, 10, MICROTASKS)
      expect((await traced(plan)).notes, `seed ${seed + i}`).toEqual(await bare(plan))
    }
  })
})
