import { compileSelectors, isProgramId, PROGRAM_KINDS, splitSelectors } from '@spoor/shared'
import type { ChangeOrder, ControlLimits, Positions, Program } from '@spoor/shared'

const FIELDS = ['programs', 'on', 'off', 'max', 'limits', 'duration']
const LIMITS = ['first', 'last', 'perSecond', 'rate', 'depth', 'duration', 'queue']

const MOST_PROGRAMS = 512
const MOST_SELECTOR = 10_000
const MOST_NAME = 1000

/** What somebody else sent, field by field: nothing of it is taken over unseen. @throws {RangeError} for people, naming the field */
export function readOrder(given: unknown): ChangeOrder {
  const raw = recordOf(given, 'the order')
  const stranger = Object.keys(raw).find((name) => !FIELDS.includes(name))
  if (stranger !== undefined) throw new RangeError(`${stranger}: there is no such field; there are ${FIELDS.join(', ')}`)
  const { duration, limits, max, off, on, programs } = raw
  if (max !== undefined && on === undefined) throw new RangeError('max: it goes with `on`')
  return {
    ...(programs !== undefined && { programs: readPrograms(programs) }),
    ...(on !== undefined && { on: readSelectors(on, 'on') }),
    ...(off !== undefined && { off: readSelectors(off, 'off') }),
    ...(max !== undefined && { max: readMax(max) }),
    ...(limits !== undefined && { limits: readLimits(limits) }),
    ...(duration !== undefined && { duration: numberFrom0(duration, 'duration') }),
  }
}

function recordOf(given: unknown, what: string): Record<string, unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new RangeError(`${what}: an object is expected`)
  return given as Record<string, unknown>
}

/** Ids, or kinds. */
export function readPrograms(given: unknown): string[] {
  const isOne = (one: unknown): boolean => isProgramId(one) || PROGRAM_KINDS.includes(one as Program['kind'])
  if (Array.isArray(given) && given.length <= MOST_PROGRAMS && given.every(isOne)) return given as string[]
  throw new RangeError(`programs: a list of ids, or of ${PROGRAM_KINDS.join(', ')}, is expected`)
}

function readSelectors(given: unknown, field: string): string {
  if (typeof given !== 'string' || given.length > MOST_SELECTOR) throw new RangeError(`${field}: selectors are expected, as text`)
  const list = splitSelectors(given)
  if (!list.length) throw new RangeError(`${field}: no selector; \`**\` means everything`)
  try {
    compileSelectors(list)
  } catch (error) {
    throw new RangeError(`${field}: ${(error as Error).message}`)
  }
  return list.join()
}

function readMax(given: unknown): number {
  if (Number.isSafeInteger(given) && (given as number) > 0) return given as number
  throw new RangeError('max: a whole number from 1 is expected')
}

function readLimits(given: unknown): ControlLimits {
  const limits: [string, number][] = []
  for (const [name, value] of Object.entries(recordOf(given, 'limits'))) {
    if (!LIMITS.includes(name)) throw new RangeError(`limits.${name}: there is no such limit; there are ${LIMITS.join(', ')}`)
    limits.push([name, numberFrom0(value, `limits.${name}`)])
  }
  return Object.fromEntries(limits)
}

function numberFrom0(given: unknown, field: string): number {
  if (typeof given === 'number' && given >= 0 && given <= Number.MAX_SAFE_INTEGER) return given
  throw new RangeError(`${field}: a number from 0 is expected`)
}

/** The name of a mark. */
export function readName(given: unknown): string {
  if (typeof given === 'string' && given.length <= MOST_NAME) return given
  throw new RangeError(`name: a text of at most ${MOST_NAME} characters is expected`)
}

export function readPositions(given: unknown): Positions {
  const entries = Object.entries(recordOf(given ?? {}, 'from'))
  return Object.fromEntries(entries.filter(([id, at]) => isProgramId(id) && typeof at === 'number').slice(0, MOST_PROGRAMS)) as Positions
}

/** Whom an order is for. */
export const isFor = ({ programs }: Pick<ChangeOrder, 'programs'>, { id, kind }: Pick<Program, 'id' | 'kind'>): boolean =>
  !programs || programs.includes(id) || programs.includes(kind)
