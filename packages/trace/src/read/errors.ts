import { FORMAT } from '../format.ts'

export type TraceErrorCode = 'not-a-trace' | 'newer-major' | 'unreadable' | 'not-selected' | 'too-much'

/** A recording that cannot be used: what is the matter, where, what to do. */
export class TraceError extends Error {
  override name = 'TraceError'
  readonly code: TraceErrorCode
  /** Name of the source, as it was given. */
  readonly file: string
  /** From 1; 0 where the error has no line. */
  readonly line: number
  /** What to do. */
  readonly hint: string

  constructor(code: TraceErrorCode, what: string, { file, line = 0, hint }: { file: string; line?: number; hint: string }) {
    super(`${file}${line ? `:${line}` : ''}: ${what}`)
    this.code = code
    this.file = file
    this.line = line
    this.hint = hint
  }
}

export const notATrace = (file: string, line: number): TraceError =>
  new TraceError('not-a-trace', 'no recording of Spoor: it does not begin with a header line', {
    file,
    line,
    hint: 'Give a file whose name ends in `.spoor.ndjson` or `.spoor.ndjson.gz`.',
  })

export const newerMajor = (file: string, line: number, major: number, minor: number): TraceError =>
  new TraceError('newer-major', `recorded in format ${major}.${minor}; this version of Spoor reads ${FORMAT.major}.x`, {
    file,
    line,
    hint: 'Bring Spoor up to date where you read it: `npm install --save-dev spoor@latest`.',
  })
