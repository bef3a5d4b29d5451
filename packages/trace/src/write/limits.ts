/** How much a recorder keeps. What a limit leaves out is counted, and told in `drop` lines. */
export interface RecordLimits {
  /** Calls of one function that are kept from the start. Later ones count as dropped (`calls`), but for the last and those that throw. @default 20000 */
  first: number
  /** The last calls of one function, kept besides; they are written when the recording ends, and to a file aside meanwhile. @default 50 */
  last: number
  /** Calls of one function in a second; what goes beyond is dropped (`damped`). @default 5000 */
  perSecond: number
  /** Events of all functions in a second; what goes beyond is dropped (`rate`). @default 50000 */
  rate: number
  /** Callers above; calls below more than so many are dropped (`depth`). @default 500 */
  depth: number
  /** Milliseconds; calls that took less are dropped (`duration`). @default 0 */
  duration: number
  /** Events held in memory until they are taken; what goes beyond is dropped (`queue`). @default 50000 */
  queue: number
}

export const RECORD_LIMITS: RecordLimits = {
  first: 20_000,
  last: 50,
  perSecond: 5000,
  rate: 50_000,
  depth: 500,
  duration: 0,
  queue: 50_000,
}

/** Fills in what is not given. @throws {RangeError} that names the limit, for what is no number from 0 and for names that there are not */
export function resolveLimits(given: Partial<RecordLimits> = {}): RecordLimits {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(RECORD_LIMITS, name))
      throw new RangeError(`limits.${name}: there is no such limit; there are ${Object.keys(RECORD_LIMITS).join(', ')}`)
    if (value !== undefined && !(typeof value === 'number' && value >= 0))
      throw new RangeError(`limits.${name}: ${String(value)} is no number from 0`)
  }
  const known = Object.entries(given).filter(([, value]) => value !== undefined)
  return { ...RECORD_LIMITS, ...Object.fromEntries(known) }
}
