// Fails a test that warns without saying that it would. What a test expects to be printed it announces:
//
//   expectWarning(/was left alone/)
//
// A test that replaces `console.warn` or `console.error` with its own (`vi.spyOn(...).mockImplementation(...)`) looks after them itself.
import { format } from 'node:util'
import { afterAll, afterEach } from 'vitest'

const printed: string[] = []
let expected: (string | RegExp)[] = []

const record = (...args: unknown[]): void => void printed.push(format(...args))
console.warn = record
console.error = record

/** Says that this test makes a warning or an error with this text appear in the console; it fails if none does. */
export function expectWarning(text: string | RegExp): void {
  expected.push(text)
}

const matches = (text: string | RegExp, line: string): boolean => (typeof text === 'string' ? line.includes(text) : text.test(line))

function check(): void {
  const lines = printed.splice(0)
  const patterns = expected
  expected = []
  const surprises = lines.filter((line) => !patterns.some((text) => matches(text, line)))
  const missing = patterns.filter((text) => !lines.some((line) => matches(text, line)))
  if (surprises.length > 0) throw new Error(`Unexpected warning in the console:\n\n${surprises.join('\n')}`)
  if (missing.length > 0) throw new Error(`Expected in the console, and never printed: ${missing.join(', ')}`)
}

afterEach(check)
afterAll(check)
