import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openTrace, summarise } from '../../packages/trace/src/node.ts'
import type { HeaderLine, TraceLine } from '../../packages/trace/src/node.ts'
import { project, recorded, recording, REGISTER, run, start, texts } from './app.ts'
import { linesOf, ofKind } from './events.ts'

const WORK = `
export const work = (order) => price(order)
function price({ n }) { return n * 2 }
export function fail() { throw new RangeError('bad') }`

const APP = {
  'src/work.js': WORK,
  'src/once.js': "import { work } from './work.js'\nconsole.log(work({ n: 1 }))",
  'src/throws.js': "import { fail } from './work.js'\nfail()",
  'src/exits.js': "import { work } from './work.js'\nwork({ n: 1 })\nprocess.exit(7)",
  'src/waits.js': "import { work } from './work.js'\nwork({ n: 1 })\nsetInterval(() => work({ n: 2 }), 5)\nconsole.log('ready')",
  'src/handles.js': `import { work } from './work.js'
process.on('SIGTERM', () => { work({ n: 9 }); setTimeout(() => process.exit(3), 50) })
work({ n: 1 })
setInterval(() => {}, 1000)
console.log('ready')`,
  'src/family.js': `import { work } from './work.js'
import { fork, spawn } from 'node:child_process'
import { Worker } from 'node:worker_threads'
work({ n: 1 })
new Worker(new URL('./once.js', import.meta.url))
fork(new URL('./once.js', import.meta.url).pathname)
spawn(process.execPath, [new URL('./once.js', import.meta.url).pathname], { stdio: 'inherit' })`,
  'src/cluster.js': `import cluster from 'node:cluster'
import { work } from './work.js'
work({ n: 1 })
if (cluster.isPrimary) for (let i = 0; i < 2; i++) cluster.fork()
else process.exit()`,
  'src/idle.js': 'console.log(process.listenerCount("exit"), process.listenerCount("SIGINT"), process.listenerCount("SIGTERM"))',
}

const names = (lines: TraceLine[]): string[] => {
  const sites = new Map(ofKind(lines, 'site').map(({ n, name }) => [n, name]))
  return ofKind(lines, 'call').map(({ n }) => sites.get(n) as string)
}
const endOf = (lines: TraceLine[]): unknown => ofKind(lines, 'end').map(({ reason }) => reason)

describe('a process ends as it does without a recording, and all is written', () => {
  test('by itself', async () => {
    const cwd = project(APP)
    expect(await run(cwd, ['src/once.js'], recording())).toEqual({ code: 0, signal: null, stdout: '2\n', stderr: '' })
    const [lines] = recorded(cwd) as [TraceLine[]]
    expect(names(lines)).toEqual(['price', 'work'])
    expect(endOf(lines)).toEqual(['exit'])
    expect(lines[0]).toMatchObject({ t: 'header', title: 'node src/once.js', platform: 'node' })
  })

  test('by an uncaught exception', async () => {
    const cwd = project(APP)
    const bare = await run(cwd, ['src/throws.js'], {})
    const ended = await run(cwd, ['src/throws.js'], recording())
    expect(ended.code).toBe(bare.code)
    expect(ended.stderr).toContain('RangeError: bad')
    const [lines] = recorded(cwd) as [TraceLine[]]
    expect(ofKind(lines, 'call')).toMatchObject([{ outcome: 'threw', error: { message: 'bad' } }])
    expect(endOf(lines)).toEqual(['uncaught'])
  })

  test('by process.exit', async () => {
    const cwd = project(APP)
    expect(await run(cwd, ['src/exits.js'], recording())).toMatchObject({ code: 7 })
    expect(endOf(recorded(cwd)[0] as TraceLine[])).toEqual(['exit'])
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s', async (signal) => {
    const cwd = project(APP)
    const { child, ended } = start(cwd, ['src/waits.js'], recording({ interval: 60_000 }))
    await new Promise((resolve) => child.stdout?.once('data', resolve))
    child.kill(signal)
    expect(await ended).toMatchObject({ code: null, signal })
    const [lines] = recorded(cwd) as [TraceLine[]]
    expect(names(lines)).toContain('work')
    expect(endOf(lines)).toEqual(['signal'])
  })

  test('by its own handler of a signal', async () => {
    const cwd = project(APP)
    const { child, ended } = start(cwd, ['src/handles.js'], recording({ interval: 60_000 }))
    await new Promise((resolve) => child.stdout?.once('data', resolve))
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 3, signal: null })
    const [lines] = recorded(cwd) as [TraceLine[]]
    expect(ofKind(lines, 'call').map(({ value }) => value)).toContain(18)
    expect(endOf(lines)).toEqual(['exit'])
  })
})

test('threads, children and clusters write streams of their own, which say whose children they are', async () => {
  for (const [script, count] of [
    ['src/family.js', 4],
    ['src/cluster.js', 3],
  ] as const) {
    const cwd = project(APP)
    expect(await run(cwd, [script], recording())).toMatchObject({ code: 0, stderr: '' })
    const headers = recorded(cwd).map((lines) => lines[0] as HeaderLine)
    expect(headers).toHaveLength(count)
    expect(new Set(headers.map(({ stream }) => stream)).size).toBe(count)
    const [parent] = headers.filter(({ parentStream }) => !parentStream)
    expect(headers.filter(({ parentStream }) => parentStream === parent?.stream)).toHaveLength(count - 1)
    if (script === 'src/family.js') expect(headers.filter(({ platform, thread }) => platform === 'worker' && thread)).toHaveLength(1)
  }
})

test('a process in which nothing is instrumented gets no file and no listener', async () => {
  const cwd = project(APP)
  const bare = await run(cwd, ['src/idle.js'], {})
  const { stdout } = await run(cwd, ['src/idle.js'], recording())
  expect(stdout.slice(2)).toBe(bare.stdout.slice(2))
  expect(existsSync(join(cwd, 'rec'))).toBe(false)
})

test('where nothing can be written there is one warning, and the program goes on', async () => {
  const cwd = project({ ...APP, rec: 'a file' })
  const { stdout, stderr, code } = await run(cwd, ['src/once.js'], recording())
  expect([code, stdout]).toEqual([0, '2\n'])
  expect(stderr).toMatch(/^spoor: the recording stopped: E\w+: .*; the program goes on\n.*\n$/)
})

/** A program that keeps a log of its own, in the order in which it called. */
const LOGS = `import { writeSync, openSync } from 'node:fs'
import { step } from './step.js'
const log = openSync('log', 'a')
let i = 0
function turn() {
  for (let n = 0; n < 20; n++) { step(++i); writeSync(log, i + ' ' + performance.now() + '\\n') }
  if (process.argv[2] === 'sync') return
  setImmediate(turn)
}
turn()
while (process.argv[2] === 'sync') turn()`

const INTERVAL = 100

test.each(['async', 'sync'])('kill -9 at any instant loses an interval at most (%s)', async (how) => {
  const KILLS = 13
  for (let kill = 0; kill < KILLS; kill++) {
    const cwd = project({ 'src/app.js': LOGS, 'src/step.js': 'export function step(i) { return { i, text: "x".repeat(i % 200) } }' })
    const env = { ...recording({ interval: INTERVAL, limits: { first: 1e9, perSecond: 1e9, rate: 1e9 } }), SPOOR: 'src/step.js' }
    const { child, ended } = start(cwd, ['src/app.js', how], env)
    while (!existsSync(join(cwd, 'log'))) await wait(10)
    await wait(150 + Math.random() * 300)
    child.kill('SIGKILL')
    expect(await ended).toMatchObject({ signal: 'SIGKILL' })
    const log = readFileSync(join(cwd, 'log'), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split(' ').map(Number))
    const whole = (existsSync(join(cwd, 'rec')) ? texts(cwd) : []).join('').split('\n').slice(0, -1)
    const calls = ofKind(
      whole.map((line) => JSON.parse(line) as TraceLine),
      'call',
    )
    const last = calls.length ? Math.max(...calls.map(({ end }) => end ?? 0)) : ((log[0] as number[])[1] as number)
    // Nothing within is missing.
    expect(calls.map(({ args }) => args?.[0])).toEqual(Array.from({ length: calls.length }, (_, i) => i + 1))
    // What is missing at the end happened in one interval: the program's own log says when. A machine that is busy delays a timer.
    const lost = log.slice(calls.length).map((line) => line[1] as number)
    const gaps = log.slice(calls.length).map((line, i, all) => (line[1] as number) - (i ? ((all[i - 1] as number[])[1] as number) : last))
    const stalls = gaps.filter((gap) => gap > 20).reduce((sum, gap) => sum + gap, 0)
    if (lost.length) expect((lost.at(-1) as number) - last - stalls).toBeLessThanOrEqual(INTERVAL * 1.5)
  }
})

test('kill -9 leaves the last calls of a function of which not all are kept', async () => {
  const cwd = project({ 'src/app.js': LOGS, 'src/step.js': 'export function step(i) { return i }' })
  const env = { ...recording({ interval: 20, limits: { first: 5, last: 3, perSecond: 1e9, rate: 1e9 } }), SPOOR: 'src/step.js' }
  const { child, ended } = start(cwd, ['src/app.js', 'async'], env)
  const folder = join(cwd, 'rec')
  const beside = (): string[] => (existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.last.spoor.ndjson')) : [])
  while (!beside().length) await wait(10)
  child.kill('SIGKILL')
  await ended
  // As one recording.
  const { totals } = await summarise(openTrace(folder))
  expect(totals).toMatchObject({ streams: 1, calls: 8 })
})

// What a full disk does, a limit on the size of files does too: a part of a batch is taken, the rest is refused.
test.each([
  ['', {}, 600],
  [', compressed', { gzip: true }, 60],
])('a disk that is full: one warning, whole lines in the file, and the program goes on%s', async (_, more, kib) => {
  const cwd = project({
    'src/app.js': `import { step } from './step.js'
let left = 40
const timer = setInterval(() => {
  for (let i = 0; i < 200; i++) step(left * 200 + i)
  if (!--left) console.log('done', clearInterval(timer))
}, 5)`,
    'src/step.js': 'export function step(i) { return { i, text: String(Math.random()).repeat(5) } }',
  })
  const env = { ...recording({ interval: 10, ...more }), SPOOR: 'src/step.js' }
  const node = [process.execPath, 'src/app.js'].map((word) => `'${word}'`).join(' ')
  const { ended } = start(cwd, [], env, {}, ['bash', '-c', `ulimit -f ${kib}; exec ${node}`])
  const { stdout, stderr, code } = await ended
  expect([code, stdout]).toEqual([0, 'done undefined\n'])
  expect(stderr).toMatch(/^spoor: the recording stopped: E\w+: .*; the program goes on\n.*\n$/)
  expect(readdirSync(join(cwd, 'rec'))).toHaveLength(1)
  const [text] = texts(cwd) as [string]
  expect(text).toMatch(/}\n$/)
  const calls = ofKind(linesOf(text), 'call')
  expect(calls.length).toBeGreaterThan(50)
  expect(calls.length).toBeLessThan(8000)
  const trace = openTrace(join(cwd, 'rec'))
  expect((await summarise(trace)).totals.calls).toBe(calls.length)
  expect(trace.notes).toMatchObject({ faults: 0, truncated: [] })
})

test('the door is built', () => {
  expect(existsSync(REGISTER)).toBe(true)
})
