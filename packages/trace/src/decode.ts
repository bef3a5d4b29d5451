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

type Check = 'number' | 'string' | 'object'

/** What a line must have so that nobody who reads it stumbles. The schema says more. */
const REQUIRED: Record<TraceLine['t'], Record<string, Check>> = {
  header: { format: 'string', major: 'number', minor: 'number', stream: 'string', origin: 'number' },
  site: { n: 'number', id: 'string', file: 'string', name: 'string', line: 'number', column: 'number' },
  call: { seq: 'number', n: 'number', start: 'number', outcome: 'string' },
  learn: { seq: 'number' },
  mark: { seq: 'number', time: 'number', name: 'string' },
  request: { seq: 'number', side: 'string', method: 'string', url: 'string', start: 'number', trace: 'string', span: 'string' },
  drop: { reason: 'string', count: 'number' },
  end: { time: 'number', reason: 'string' },
}

const FIELDS = new Map(Object.entries(REQUIRED).map(([t, fields]) => [t, Object.entries(fields)]))

/** The text of a line, with or without its end -> what it says. Never throws. */
export function decodeLine(text: string): DecodedLine {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { t: 'fault', why: 'not JSON' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { t: 'fault', why: 'not an object' }
  const line = value as Record<string, unknown>
  if (typeof line['t'] !== 'string') return { t: 'fault', why: 'no `t`' }
  const fields = FIELDS.get(line['t'])
  if (!fields) return { t: 'unknown', was: line['t'] }
  for (const [name, type] of fields) {
    if (typeof line[name] !== type) return { t: 'fault', why: `a ${line['t']} line without \`${name}\`` }
  }
  return line as unknown as TraceLine
}
