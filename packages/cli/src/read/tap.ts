import { join } from './results.ts'
import type { TestResult } from './results.ts'

const TEST = /^( *)(not )?ok\b(?: +\d+)?(?: *- *| +|$)(.*)$/
const SUBTEST = /^( *)# Subtest: (.*)$/
/** What tape prints between tests is the name of the next one; what it prints at the end is no test. */
const GROUP = /^# (?!(?:tests|pass|fail|ok|skip|todo|cancelled|suites|duration_ms|time=|failed |SKIP|TODO|Subtest:)\b)(.+)$/

/** Whether text is of the Test Anything Protocol. */
export const isTap = (text: string): boolean => /^TAP version \d+$/m.test(text) || /^(?:not )?ok \d+\b/m.test(text)

/** Tests told by TAP: flat as tape prints it, nested as `node --test` and node-tap do. Names go from the outermost group down. */
export function readTap(text: string): TestResult[] {
  const found: TestResult[] = []
  const lines = text.split(/\r?\n/)
  let groups: string[] = []
  let section = ''
  for (const [at, line] of lines.entries()) {
    const subtest = SUBTEST.exec(line)
    if (subtest) groups = [...groups.slice(0, depthOf(subtest[1])), unescape(subtest[2] as string)]
    else if (GROUP.test(line)) section = (GROUP.exec(line) as RegExpExecArray)[1] as string
    else if (line.startsWith('Bail out!')) found.push({ name: line, outcome: 'failed' })
    else readTest(TEST.exec(line), groups, section, lines.slice(at + 1, at + 40), found)
  }
  return found
}

function readTest(match: RegExpExecArray | null, groups: string[], section: string, behind: string[], found: TestResult[]): void {
  if (!match) return
  const [, indent, not, text] = match as unknown as [string, string, string | undefined, string]
  const depth = depthOf(indent)
  const [title, directive] = splitDirective(text)
  const name = join([depth ? '' : section, ...groups.slice(0, depth), title || 'nameless'])
  const told = yamlOf(behind)
  // A group of `node --test` is no test: what failed in it is told by itself.
  if (told.includes("type: 'suite'") && (!not || told.includes("failureType: 'subtestsFailed'"))) return
  if (/^(?:skip|todo)/i.test(directive)) found.push({ name, outcome: 'skipped' })
  else if (not) found.push({ name, outcome: 'failed', message: diagnosis(told) })
  else found.push({ name, outcome: 'passed' })
}

const depthOf = (indent = ''): number => Math.floor(indent.length / 4)

/** `adds up # SKIP no time` -> title and directive; an escaped `#` belongs to the title. */
function splitDirective(text: string): [string, string] {
  const match = /^(.*?)(?:^|\s)#\s*(skip\S*|todo\S*|time=\S+)(.*)$/i.exec(text)
  const title = (match ? (match[1] as string) : text).replace(/\{$/, '').trim()
  return [unescape(title), match?.[2] ?? '']
}

const unescape = (text: string): string => text.replaceAll(/\\([\\#])/g, '$1')

/** The YAML block behind a test. */
function yamlOf(lines: string[]): string[] {
  if (!/^\s+---/.test(lines[0] ?? '')) return []
  const end = lines.findIndex((line) => /^\s+\.\.\.\s*$/.test(line))
  return lines.slice(1, end < 0 ? lines.length : end).map((line) => line.trim())
}

/** What a block says of a failure, without its stack. */
function diagnosis(block: string[]): string {
  const stack = block.findIndex((line) => /^(?:stack|at):/.test(line))
  return block
    .slice(0, stack < 0 ? block.length : stack)
    .filter((line) => !/^(?:duration_ms|type|location|failureType|code|name):|^error: \|-?$/.test(line))
    .join('\n')
}
