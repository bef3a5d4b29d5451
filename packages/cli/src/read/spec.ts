import { join } from './results.ts'
import type { Outcome, TestResult } from './results.ts'

const MARKS: Record<string, Outcome> = {
  '✓': 'passed',
  '✔': 'passed',
  '√': 'passed',
  '✕': 'failed',
  '✖': 'failed',
  '✘': 'failed',
  '×': 'failed',
}
const TEST = /^(\s*)(?:([✓✔√✕✖✘×])|(\d+\)))\s+(.*)$/
const TIME = /\s*(?:\(\d+(?:\.\d+)?\s?m?s\)|\d+(?:\.\d+)?\s?ms)\s*$/
const SUMMARY = /^\s*\d+ passing\b/

/**
 * Tests from the lines that people read: a mark and a name, below the names of their groups. Mocha, Jest with `--verbose`, AVA, Vitest
 * and many more print them so.
 */
export function readSpec(text: string): TestResult[] {
  const found: TestResult[] = []
  let groups: { indent: number; name: string }[] = []
  for (const line of text.split(/\r?\n/)) {
    // Behind the summary, Mocha lists the failures again.
    if (SUMMARY.test(line)) break
    const match = TEST.exec(line)
    const indent = (match?.[1] ?? /^\s*/.exec(line)?.[0] ?? '').length
    if (line.trim()) groups = groups.filter((group) => group.indent < indent)
    if (match)
      found.push({ name: join([...groups.map(({ name }) => name), (match[4] as string).replace(TIME, '')]), outcome: outcomeOf(match) })
    else if (line.trim()) groups.push({ indent, name: line.trim() })
  }
  return found
}

const outcomeOf = (match: RegExpExecArray): Outcome => (match[2] ? (MARKS[match[2]] as Outcome) : 'failed')

/** uvu tells failures by name and the rest by number. */
export function readUvu(text: string): TestResult[] {
  const failed = [...text.matchAll(/^\s*FAIL\s+(?:(\S.*?)\s+)?"(.*)"$/gm)].map(([, suite, name]) => join([suite ?? '', name as string]))
  const passed = Number(/^\s*Passed:\s+(\d+)/m.exec(text)?.[1] ?? 0)
  const skipped = Number(/^\s*Skipped:\s+(\d+)/m.exec(text)?.[1] ?? 0)
  return [
    ...failed.map((name): TestResult => ({ name, outcome: 'failed' })),
    ...Array.from({ length: passed }, (_, at): TestResult => ({ name: `passed test ${at + 1}`, outcome: 'passed' })),
    ...Array.from({ length: skipped }, (_, at): TestResult => ({ name: `skipped test ${at + 1}`, outcome: 'skipped' })),
  ]
}
