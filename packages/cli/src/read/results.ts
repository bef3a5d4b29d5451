import { withoutNoise } from './output.ts'

/** What became of a test. */
export type Outcome = 'passed' | 'failed' | 'skipped'

/** One test as a runner told of it. */
export interface TestResult {
  /** Full name, from the file or the outermost group down: `cart > total > adds up`. */
  name: string
  outcome: Outcome
  /** Why it failed, where the runner says so. */
  message?: string
}

/** Tests by name; the second of a name is `name (2)`. */
export type Tests = Map<string, TestResult>

/** Names that hold the time of day are the same at any time. @param tests in the order in which they were told */
export function byName(tests: Iterable<TestResult>): Tests {
  const named: Tests = new Map()
  const counts = new Map<string, number>()
  for (const test of tests) {
    const plain = withoutNoise(test.name)
    const count = (counts.get(plain) ?? 0) + 1
    counts.set(plain, count)
    const name = count > 1 ? `${plain} (${count})` : plain
    named.set(name, { ...test, name })
  }
  return named
}

export type Counts = Record<Outcome, number> & { total: number }

export function countsOf(tests: Tests): Counts {
  const counts: Counts = { total: tests.size, passed: 0, failed: 0, skipped: 0 }
  for (const { outcome } of tests.values()) counts[outcome]++
  return counts
}

/** Groups and title as one name. */
export const join = (parts: readonly string[]): string => parts.filter(Boolean).join(' > ')
