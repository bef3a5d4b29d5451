import { isAbsolute, relative } from 'node:path'
import { join } from './results.ts'
import type { Outcome, TestResult } from './results.ts'

interface Report {
  testResults: {
    /** Path of the file. */
    name: string
    status?: string
    message?: string
    assertionResults: { ancestorTitles: string[]; title: string; status: string; failureMessages?: string[] | null }[]
  }[]
}

/** The JSON that Jest writes, and Vitest too. A file that could not be run counts as one test that failed. */
export function readJest(text: string, root: string): TestResult[] {
  const { testResults } = JSON.parse(text) as Report
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = isAbsolute(name) ? relative(root, name) : name
    const tests = assertionResults.map((test) => testOf(file, test))
    const broken = status === 'failed' && !tests.some(({ outcome }) => outcome === 'failed')
    return broken ? [...tests, { name: join([file, '(the file)']), outcome: 'failed' as const, message: message ?? '' }] : tests
  })
}

function testOf(
  file: string,
  { ancestorTitles, title, status, failureMessages }: Report['testResults'][0]['assertionResults'][0],
): TestResult {
  const outcome: Outcome = status === 'passed' || status === 'failed' ? status : 'skipped'
  const name = join([file, ...ancestorTitles, title])
  return outcome === 'failed' ? { name, outcome, message: failureMessages?.[0] ?? '' } : { name, outcome }
}
