import { readTrace, summarise } from '@spoor/trace'
import type { FunctionSummary, Summary } from '@spoor/trace'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seed } from '../support/seed.ts'
import { diceOf, Program } from './program.ts'

const summaryOf = (program: Program): Promise<Summary> => summarise(readTrace([program.text]))

const byId = (functions: readonly FunctionSummary[], what: (one: FunctionSummary) => number): Record<string, number> =>
  Object.fromEntries(functions.map((one) => [one.id, Math.round(what(one) * 1000) / 1000]))

describe('a summary equals what somebody finds who keeps everything', () => {
  test('calls, time of their own and time with all that they called, failures, depth', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 300 }), async (seed, events) => {
        const program = new Program(diceOf(seed), { events }).play()
        const { functions, totals, deepest } = await summaryOf(program)
        const truth = program.truth()
        expect(byId(functions, ({ calls }) => calls)).toEqual(Object.fromEntries(truth.calls))
        expect(byId(functions, ({ self }) => self)).toEqual(Object.fromEntries(truth.self))
        expect(byId(functions, ({ total }) => total)).toEqual(Object.fromEntries(truth.total))
        expect(totals.failed).toBe(truth.threw)
        expect(deepest[0]?.depth ?? 0).toBe(truth.deepest)
      }),
      { seed, numRuns: 300 },
    )
  })
})
