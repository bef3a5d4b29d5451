import { printable } from '@spoor/shared'
import { TraceError } from '@spoor/trace'
import type { Trace } from '@spoor/trace'
import { Failure } from './failure.ts'

/** What went wrong with a recording or a file, as something that a person can mend; anything else as it is. */
export function asFailure(error: unknown): unknown {
  if (error instanceof TraceError) return new Failure(error.message, error.hint)
  const { code, syscall, path } = error as NodeJS.ErrnoException
  if (code && syscall && path) return new Failure(`${path}: ${REASONS[code] ?? code}`, 'Give a path that can be read and written.')
  return error
}

const REASONS: Record<string, string> = {
  ENOENT: 'no such file or folder',
  EACCES: 'no permission',
  EISDIR: 'a folder, where a file is needed',
  ENOTDIR: 'not a folder',
  ENOSPC: 'the disk is full',
}

/** What a reading left out, a line for each; '' where it read everything. */
export function notesOf({ notes }: Trace): string {
  const { faults, firstFaults, truncated } = notes
  const lines = truncated.map((file) => `${file}: cut short; what came before was read`)
  const [first] = firstFaults
  if (first)
    lines.push(`${first.file}:${first.line}: ${first.why}${faults > 1 ? `, and ${faults - 1} more lines that could not be read` : ''}`)
  return lines.map((line) => `${printable(line)}\n`).join('')
}
