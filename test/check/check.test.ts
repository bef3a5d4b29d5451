import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { project, removeProjects } from './fixture.ts'
import type { Checked } from './fixture.ts'

afterAll(removeProjects)

const CART = `'use strict'
function add(a, b) {
  return a + b
}
exports.total = function total(prices) {
  return prices.reduce(add, 0)
}
exports.describe = (name) => \`cart of \${name}\`
class Cart {
  prices = []
  put(price) {
    this.prices.push(price)
    return this
  }
}
exports.Cart = Cart
exports.add = add
`

/** Tests that look at the text of functions: what no instrumenter can leave as it was. */
const TESTS = `
  const test = require('node:test')
  const assert = require('node:assert')
  const { add, Cart, describe, total } = require('../lib/cart.js')
  const { other } = require('../lib/other.js')
  test('adds up', () => assert.equal(total([1, other()]), 3))
  test('cart', async (t) => {
    await t.test('reads the text of put', () => assert.ok(!Cart.prototype.put.toString().includes('finally')))
    await t.test('puts', () => assert.equal(new Cart().put(1).prices.length, 1))
  })
  test('reads two texts', () => assert.ok(![add, describe].every((one) => one.toString().includes('finally'))))
  test('fails anyway', () => assert.equal(total([1]), 2))
`

const planted = { 'lib/cart.js': CART, 'lib/other.js': 'exports.other = () => Number(2)\n', 'test/cart.test.js': TESTS }

describe('tests that flip', () => {
  const shop = project(planted)
  const { report, status } = shop.check('--probes', 'absent,on', '--', 'node', '--test', 'test/cart.test.js')

  test('are found by name, and what failed before does not count', () => {
    expect(status).toBe(1)
    expect(report.bare).toMatchObject({ tests: { total: 6, passed: 5, failed: 1, skipped: 0 }, end: 1 })
    for (const state of report.states) {
      expect(state).toMatchObject({ tests: { total: 6, passed: 2, failed: 4 }, functions: 5, files: 2, flaky: [] })
      expect(state.flips.map(({ test, before, after }) => [test, before, after])).toEqual([
        ['cart > reads the text of put', 'passed', 'failed'],
        ['cart', 'passed', 'failed'],
        ['reads two texts', 'passed', 'failed'],
      ])
    }
  })

  test('are blamed on the one function behind them, with its lines as they were and as they are', () => {
    for (const { flips } of report.states) {
      const cause = flips[0]?.cause
      expect(cause).toMatchObject({
        kind: 'functions',
        unfinished: false,
        functions: [{ file: 'lib/cart.js', line: 11, column: 3, name: 'Cart.put' }],
      })
      const [head] = cause?.functions[0]?.changes ?? []
      expect(head).toMatchObject({ line: 11, before: '  put(price) {' })
      expect(head?.after).toMatch(/^ {2}put\(price\) \{var .*try\{$/)
    }
  })

  test('or on several that flip them only together', () => {
    const cause = report.states[1]?.flips[2]?.cause
    expect(cause?.functions.map(({ name }) => name)).toEqual(['add', 'describe'])
  })

  test('the project stays as it is, and nothing else is left', () => {
    for (const [path, text] of Object.entries(planted)) expect(readFileSync(join(shop.root, path), 'utf8')).toBe(text)
    expect(new Set(readdirSync(shop.root, { recursive: true, encoding: 'utf8' }))).toEqual(
      new Set(['lib', 'package.json', 'test', ...Object.keys(planted)]),
    )
    expect(shop.leftovers()).toEqual([])
  })

  test('people read the same', () => {
    const { stdout, status } = shop.spoor('check', '--probes', 'off', '--', 'node', '--test', 'test/cart.test.js')
    expect(status).toBe(1)
    expect(stdout).toContain('passed -> failed  cart > reads the text of put')
    expect(stdout).toContain('lib/cart.js:11:3 Cart.put')
    expect(stdout).toMatch(/^ +11 - put\(price\) \{$/m)
    expect(stdout).toMatch(/^ +11 \+ put\(price\) \{var /m)
    expect(stdout).toContain('because of these together')
  })
})

describe('how tests can end otherwise', () => {
  const flipsOf = ({ report }: Checked): unknown[] =>
    report.states.flatMap(({ flips }) => flips.map(({ test, before, after }) => [test, before, after]))
  const names = ({ report }: Checked): (string | undefined)[] =>
    report.states.flatMap(({ flips }) => flips.map((flip) => flip.cause?.functions[0]?.name))
  const lib =
    "exports.seen = function seen() { return String(exports.seen).includes('fin' + 'ally') }\nexports.fine = () => Math.max(1, 2)\n"

  test('a test that is missing, and one that is new', () => {
    const shop = project({
      'lib.js': lib,
      'test.js':
        "const { seen } = require('./lib.js')\nconsole.log('TAP version 13')\nconsole.log(seen() ? 'ok 1 new' : 'ok 1 old')\nconsole.log('ok 2 kept')\n",
    })
    const checked = shop.check('--probes', 'off', '--', 'node', 'test.js')
    expect(flipsOf(checked)).toEqual([
      ['old', 'passed', 'missing'],
      ['new', 'missing', 'passed'],
    ])
    expect(names(checked)).toEqual(['seen', 'seen'])
  })

  test('a command that only has an exit code', () => {
    const shop = project({ 'lib.js': lib, 'run.js': "process.exit(require('./lib.js').seen() ? 3 : 0)\n" })
    const checked = shop.check('--probes', 'off', '--', 'node', 'run.js')
    expect(flipsOf(checked)).toEqual([['(the command)', 'passed', 'failed']])
    expect(names(checked)).toEqual(['seen'])
  })

  test('a command that only prints something else', () => {
    const shop = project({
      'lib.js': lib,
      'run.js': "console.log(require('./lib.js').seen(), 'after', Math.round(performance.now()), 'ms')\n",
    })
    const checked = shop.check('--probes', 'off', '--', 'node', 'run.js')
    expect(flipsOf(checked)).toEqual([['(output)', 'as usual', 'different']])
    expect(checked.report.states[0]?.flips[0]?.message).toBe('- false after <time>\n+ true after <time>')
  })

  test('a run that does not end is ended', () => {
    const shop = project({
      'lib.js': lib,
      'test.js':
        "const { seen } = require('./lib.js')\nconsole.log('ok 1 begins')\nif (seen()) setInterval(() => {}, 1000)\nelse console.log('ok 2 ends')\n",
    })
    const checked = shop.check('--probes', 'off', '--timeout', '5', '--repeat', '1', '--', 'node', 'test.js')
    expect(flipsOf(checked)).toEqual([['ends', 'passed', 'missing']])
    expect(checked.report.states[0]).toMatchObject({ end: 'timeout', flips: [{ message: expect.stringContaining('timeout') }] })
    expect(names(checked)).toEqual(['seen'])
  })

  test('a flaky test is told apart', () => {
    const shop = project({
      'lib.js': lib,
      'test.js':
        "const fs = require('node:fs')\nrequire('./lib.js').fine()\nconst run = fs.existsSync('count') ? Number(fs.readFileSync('count')) : 0\nfs.writeFileSync('count', String(run + 1))\nconsole.log(run % 3 === 1 ? 'not ok 1 - odd' : 'ok 1 - odd')\nconsole.log('ok 2 - even')\n",
    })
    const { report, status } = shop.check('--probes', 'off', '--', 'node', 'test.js')
    expect(report.states[0]).toMatchObject({ flips: [], flaky: ['odd'] })
    expect(status).toBe(0)
  })
})

describe('what is instrumented', () => {
  const shop = project({
    'src/index.js': 'exports.one = () => Number(1)\n/* @spoor-ignore */\nexports.two = () => Number(2)\n',
    'src/broken.js': 'exports.never = ( => 1\n',
    'test/index.js':
      "const { one, two } = require('../src/index.js')\nfunction check() { return one() + two() }\ntry { require('../src/broken.js') } catch {}\nconsole.log(check() === 3 ? 'ok 1' : 'not ok 1')\n",
  })
  const command = ['--', 'node', 'test/index.js']

  test('everything but the tests, by default; with what was left alone and why', () => {
    const [state] = shop.check('--probes', 'on', ...command).report.states
    expect(state).toMatchObject({ functions: 1, files: 1, leftAlone: [{ file: 'src/index.js', name: 'two', line: 3, reason: 'ignored' }] })
    expect(state?.unparsed).toEqual([{ file: 'src/broken.js', error: expect.stringContaining('src/broken.js:1:19 cannot be parsed') }])
  })

  test('the tests too, where they are named', () => {
    expect(shop.check('--include', '**', '--probes', 'on', ...command).report.states[0]).toMatchObject({ functions: 2, files: 2 })
  })

  test('in a copy, too', () => {
    const { report } = shop.check('--copy', '--probes', 'all', ...command)
    expect(report.states.map(({ probes, functions, flips }) => [probes, functions, flips])).toEqual([
      ['absent', 1, []],
      ['off', 1, []],
      ['on', 1, []],
    ])
  })

  test.each([
    ['no file', ['--include', 'lib/**'], 'no file that the tests load matches lib/**'],
    ['no function', ['--include', 'src/index.js#three'], 'no function in the 1 files that match src/index.js#three'],
  ])('%s matches: that is no success', (_, flags, what) => {
    const { status, stdout, stderr } = shop.spoor('check', ...flags, ...command)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(what)
  })

  test('tests that fail by themselves prove nothing', () => {
    const { status, stderr } = shop.spoor('check', '--', 'node', 'test/nothing.js')
    expect(status).toBe(2)
    expect(stderr).toContain('no test that passed, without spoor')
    expect(stderr).toContain('Cannot find module')
  })
})

describe('a check that is interrupted', () => {
  test('ends what it has started and leaves nothing behind', async () => {
    const shop = project({
      'lib.js': 'exports.one = () => Number(1)\n',
      'test.js': "const fs = require('node:fs')\nsetInterval(() => fs.writeFileSync('alive', ''), 20)\nconsole.log('ok 1')\n",
    })
    const child = shop.start('check', '--', 'node', 'test.js')
    const alive = join(shop.root, 'alive')
    while (!existsSync(alive)) await wait(20)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(shop.leftovers()).toEqual([])
    const { mtimeMs } = statSync(alive)
    await wait(500)
    expect(statSync(alive).mtimeMs).toBe(mtimeMs)
  })
})
