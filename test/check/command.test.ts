import { afterAll, describe, expect, test } from 'vitest'
import { commandOf } from '../../packages/cli/src/check/command.ts'
import { runnerOf } from '../../packages/cli/src/check/runner.ts'
import { project, removeProjects } from './fixture.ts'

afterAll(removeProjects)

const paths = { results: 'OUT', reporters: { mocha: 'REPORTER', jasmine: 'REPORTER' } }

describe('the runner that a command starts', () => {
  test.each([
    ['mocha test/*.js', 'mocha', 'mocha test/*.js --reporter REPORTER'],
    ['npx mocha --reporter dot', 'mocha', 'npx mocha --reporter dot --reporter REPORTER'],
    ['nyc --silent mocha', 'mocha', 'nyc --silent mocha --reporter REPORTER'],
    [
      'NODE_ENV=test node ./node_modules/mocha/bin/mocha.js',
      'mocha',
      'NODE_ENV=test node ./node_modules/mocha/bin/mocha.js --reporter REPORTER',
    ],
    ['cross-env A=1 jest --runInBand', 'jest', 'cross-env A=1 jest --runInBand --ci --json --outputFile=OUT'],
    ['ava', 'ava', 'ava --tap'],
    ["tape 'test/**/*.js' | tap-spec", 'tape', "tape 'test/**/*.js'"],
    ['node --test', 'node', 'node --test --test-reporter=tap --test-reporter-destination=stdout'],
    ['c8 node --import x --test test/', 'node', 'c8 node --import x --test --test-reporter=tap --test-reporter-destination=stdout test/'],
    ['node --test --test-reporter=spec a.js', 'node', 'node --test --test-reporter=tap --test-reporter-destination=stdout a.js'],
  ])('%s', (line, name, asked) => {
    const runner = runnerOf(line)
    expect(runner?.name).toBe(name)
    expect(runner?.line(paths)).toBe(asked)
  })

  test.each(['node test/tape.js', 'make test', 'mocha && jest', 'set -e; for t in test/*.js; do node $t; done', 'eslint mocha'])(
    'none: %s',
    (line) => {
      expect(runnerOf(line)).toBeUndefined()
    },
  )
})

describe('the command behind npm scripts', () => {
  const scripts = {
    test: 'npm run lint && npm run unit -- --bail',
    lint: 'eslint .',
    unit: 'mocha -r setup',
    both: 'mocha && jest',
    loop: 'npm run loop',
    pretty: 'tape test | faucet',
  }
  const { root } = project({ 'package.json': JSON.stringify({ scripts }) })

  test.each([
    [['npm', 'test'], 'mocha -r setup --bail', 'mocha'],
    [['npm', 'run', 'unit', '--', '--grep', 'a b'], "mocha -r setup --grep 'a b'", 'mocha'],
    [['yarn', 'unit'], 'mocha -r setup', 'mocha'],
    [['pnpm', 'pretty'], 'tape test | faucet', 'tape'],
    [['npm', 'run', 'both'], 'npm run both', 'other'],
    [['npm', 'run', 'loop'], 'npm run loop', 'other'],
    [['npm', 'run', 'none'], 'npm run none', 'other'],
    [['make', 'test'], 'make test', 'other'],
  ])('%j', (given, line, name) => {
    const command = commandOf(given, root)
    expect(command.line).toBe(line)
    expect(command.runner.name).toBe(name)
  })
})

describe('the command spoor', () => {
  const shop = project({
    'lib.js': 'exports.one = () => Number(1)\n/* @spoor-ignore */\nexports.two = () => Number(2)\n',
    'odd.js': 'const = 1\n',
  })

  test.each([
    ['an unknown command', ['chek'], 'Did you mean check?'],
    ['an unknown option', ['check', '--probs', 'on', '--', 'true'], 'Did you mean --probes?'],
    ['no test command', ['check'], "missing required argument 'command'"],
    ['an unknown state', ['check', '--probes', 'some', '--', 'true'], '"some" is none of absent, off, on, all'],
    ['no number', ['check', '--repeat', '0', '--', 'true'], 'Give a whole number from 1.'],
    ['a bad selector', ['check', '--include', '#f', '--', 'true'], 'no path before the function'],
    ['a command that is not there', ['check', '--', 'no-such-command'], '`no-such-command` cannot be found'],
    ['a file that is not there', ['explain', 'nothing.js'], 'no such file'],
    ['a file that cannot be parsed', ['explain', 'odd.js'], 'odd.js:1:7 cannot be parsed'],
  ])('%s: exit code 2, and what to do', (_, args, what) => {
    const { status, stdout, stderr } = shop.spoor(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(what)
  })

  test.each([[['--help']], [['check', '--help']], [['explain', '--help']], [['--version']]])('%j', (args) => {
    const { status, stdout, stderr } = shop.spoor(...args)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(args.includes('--help') ? /Usage: spoor/ : /^\d+\.\d+\.\d+\n$/)
  })

  test('explain says what is traced, and why the rest is not', () => {
    expect(shop.spoor('explain', 'lib.js').stdout).toBe('lib.js:1:15 one traced\nlib.js:3:15 two left alone: ignored\n')
    expect(JSON.parse(shop.spoor('explain', '--json', 'lib.js').stdout)).toEqual([
      { file: 'lib.js', name: 'one', line: 1, column: 15 },
      { file: 'lib.js', name: 'two', line: 3, column: 15, reason: 'ignored' },
    ])
  })

  test('a reader who goes away is no error', async () => {
    shop.write({ 'long.js': 'exports.one = () => Number(1)\n'.repeat(20_000) })
    const child = shop.start('explain', 'long.js')
    let errors = ''
    child.stderr?.on('data', (chunk) => (errors += chunk))
    child.stdout?.once('data', () => child.stdout?.destroy())
    const status = await new Promise((resolve) => child.once('close', resolve))
    expect({ status, errors }).toEqual({ status: 0, errors: '' })
  })
})
