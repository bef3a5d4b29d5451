import type { Run } from './run.ts'

/** A test that ends otherwise in one run than in another. */
export interface Flip {
  /** Full name; in parentheses where it is none of the project's tests but the command as a whole. */
  test: string
  /** An outcome or `missing`; for the command as a whole, how it ended. */
  before: string
  after: string
  /** Why it fails. */
  message: string
}

/** Whether a test flips only because it took too long: what is behind that is all that is recorded, and no single function. */
export const isTimeout = ({ message, after }: Flip): boolean => after === 'failed' && /\btimed?[ -]?out\b/i.test(message)

/** Test by test what differs; where none does, whether the command ended otherwise. */
export function flipsBetween(bare: Run, other: Run): Flip[] {
  const names = new Set([...bare.tests.keys(), ...other.tests.keys()])
  const flips = [...names].flatMap((test) => flipOf(test, bare, other) ?? [])
  if (flips.length || bare.end === other.end) return flips
  return [{ test: '(exit code)', before: String(bare.end), after: String(other.end), message: lastLines(other.output) }]
}

function flipOf(test: string, bare: Run, other: Run): Flip | undefined {
  const [before, after] = [bare.tests.get(test), other.tests.get(test)]
  if (before?.outcome !== after?.outcome) {
    const message = after?.message ?? (after ? '' : endOf(other))
    return { test, before: before?.outcome ?? 'missing', after: after?.outcome ?? 'missing', message }
  }
  // Where nothing but the command as a whole is known, what it printed is the message.
  if (bare.source !== 'exit' || before?.message === after?.message) return undefined
  return { test: '(output)', before: 'as usual', after: 'different', message: firstDifference(before?.message ?? '', after?.message ?? '') }
}

/** Why a test is missing: the runner did not come so far. */
const endOf = ({ end, output }: Run): string => (end === 0 ? '' : `the command ended with ${end}\n${lastLines(output)}`)

export const lastLines = (text: string, count = 8): string => text.trimEnd().split('\n').slice(-count).join('\n')

function firstDifference(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const at = now.findIndex((line, index) => line !== old[index])
  return at < 0 ? `- ${old[now.length] ?? ''}` : `- ${old[at] ?? ''}\n+ ${now[at]}`
}
