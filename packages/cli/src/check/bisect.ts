/**
 * What a run with only some units instrumented changes: of the tests asked about, those that flip.
 * @throws {OutOfRuns} where no more runs may be made
 */
export type Oracle<Unit> = (units: readonly Unit[], tests: ReadonlySet<string>) => Promise<ReadonlySet<string>>

/** Tests that flip with these units instrumented and with no fewer of them, as far as that could be found out. */
export interface Blame<Unit> {
  tests: ReadonlySet<string>
  units: readonly Unit[]
  /** The runs came to an end before the units were as few as can be. */
  unfinished?: boolean
}

export class OutOfRuns extends Error {}

/**
 * Finds for each test the fewest units behind its flip: halves as long as one half is enough, and takes away piece by piece where
 * several units flip it only together.
 * @param tests flip with all `units` together
 */
export async function bisect<Unit>(units: readonly Unit[], tests: ReadonlySet<string>, oracle: Oracle<Unit>): Promise<Blame<Unit>[]> {
  if (tests.size === 0) return []
  if (units.length <= 1) return [{ tests, units }]
  try {
    const middle = Math.ceil(units.length / 2)
    const [first, second] = [units.slice(0, middle), units.slice(middle)]
    const byFirst = await oracle(first, tests)
    const rest = without(tests, byFirst)
    const bySecond = rest.size ? await oracle(second, rest) : rest
    const together = without(rest, bySecond)
    return [
      ...(await bisect(first, byFirst, oracle)),
      ...(await bisect(second, bySecond, oracle)),
      ...(together.size ? [{ tests: together, units: await reduce(units, together, oracle) }] : []),
    ]
  } catch (error) {
    if (error instanceof OutOfRuns) return [{ tests, units, unfinished: true }]
    throw error
  }
}

/** Delta debugging: leaves out ever smaller pieces, for as long as the tests still flip. */
async function reduce<Unit>(units: readonly Unit[], tests: ReadonlySet<string>, oracle: Oracle<Unit>): Promise<readonly Unit[]> {
  let left = units
  for (let pieces = 2; left.length > 1 && pieces <= left.length;) {
    const size = Math.ceil(left.length / pieces)
    let fewer: readonly Unit[] | undefined
    for (let at = 0; at < left.length && !fewer; at += size) {
      const rest = [...left.slice(0, at), ...left.slice(at + size)]
      const flipped = await oracle(rest, tests)
      if (flipped.size === tests.size) fewer = rest
    }
    if (!fewer && size === 1) break
    pieces = fewer ? Math.max(2, pieces - 1) : Math.min(left.length, pieces * 2)
    left = fewer ?? left
  }
  return left
}

const without = (all: ReadonlySet<string>, some: ReadonlySet<string>): Set<string> => new Set([...all].filter((one) => !some.has(one)))
