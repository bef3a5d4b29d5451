import type { FunctionSummary, Summary } from './summary.ts'

/** What is different in `after`. Plain data. */
export interface SummaryDiff {
  /** Functions that were called in `after` only, and in `before` only. */
  appeared: FunctionSummary[]
  gone: FunctionSummary[]
  /** Functions whose calls take longer, or less long, than chance explains; those with the largest difference over all first. */
  slower: FunctionChange[]
  faster: FunctionChange[]
  /** Functions that were called more often or less often, by a tenth at least. */
  calls: FunctionChange[]
  outcomes: OutcomeChange[]
  /** Whether calls are missing in one of both, so that their numbers tell less. */
  incomplete: boolean
}

export interface FunctionChange {
  before: FunctionSummary
  after: FunctionSummary
}

export interface OutcomeChange extends FunctionChange {
  what: 'fails now' | 'fails no more' | 'fails otherwise'
  /** Errors that only one of both has. */
  newErrors: string[]
  goneErrors: string[]
}

/** A call must take so much longer on average, and all of them so many milliseconds. */
const SLOWER = 1.25
const LEAST_MILLISECONDS = 1

/** Of a single call in one of both, nothing is known of chance. */
const SINGLE_SLOWER = 2

/** How many standard errors the means must lie apart. */
const ERRORS_APART = 3

/** Compares two recordings of what should be the same. */
export function diff(before: Summary, after: Summary): SummaryDiff {
  const then = calledOf(before)
  const now = calledOf(after)
  const both = [...now].flatMap(([id, one]) => (then.has(id) ? [{ before: then.get(id)!, after: one }] : []))
  const clock = Math.max(0, ...before.streams.map(({ clock }) => clock), ...after.streams.map(({ clock }) => clock))
  const slower = both.filter((change) => isSlower(change.before, change.after, clock))
  const faster = both.filter((change) => isSlower(change.after, change.before, clock))
  return {
    appeared: [...now.values()].filter(({ id }) => !then.has(id)),
    gone: [...then.values()].filter(({ id }) => !now.has(id)),
    slower: slower.sort((a, b) => effectOf(b) - effectOf(a)),
    faster: faster.sort((a, b) => effectOf(a) - effectOf(b)),
    calls: both.filter(isCountChange).sort((a, b) => Math.abs(countOf(b)) - Math.abs(countOf(a))),
    outcomes: both.flatMap(outcomeOf),
    incomplete: before.totals.dropped + after.totals.dropped > 0,
  }
}

const calledOf = ({ functions }: Summary): Map<string, FunctionSummary> =>
  new Map(functions.filter(({ calls, dropped }) => calls + dropped).map((one) => [one.id, one]))

const endedOf = ({ calls, running }: FunctionSummary): number => calls - running

/** Milliseconds that all calls take longer than they would have before. */
const effectOf = ({ before, after }: FunctionChange): number => (after.mean - before.mean) * endedOf(after)

function isSlower(before: FunctionSummary, after: FunctionSummary, clock: number): boolean {
  const [n, m] = [endedOf(before), endedOf(after)]
  const longer = after.mean - before.mean
  if (!n || !m || longer * Math.max(n, m) < LEAST_MILLISECONDS || longer < 2 * clock) return false
  if (n < 2 || m < 2) return after.mean > before.mean * SINGLE_SLOWER
  const error = Math.sqrt(before.deviation ** 2 / n + after.deviation ** 2 / m)
  return after.mean > before.mean * SLOWER && longer > ERRORS_APART * error
}

/** Those that are known to be missing count. */
const countOf = ({ before, after }: FunctionChange): number => after.calls + after.dropped - before.calls - before.dropped

const isCountChange = (change: FunctionChange): boolean =>
  Math.abs(countOf(change)) >= Math.max(1, (change.before.calls + change.before.dropped) / 10)

function outcomeOf({ before, after }: FunctionChange): OutcomeChange[] {
  const failures = (one: FunctionSummary): number => one.failed + one.passed
  const errors = (one: FunctionSummary): string[] => one.errors.map(({ text }) => text)
  const newErrors = errors(after).filter((text) => !errors(before).includes(text))
  const goneErrors = errors(before).filter((text) => !errors(after).includes(text))
  const told = { before, after, newErrors, goneErrors }
  if (!failures(before) && failures(after)) return [{ ...told, what: 'fails now' }]
  if (failures(before) && !failures(after)) return [{ ...told, what: 'fails no more' }]
  // Errors that are not listed one by one may be any.
  const all = !before.moreErrors && !after.moreErrors
  return all && newErrors.length + goneErrors.length ? [{ ...told, what: 'fails otherwise' }] : []
}
