import type { CallEvent } from './event.ts'
import type { SnapshotObject } from './value.ts'

/** Components and hooks: what one throws that nobody catches or reports, it threw for its framework to go on later. */
const COMPONENT = /^(?:[A-Z][\w$]*|use[A-Z\d][\w$]*)(?:~\d+)?$/

/** `redirect()`, `notFound()`, answers of servers. */
const STEERS = /redirect|not_?found|^(?:Promise|Response)$/i

/** Errors by which React (here also as in production) and Next.js go on elsewhere. */
const NO_ERROR =
  /^(?:Suspense Exception: This is not a real error|Minified React error #(?:460|474|542)\b|NEXT_(?:REDIRECT|NOT_FOUND|HTTP_ERROR_FALLBACK)\b)/

/** Whether a call threw because something went wrong, and not to steer the program, as Suspense and redirects do. */
export function failed({ outcome, error, site }: Pick<CallEvent, 'outcome' | 'error'> & { site: { name: string } }): boolean {
  if (outcome !== 'threw') return false
  if (error === undefined) return !COMPONENT.test(site.name)
  return typeof error !== 'object' || error === null || !steers(error)
}

function steers(thrown: SnapshotObject): boolean {
  if (thrown.k === 'error') return NO_ERROR.test(thrown.message)
  if (thrown.k === 'opaque') return STEERS.test(thrown.name)
  if (thrown.k !== 'object') return false
  return (
    STEERS.test(thrown.name) ||
    // A recording may be damaged.
    (Array.isArray(thrown.props) ? thrown.props : []).some(
      ([key, value]) => isThen(key, value) || (value === true && /^is[A-Z]/.test(key) && STEERS.test(key)),
    )
  )
}

/** `{ then() {} }`: a promise of somebody's own make. */
const isThen = (key: string, value: unknown): boolean => key === 'then' && (value as SnapshotObject | null)?.k === 'function'
