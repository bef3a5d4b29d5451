import { describe, expect, test } from 'vitest'
import { changedLines } from '../../packages/cli/src/check/diff.ts'
import { parts, quote, words } from '../../packages/cli/src/check/shell.ts'
import { readJest } from '../../packages/cli/src/read/jest.ts'
import { readLines } from '../../packages/cli/src/read/lines.ts'
import { withoutNoise } from '../../packages/cli/src/read/output.ts'
import { byName } from '../../packages/cli/src/read/results.ts'
import type { TestResult } from '../../packages/cli/src/read/results.ts'
import { readSpec, readUvu } from '../../packages/cli/src/read/spec.ts'
import { isTap, readTap } from '../../packages/cli/src/read/tap.ts'

const short = (tests: TestResult[]): string[] => tests.map(({ name, outcome }) => `${outcome} ${name}`)
const text = (...lines: string[]): string => `${lines.join('\n')}\n`

describe('TAP', () => {
  test('flat, as tape prints it: names of groups stand before their tests', () => {
    const tap = text(
      'TAP version 13',
      '# sums',
      'ok 1 adds',
      'not ok 2 takes # TODO later',
      '# names # with #',
      'ok 3',
      '',
      '1..3',
      '# tests 3',
      '# pass  2',
      '# fail  1',
    )
    expect(short(readTap(tap))).toEqual(['passed sums > adds', 'skipped sums > takes', 'passed names # with # > nameless'])
  })

  test('nested, as node --test and node-tap print it', () => {
    const tap = text(
      'TAP version 13',
      '# Subtest: outer',
      '    # Subtest: inner',
      '        ok 1 - leaf # time=1.2ms',
      '        1..1',
      '    ok 1 - inner',
      '    not ok 2 - second',
      '      ---',
      '      duration_ms: 3',
      "      error: 'no'",
      '      stack: |-',
      '        at x',
      '      ...',
      '    1..2',
      'not ok 1 - outer',
      'ok 2 - skipped \\# 1 # SKIP no time',
    )
    expect(short(readTap(tap))).toEqual([
      'passed outer > inner > leaf',
      'passed outer > inner',
      'failed outer > second',
      'failed outer',
      'skipped skipped # 1',
    ])
    expect(readTap(tap)[2]?.message).toBe("error: 'no'")
  })

  test('groups of node --test are no tests, unless they fail by themselves', () => {
    const group = (name: string, not: string, ...yaml: string[]) => [
      `    # Subtest: leaf`,
      `    ${not}ok 1 - leaf`,
      '      ---',
      '      error: |-',
      '        1 !== 2',
      '      ...',
      `${not}ok 1 - ${name}`,
      '  ---',
      "  type: 'suite'",
      ...yaml.map((line) => `  ${line}`),
      '  ...',
    ]
    const failing = (type: string) => [`failureType: '${type}'`, "error: 'no'"]
    const read = (...lines: string[]) => short(readTap(text('TAP version 13', '# Subtest: group', ...lines)))
    expect(read(...group('group', ''))).toEqual(['passed group > leaf'])
    expect(read(...group('group', 'not ', ...failing('subtestsFailed')))).toEqual(['failed group > leaf'])
    expect(read(...group('group', 'not ', ...failing('hookFailed')))).toEqual(['failed group > leaf', 'failed group'])
    expect(readTap(text(...group('group', 'not ')))[0]?.message).toBe('1 !== 2')
  })

  test('a stream that breaks off', () => {
    expect(short(readTap('ok 1 - a\nBail out! no database'))).toEqual(['passed a', 'failed Bail out! no database'])
  })

  test('what is not TAP is not taken for it', () => {
    expect(['all ok', '  ok 1', 'ok then'].map(isTap)).toEqual([false, false, false])
    expect(isTap('ok 1')).toBe(true)
  })
})

test('marked lines, as Mocha, Jest and others print them for people', () => {
  const spec = text(
    '',
    '  Cart',
    '    total',
    '      ✓ adds up (12ms)',
    '      1) takes away',
    '    ✔ is empty',
    '  Other',
    '    × fails 5ms',
    '',
    '  2 passing (9ms)',
    '',
    '  1) Cart',
    '       takes away:',
  )
  expect(short(readSpec(spec))).toEqual([
    'passed Cart > total > adds up',
    'failed Cart > total > takes away',
    'passed Cart > is empty',
    'failed Other > fails',
  ])
})

test('uvu: failures by name, the others by number', () => {
  const printed = text(' FAIL  math  "adds up"', '    Expected', '', '  Total:     3', '  Passed:    1', '  Skipped:   1')
  expect(short(readUvu(printed))).toEqual(['failed math > adds up', 'passed passed test 1', 'skipped skipped test 1'])
})

test('JSON of Jest: files that cannot run count too', () => {
  const report = {
    testResults: [
      { name: '/project/a.test.js', status: 'passed', assertionResults: [{ ancestorTitles: ['g'], title: 't', status: 'passed' }] },
      { name: '/project/b.test.js', status: 'failed', message: 'SyntaxError', assertionResults: [] },
      {
        name: '/project/c.test.js',
        status: 'failed',
        assertionResults: [
          { ancestorTitles: [], title: 'u', status: 'failed', failureMessages: ['no'] },
          { ancestorTitles: [], title: 'v', status: 'todo' },
        ],
      },
    ],
  }
  expect(short(readJest(JSON.stringify(report), '/project'))).toEqual([
    'passed a.test.js > g > t',
    'failed b.test.js > (the file)',
    'failed c.test.js > u',
    'skipped c.test.js > v',
  ])
})

test('lines of our own reporters, of which a killed process left half', () => {
  expect(short(readLines('{"name":"a","outcome":"passed"}\n{"name":"b","outco'))).toEqual(['passed a'])
})

test('tests of one name are told apart, and names that hold the time stay the same', () => {
  const names = (...list: string[]): string[] => [...byName(list.map((name) => ({ name, outcome: 'passed' as const }))).keys()]
  expect(names('a', 'a', 'b', 'a')).toEqual(['a', 'a (2)', 'b', 'a (3)'])
  expect(names('at 11:05:47 it runs')).toEqual(names('at 23:59:01 it runs'))
})

test('what differs from run to run is taken out of what a program printed', () => {
  expect(withoutNoise('wait.\rwait..\r\u001b[32mok\u001b[0m in 12.5ms at 10:20:30, 0xff, (node:123)')).toBe(
    'ok in <time> at <time>, <address>, (node)',
  )
})

test('words, quotes and parts of a command line', () => {
  expect(words(`a 'b c' "d e"f --g='h'`)).toEqual(['a', 'b c', 'd ef', '--g=h'])
  expect(['a/b.js', 'a b', "it's", '*.js'].map(quote)).toEqual(['a/b.js', "'a b'", String.raw`'it'\''s'`, "'*.js'"])
  expect(parts(`a "x && y" && b & c`)).toEqual(['a "x && y"', 'b & c'])
})

test('of long lines the change is shown, and what is around it', () => {
  const before = `${'x'.repeat(1000)}f(){}${'y'.repeat(1000)}`
  const [change] = changedLines(before, before.replace('{}', '{try{}finally{}}'))
  expect(change?.before).toMatch(/^…x{50,60}f\(\)\{\}y{50,60}…$/)
  expect(change?.after).toContain('f(){try{}finally{}}y')
  expect(change!.after.length).toBeLessThan(200)
})
