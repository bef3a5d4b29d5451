import * as codeFrameModule from '@babel/code-frame'

interface CodeFrame {
  codeFrameColumns(source: string, place: { start: { line: number; column: number } }): string
}

// Its default export is an older function of another signature, so the modules of both majors of Babel are told apart by name.
const { codeFrameColumns } =
  'codeFrameColumns' in codeFrameModule ? (codeFrameModule as CodeFrame) : (codeFrameModule as { default: CodeFrame }).default

export type ErrorCode = 'parse-error' | 'too-deep' | 'bad-option'

/** Every error of the pass: what happened and what to do about it. */
const MESSAGES: Record<ErrorCode, { what: (detail: string) => string; hint: string }> = {
  'parse-error': {
    what: (detail) => `cannot be parsed: ${detail}`,
    hint: 'Mend the syntax; where it is a proposal or a dialect that your Babel configuration knows, set the option `babel: true`; or leave the file out with `exclude`.',
  },
  'too-deep': {
    what: () => 'is nested too deeply to be walked',
    hint: 'Leave the file out with `exclude`.',
  },
  'bad-option': {
    what: (detail) => detail,
    hint: 'See the options of the pass.',
  },
}

/** The only error that the pass throws. */
export class SpoorError extends Error {
  override name = 'SpoorError'
  readonly code: ErrorCode
  /** As given to the pass. */
  readonly file: string
  /** From 1; 0 where the error has no place. */
  readonly line: number
  /** From 1, in UTF-16 code units; 0 where the error has no place. */
  readonly column: number
  /** The lines around the place, with a pointer; '' where the error has no place. */
  readonly frame: string
  /** What to do. */
  readonly hint: string

  constructor(code: ErrorCode, file: string, detail = '', place?: { line: number; column: number; source: string }) {
    const { what, hint } = MESSAGES[code]
    const where = place ? `${file}:${place.line}:${place.column}` : file
    const frame = place ? codeFrameColumns(place.source, { start: { line: place.line, column: place.column } }) : ''
    super([`${where} ${what(detail)}`, frame, hint].filter(Boolean).join('\n'))
    this.code = code
    this.file = file
    this.line = place?.line ?? 0
    this.column = place?.column ?? 0
    this.frame = frame
    this.hint = hint
  }
}
