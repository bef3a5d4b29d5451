import type { SiteLine } from '../format.ts'

/** What is known of one function, while a recording is being read. */
export class Stats {
  readonly site: SiteLine
  calls = 0
  /** Calls that have not ended. */
  running = 0
  /** Milliseconds that it ran itself, without what it called. */
  self = 0
  /** Milliseconds from beginning to end of its calls, those within others of its own left out. */
  total = 0
  /** The part of `total` that it was suspended. */
  waited = 0
  /** Sum and sum of squares of the durations of its calls that ended, in milliseconds. */
  sum = 0
  squares = 0
  longest = 0
  /** Calls from which an error came. */
  threw = 0
  /** Calls that an error only passed. */
  passed = 0
  /** Calls that threw to steer the program, as Suspense and redirects do. */
  steered = 0
  /** Calls of generators that were closed before their end. */
  closed = 0
  dropped = 0
  readonly errors: Map<string, number> = new Map()
  /** How many threw besides what `errors` counts. */
  moreErrors = 0

  constructor(site: SiteLine) {
    this.site = site
  }
}

/** Most different errors that are counted for one function. */
const MOST_ERRORS = 8

export function countError(stats: Stats, text: string): void {
  const { errors } = stats
  const count = errors.get(text)
  if (count !== undefined || errors.size < MOST_ERRORS) errors.set(text, (count ?? 0) + 1)
  else stats.moreErrors++
}
