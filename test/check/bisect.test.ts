import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bisect, OutOfRuns } from '../../packages/cli/src/check/bisect.ts'
import type { Oracle } from '../../packages/cli/src/check/bisect.ts'
import { selectFunctions } from '../../packages/cli/src/check/select.ts'
import { compileSelectors } from '../../packages/shared/src/selector.ts'
import { seed } from '../support/seed.ts'

/** Each test flips where all units of one of its causes are instrumented. */
function world(causes: Record<string, number[][]>) {
  const state = { runs: 0 }
  const oracle: Oracle<number> = async (units, tests) => {
    state.runs++
    return new Set([...tests].filter((test) => causes[test]!.some((cause) => cause.every((unit) => units.includes(unit)))))
  }
  return { oracle, state, tests: new Set(Object.keys(causes)) }
}

const units = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

test('one unit behind a test is found in as many runs as halving takes', async () => {
  const { oracle, state, tests } = world({ a: [[700]] })
  expect(await bisect(units(1000), tests, oracle)).toEqual([{ tests: new Set(['a']), units: [700] }])
  expect(state.runs).toBeLessThanOrEqual(20)
})

test('whatever is behind the tests, a fewest set of units that flips them is found', async () => {
  const cause = fc.uniqueArray(fc.nat(29), { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.array(cause, { minLength: 1, maxLength: 2 }), { minKeys: 1 }),
      async (causes) => {
        const { oracle, tests } = world(causes)
        const blames = await bisect(units(30), tests, oracle)
        expect(new Set(blames.flatMap((blame) => [...blame.tests]))).toEqual(tests)
        for (const { tests: some, units: found } of blames) {
          expect(await oracle(found, some)).toEqual(some)
          for (const unit of found)
            expect(
              (
                await oracle(
                  found.filter((one) => one !== unit),
                  some,
                )
              ).size,
            ).toBeLessThan(some.size)
        }
      },
    ),
    { seed },
  )
})

test('where no more runs may be made, what is known so far is told', async () => {
  const { oracle, tests } = world({ a: [[700]] })
  let left = 3
  const limited: Oracle<number> = (some, asked) => {
    if (left-- === 0) throw new OutOfRuns()
    return oracle(some, asked)
  }
  const [blame] = await bisect(units(1000), tests, limited)
  expect(blame).toMatchObject({ unfinished: true })
  expect(blame?.units).toContain(700)
  expect(blame?.units.length).toBeLessThan(1000)
})

test('selectors of some functions of a file mean them and no others', () => {
  const names = ['f', 'f~2', 'f~3', 'f.g', 'f~2.g', 'get a.b', '[computed]', 'x=y', 'map callback', '#secret', 'a*b', '{a,b}', '!not']
  const place = { line: 1, column: 1 }
  fc.assert(
    fc.property(fc.subarray(names), (chosen) => {
      const file = 'src/[id]/a {b,c}!.js'
      const selectors = selectFunctions({ file, sites: names.map((name) => ({ name, ...place })), skipped: [] }, new Set(chosen))
      const matcher = compileSelectors(selectors)
      expect(names.filter((name) => matcher.function(file, name)?.selected)).toEqual(chosen)
      expect(matcher.function('src/i/a b!.js', 'f')).toBeUndefined()
    }),
    { seed },
  )
})
