import { expect, test } from 'vitest'
import { unpacked } from './fixture.ts'

// Packages whose authors publish their tests: all of them pass, bare and with every function instrumented.

interface Row {
  /** Name of the package. */
  name: string
  /** What kind of program it is. */
  kind: string
  command: string[]
  flags?: string[]
  /** Fewer would mean that tests or functions were not found. */
  tests: number
  functions: number
}

const ROWS: Row[] = [
  { name: 'qs', kind: 'sloppy ES5, CommonJS', command: ['tape', 'test/**/*.js'], tests: 1600, functions: 50 },
  { name: 'deep-equal', kind: 'what values are, ES5', command: ['tape', 'test/**/*.js'], tests: 600, functions: 10 },
  { name: 'minimist', kind: 'strings and loops, ES5', command: ['tape', 'test/**/*.js'], tests: 150, functions: 15 },
  {
    name: 'function-bind',
    kind: 'this, new, length and the text of functions',
    command: ['tape', 'test/**/*.js'],
    tests: 40,
    functions: 5,
  },
  { name: 'is-callable', kind: 'what functions look like', command: ['tape', 'test/**/*.js'], tests: 100, functions: 5 },
  { name: 'fastq', kind: 'callbacks and promises', command: ['tape', 'test/test.js', 'test/promise.js'], tests: 250, functions: 25 },
  { name: 'json-schema-traverse', kind: 'recursion, run by Mocha', command: ['mocha', 'spec/**/*.spec.js'], tests: 10, functions: 5 },
  { name: 'process-warning', kind: 'events and state, run by Node', command: ['node', '--test'], tests: 10, functions: 3 },
  {
    name: 'bl',
    kind: 'ES modules, buffers and streams',
    command: ['node', 'test/test.js'],
    flags: ['--no-values'],
    tests: 700,
    functions: 30,
  },
  {
    name: 'cborg',
    kind: 'ES modules in a copy, bytes and bits',
    command: ['mocha', 'test/test-*.js'],
    flags: ['--copy', '--probes', 'off'],
    tests: 700,
    functions: 200,
  },
  {
    name: 'abstract-level',
    kind: 'classes, private fields, async iterators',
    command: ['node', 'test/self.js'],
    flags: ['--probes', 'on', '--no-values'],
    tests: 6000,
    functions: 200,
  },
]

test.each(ROWS)('$name ($kind)', { timeout: 300_000 }, ({ name, command, flags = [], tests, functions }) => {
  const { report, status } = unpacked(name).check(...flags, '--', ...command)
  const flips = report.states.flatMap((state) => state.flips)
  expect(flips).toEqual([])
  expect(status).toBe(0)
  expect(report.bare.tests.passed).toBeGreaterThanOrEqual(tests)
  expect(report.bare.tests.failed).toBe(0)
  for (const state of report.states) {
    expect(state.tests).toEqual(report.bare.tests)
    expect(state.functions).toBeGreaterThanOrEqual(functions)
    expect(state.unparsed).toEqual([])
  }
})
