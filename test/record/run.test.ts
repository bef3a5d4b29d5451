import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { project, recorded, start } from './app.ts'
import type { Ended } from './app.ts'
import { ofKind } from './events.ts'

const BIN = fileURLToPath(new URL('../../packages/plugin/dist/bin.js', import.meta.url))

const APP = {
  'package.json': '{"name":"app","type":"module","scripts":{"test":"node src/app.js from npm"}}',
  'src/app.js': "import { work } from './work.js'\nconsole.log(work(20), process.argv.slice(2).join(' '))",
  'src/work.js':
    'export function work(n) { return half(n) + 1 }\nfunction half(n) { return n / 2 }\nexport function idle() { return work(1) }',
  'src/fails.js': "import { work } from './work.js'\nwork(1)\nprocess.exitCode = 5",
  'src/waits.js': "import { work } from './work.js'\nwork(1)\nsetInterval(() => {}, 1000)\nconsole.log('ready')",
  'src/quiet.js': "import './work.js'",
  'lib/other.js': 'export function other() { return Math.random() }\nother()',
}

const spoor = (cwd: string, ...args: string[]): Promise<Ended> => start(cwd, [BIN, 'run', ...args], { NO_COLOR: '1' }).ended
const calls = (cwd: string): number => recorded(cwd).flatMap((lines) => ofKind(lines, 'call')).length

test('runs a program with its own output and records it', async () => {
  const cwd = project(APP)
  const { code, stdout, stderr } = await spoor(cwd, '--out', 'rec', '--', 'node', 'src/app.js', '--out', 'there')
  expect([code, stdout]).toEqual([0, '11 --out there\n'])
  expect(stderr).toMatch(/^spoor: recorded 2 calls of 2 functions in 1 process or thread in rec\n/)
  expect(stderr).toMatch(/1 call {2}half {2}src\/work\.js:2/)
  expect(recorded(cwd)[0]?.[0]).toMatchObject({ title: 'node src/app.js --out there' })
  const again = await spoor(cwd, '--out', 'rec', '--', 'node', 'src/app.js')
  expect([again.code, again.stdout]).toEqual([2, ''])
  expect(again.stderr).toContain('holds recordings already')
})

test('a folder of its own, which no repository takes in, where none is named', async () => {
  const cwd = project(APP)
  expect((await spoor(cwd, '--gzip', '--no-values', '--include', 'src/**#half', '--', 'node', 'src/app.js')).code).toBe(0)
  const [folder] = readdirSync(join(cwd, '.spoor')).filter((name) => name !== '.gitignore') as [string]
  expect(existsSync(join(cwd, '.spoor/.gitignore'))).toBe(true)
  expect(readdirSync(join(cwd, '.spoor', folder))).toEqual([expect.stringMatching(/\.spoor\.ndjson\.gz$/)])
})

test('npm test: only the process that does something has a file', async () => {
  const cwd = project(APP)
  const { code, stdout } = await spoor(cwd, '--out', 'rec', '--', 'npm', 'test')
  expect(code).toBe(0)
  expect(stdout).toContain('11 from npm')
  expect(recorded(cwd)).toHaveLength(1)
  // npm is what started it.
  expect(recorded(cwd)[0]?.[0]).toMatchObject({ t: 'header', parentStream: expect.stringMatching(/^[0-9a-f]{16}$/) })
})

describe('it ends as the command does', () => {
  test('with its exit code', async () => {
    const cwd = project(APP)
    expect(await spoor(cwd, '--out', 'rec', '--', 'node', 'src/fails.js')).toMatchObject({ code: 5, signal: null })
    expect(calls(cwd)).toBe(2)
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('by %s', async (signal) => {
    const cwd = project(APP)
    const { child, ended } = start(cwd, [BIN, 'run', '--out', 'rec', '--', 'node', 'src/waits.js'], { NO_COLOR: '1' })
    await new Promise((resolve) => child.stdout?.once('data', resolve))
    child.kill(signal)
    const { stderr, ...end } = await ended
    expect(end).toMatchObject({ code: null, signal })
    expect(stderr).toContain('recorded 2 calls')
    expect(calls(cwd)).toBe(2)
  })
})

describe('says why nothing was recorded', () => {
  test.each([
    ['no Node process', ['true'], 'no Node process ran that could be traced'],
    ['no function matches', ['node', 'lib/other.js'], '1 Node process ran, and loaded no function that matches src/** below'],
    ['nothing was called', ['node', 'src/quiet.js'], 'none of the 3 traced functions was called'],
  ])('%s', async (_, command, reason) => {
    const cwd = project(APP)
    const { code, stderr } = await spoor(cwd, '--', ...command)
    expect(code).toBe(0)
    expect(stderr).toContain(`spoor: nothing was recorded: ${reason}`)
    expect(readdirSync(join(cwd, '.spoor')).filter((name) => name !== '.gitignore')).toEqual([])
  })

  test('the command cannot be started', async () => {
    const { code, stderr } = await spoor(project(APP), '--', 'no-such-program')
    expect(code).toBe(2)
    expect(stderr).toContain('no-such-program cannot be started')
  })

  test('there is no command, or a flag that there is not', async () => {
    const cwd = project(APP)
    expect(await spoor(cwd)).toMatchObject({ code: 2 })
    expect((await spoor(cwd, '--ot', 'x', '--', 'true')).stderr).toContain('Did you mean --out?')
  })
})

test('what Vitest runs is recorded by the plugin in its configuration', async () => {
  const cwd = project({
    ...APP,
    'vitest.config.js': `import spoor from '${fileURLToPath(new URL('../../packages/plugin/dist/vite.js', import.meta.url))}'
export default { plugins: [spoor()], test: { pool: 'forks' } }`,
    'src/work.test.js': `import { expect, test } from '${fileURLToPath(import.meta.resolve('vitest'))}'
import { work } from './work.js'
test('work', () => expect(work(2)).toBe(2))`,
  })
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
  const { code, stderr, stdout } = await spoor(cwd, '--out', 'rec', '--', 'node', vitest, 'run', '--root', cwd)
  expect([code, stdout, stderr]).toEqual([0, expect.stringContaining('1 passed'), expect.stringContaining('spoor: recorded')])
  expect(calls(cwd)).toBeGreaterThan(1)
})
