import type { TestResult } from './results.ts'

/** What our own reporters write: one JSON object on each line. A line that a killed process left unfinished does not count. */
export function readLines(text: string): TestResult[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line ? [JSON.parse(line) as TestResult] : []
    } catch {
      return []
    }
  })
}
