import { afterAll, expect, test } from 'vitest'
import { project, removeProjects } from './fixture.ts'

afterAll(removeProjects)

// The same tests for each runner: one passes, one reads the text of a function, one is skipped.

const LIB = 'exports.one = function one() {\n  return Number(1)\n}\n'
const MODULE = 'export function one() {\n  return Number(1)\n}\n'
const FLIPS = "!one.toString().includes('finally')"

interface Row {
  runner: string
  command: string[]
  files: Record<string, string>
  /** Full name of the test that flips. */
  flips: string
  counts: { total: number; passed: number; skipped: number }
  copy?: boolean
}

const describeIt = (skip: string): string => `
  const { one } = require('../lib.js')
  describe('group', () => {
    it('counts', () => { if (one() !== 1) throw new Error('wrong') })
    it('reads text', () => { if (!(${FLIPS})) throw new Error('text') })
    ${skip}('later', () => {})
  })
`

const ROWS: Row[] = [
  {
    runner: 'mocha',
    command: ['npm', 'test'],
    files: {
      'lib.js': LIB,
      'test/one.js': describeIt('it.skip'),
      'package.json': '{ "scripts": { "test": "npm run lint && mocha --reporter dot", "lint": "true" } }',
    },
    flips: 'group > reads text',
    counts: { total: 3, passed: 2, skipped: 1 },
  },
  {
    runner: 'jasmine',
    command: ['jasmine', 'spec/one.js'],
    files: { 'lib.js': LIB, 'spec/one.js': describeIt('xit') },
    flips: 'group reads text',
    counts: { total: 3, passed: 2, skipped: 1 },
  },
  {
    runner: 'tape',
    command: ['tape', 'test/*.js'],
    files: {
      'lib.js': LIB,
      'test/one.js': `
        const test = require('tape')
        const { one } = require('../lib.js')
        test('group', (t) => { t.equal(one(), 1, 'counts'); t.ok(${FLIPS}, 'reads text'); t.end() })
        test('later', { skip: true }, (t) => t.end())
      `,
    },
    flips: 'group > reads text',
    counts: { total: 2, passed: 2, skipped: 0 },
  },
  {
    runner: 'uvu',
    command: ['uvu', 'test'],
    files: {
      'lib.js': LIB,
      'test/one.js': `
        const { suite } = require('uvu')
        const { one } = require('../lib.js')
        const group = suite('group')
        group('counts', () => { if (one() !== 1) throw new Error('wrong') })
        group('reads text', () => { if (!(${FLIPS})) throw new Error('text') })
        group.skip('later', () => {})
        group.run()
      `,
    },
    flips: 'group > reads text',
    counts: { total: 3, passed: 2, skipped: 1 },
  },
  {
    runner: 'vitest',
    command: ['vitest', '--run'],
    copy: true,
    files: {
      'lib.mjs': MODULE,
      'test/one.test.mjs': `
        import { describe, expect, it } from 'vitest'
        import { one } from '../lib.mjs'
        describe('group', () => {
          it('counts', () => expect(one()).toBe(1))
          it('reads text', () => expect(${FLIPS}).toBe(true))
          it.skip('later', () => {})
        })
      `,
    },
    flips: 'test/one.test.mjs > group > reads text',
    counts: { total: 3, passed: 2, skipped: 1 },
  },
]

test.each(ROWS)('$runner: tests by name, and the function behind the one that flips', (row) => {
  const { report, status, stderr } = project(row.files, [row.runner]).check('--probes', 'on', '--', ...row.command)
  expect(stderr).toBe('')
  expect(report).toMatchObject({ runner: row.runner, copy: row.copy ?? false, bare: { tests: { ...row.counts, failed: 0 }, end: 0 } })
  const flips = report.states[0]?.flips.filter(({ after }) => after === 'failed') ?? []
  expect(flips.map(({ test }) => test)).toEqual([row.flips])
  expect(flips[0]?.cause?.functions).toMatchObject([{ name: 'one', line: 1 }])
  expect(status).toBe(1)
})
