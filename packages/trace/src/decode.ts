import type { TraceLine } from './format.ts'

/** A line of a kind that this version does not know: one of a newer minor. */
export interface UnknownLine {
  t: 'unknown'
  /** What it says it is. */
  was: string
}

/** Text that is no line of a trace. */
export interface FaultLine {
  t: 'fault'
  /** What is wrong with it. */
  why: string
}

export type DecodedLine = TraceLine | UnknownLine | FaultLine

const CHECKS = {
  /** From 1. */
  count: (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0,
  /** From 0. */
  index: (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0,
  number: (value: unknown): boolean => Number.isFinite(value),
  /** Milliseconds: 300,000 years, beyond which they no longer can be told apart. */
  time: (value: unknown): boolean => Number.isFinite(value) && Math.abs(value as number) <= 1e16,
  string: (value: unknown): boolean => typeof value === 'string',
  object: (value: unknown): boolean => typeof value === 'object' && value !== null,
  list: (value: unknown): boolean => Array.isArray(value),
  gaps: (value: unknown): boolean =>
    Array.isArray(value) && value.every((gap) => Array.isArray(gap) && typeof gap[0] === 'number' && typeof gap[1] === 'number'),
}

type Fields = Record<string, keyof typeof CHECKS>

/** What a line must have so that nobody who reads it stumbles. The schema says more. */
const REQUIRED: Record<TraceLine['t'], Fields> = {
  header: {
    format: 'string',
    major: 'number',
    minor: 'number',
    stream: 'string',
    origin: 'time',
    clock: 'number',
    platform: 'string',
    title: 'string',
    versions: 'object',
  },
  site: { n: 'count', id: 'string', file: 'string', name: 'string', line: 'index', column: 'index', kind: 'string' },
  call: { seq: 'count', n: 'count', start: 'time', outcome: 'string' },
  learn: { seq: 'count' },
  mark: { seq: 'count', time: 'time', name: 'string' },
  request: { seq: 'count', side: 'string', method: 'string', url: 'string', start: 'time', trace: 'string', span: 'string' },
  drop: { reason: 'string', count: 'index' },
  end: { time: 'time', reason: 'string' },
}

/** And what must be so where it is there. */
const OPTIONAL: Partial<Record<TraceLine['t'], Fields>> = {
  site: { params: 'list' },
  call: { end: 'time', parent: 'number', by: 'number', depth: 'number', ran: 'time', waited: 'time', gaps: 'gaps', args: 'list' },
  mark: { parent: 'number' },
  request: { end: 'time', call: 'number', parentSpan: 'string' },
  drop: { n: 'count' },
}

/** Which stream it belongs to, any line may say. */
const ANY: Fields = { s: 'index' }

type Test = [name: string, test: (value: unknown) => boolean]

const testsOf = (fields: Fields = {}): Test[] => Object.entries(fields).map(([name, check]) => [name, CHECKS[check]])

const TESTS = new Map(
  (Object.keys(REQUIRED) as TraceLine['t'][]).map((t) => [
    t as string,
    { required: testsOf(REQUIRED[t]), optional: testsOf({ ...ANY, ...OPTIONAL[t] }) },
  ]),
)

/** Some editors put a mark of byte order before a text. */
const withoutOrder = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)

/** The text of a line, with or without its end -> what it says. Never throws. */
export function decodeLine(text: string): DecodedLine {
  let value: unknown
  try {
    value = JSON.parse(withoutOrder(text))
  } catch {
    return { t: 'fault', why: 'not JSON' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { t: 'fault', why: 'not an object' }
  const line = value as Record<string, unknown>
  if (typeof line['t'] !== 'string') return { t: 'fault', why: 'no `t`' }
  const tests = TESTS.get(line['t'])
  if (!tests) return { t: 'unknown', was: line['t'] }
  for (const [name, test] of tests.required) {
    if (!test(line[name])) return { t: 'fault', why: `a ${line['t']} line ${name in line ? 'with a wrong' : 'without'} \`${name}\`` }
  }
  for (const [name, test] of tests.optional) {
    if (line[name] !== undefined && !test(line[name])) return { t: 'fault', why: `a ${line['t']} line with a wrong \`${name}\`` }
  }
  return line as unknown as TraceLine
}

/** `{"t":"hea`: whether a text may be what there is of the first line of a recording. */
export function isBeginning(text: string): boolean {
  const start = '{"t":"header"'
  const begun = withoutOrder(text)
  return begun.startsWith(start) || start.startsWith(begun)
}
