import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeLine, readTrace, summarise } from '@spoor/trace'
import type { CallLine, FunctionSummary, Summary, TraceLine } from '@spoor/trace'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { seed } from '../support/seed.ts'
import { joined } from './joined.ts'
import { diceOf, headerOf, Program } from './program.ts'

const summaryOf = (program: Program): Promise<Summary> => summarise(readTrace([program.text]))

const byId = (functions: readonly FunctionSummary[], what: (one: FunctionSummary) => number): Record<string, number> =>
  Object.fromEntries(functions.map((one) => [one.id, Math.round(what(one) * 1000) / 1000]))

describe('a summary equals what somebody finds who keeps everything', () => {
  test('calls, time of their own and time with all that they called, failures, depth', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 300 }), async (seed, events) => {
        const program = new Program(diceOf(seed), { events }).play()
        const { functions, totals, deepest } = await summaryOf(program)
        const truth = program.truth()
        expect(byId(functions, ({ calls }) => calls)).toEqual(Object.fromEntries(truth.calls))
        expect(byId(functions, ({ self }) => self)).toEqual(Object.fromEntries(truth.self))
        expect(byId(functions, ({ total }) => total)).toEqual(Object.fromEntries(truth.total))
        expect(totals.failed).toBe(truth.threw)
        expect(deepest[0]?.depth ?? 0).toBe(truth.deepest)
      }),
      { seed, numRuns: 300 },
    )
  })
})

describe('and where not everything is there', () => {
  test('every line counts once, and no time is made up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.boolean(), async (seed, handedOn) => {
        const program = new Program(diceOf(seed), { events: 150, lost: 0.3, handedOn }).play()
        const { functions, totals } = await summaryOf(program)
        const calls = program.lines.filter((line): line is CallLine => line.t === 'call')
        expect(totals.calls).toBe(calls.length)
        expect(functions.every(({ self, total, waited }) => self >= 0 && total >= 0 && waited >= 0)).toBe(true)
        const ran = calls.reduce((sum, { start, end, ran = end! - start }) => sum + ran, 0)
        expect(totals.ran).toBeLessThanOrEqual(ran + 0.01)
      }),
      { seed, numRuns: 100 },
    )
  })
})

test('values that are none do no harm', async () => {
  const site: TraceLine = { t: 'site', n: 1, id: 'a.js#f', file: 'a.js', name: 'f', line: 1, column: 1, kind: 'function' }
  const errors = [{ k: 'array' }, { k: 'object', props: 7 }, 'text', { k: 'banana' }, 7, null, {}]
  const lines = errors.map(
    (error, i) => ({ t: 'call', seq: i + 1, n: 1, start: i, end: i, outcome: 'threw', error }) as unknown as TraceLine,
  )
  const { functions } = await summarise(readTrace([[headerOf(), site, ...lines].map(encodeLine).join('')]))
  expect(functions[0]).toMatchObject({ calls: 7, failed: 7 })
})

test('an error that comes by a promise, which a call gave back long before, began where it was thrown', async () => {
  const site = (n: number, name: string): TraceLine => ({
    t: 'site',
    n,
    id: `a.js#${name}`,
    file: 'a.js',
    name,
    line: 1,
    column: 1,
    kind: 'function',
  })
  const error = { k: 'error', name: 'Error', message: 'gone' } as const
  const lines: TraceLine[] = [
    headerOf(),
    ...['waits', 'hands on', 'throws'].map((name, i) => site(i + 1, name)),
    { t: 'call', seq: 2, n: 2, parent: 1, start: 1, end: 2, outcome: 'promised' },
    { t: 'call', seq: 3, n: 3, parent: 2, start: 1, end: 5, outcome: 'threw', error },
    { t: 'call', seq: 1, n: 1, start: 0, end: 6, outcome: 'threw', error },
  ]
  const { functions, totals } = await summarise(readTrace([lines.map(encodeLine).join('')]))
  expect(totals.failed).toBe(1)
  expect(Object.fromEntries(functions.map(({ name, failed, passed }) => [name, [failed, passed]]))).toEqual({
    throws: [1, 0],
    'hands on': [0, 0],
    waits: [0, 1],
  })
})

describe('a page and its server', async () => {
  const { page, server } = joined()
  const lines: TraceLine[] = [...page, ...server.map((line) => ({ ...line, s: 1 }))]
  const summary = await summarise(readTrace([lines.map(encodeLine).join('')]))
  const of = (name: string): FunctionSummary => summary.functions.find((one) => one.name === name)!

  test('totals and streams', () => {
    expect(summary.totals).toMatchObject({
      streams: 2,
      calls: 10,
      running: 1,
      marks: 2,
      clients: 1,
      servers: 1,
      failedRequests: 0,
      dropped: 1231,
    })
    expect(summary.streams).toMatchObject([
      { title: 'http://localhost/shop', platform: 'browser', clock: 0.1, calls: 5, ended: 'unload', duration: 60 },
      { title: 'node server.js', pid: 4711, calls: 5, ended: undefined },
    ])
  })

  test('an error counts where it began, and passes the others', () => {
    expect(of('reserve')).toMatchObject({ failed: 1, passed: 0, errors: [{ text: 'OutOfStock: only 1 of "lamp" left', count: 1 }] })
    expect(of('Cart.checkout')).toMatchObject({ failed: 1, waited: 48.5, total: 49.75, self: 0.75 })
    // What it threw became known later.
    expect(of('postCheckout')).toMatchObject({ errors: [{ text: 'OutOfStock: only 1 of "lamp" left', count: 1 }] })
  })

  test('what is missing', () => {
    expect(summary.dropped).toEqual([
      { reason: 'calls', count: 1200, functions: [{ id: 'server/db.ts#query', count: 1200 }] },
      { reason: 'rate', count: 31, functions: [] },
    ])
    expect(of('query')).toMatchObject({ calls: 3, running: 1, dropped: 1200 })
  })

  test('slowest calls and deepest stacks', () => {
    expect(summary.slowest[0]).toMatchObject({ function: 'src/page.tsx#onBuyClick', duration: 52, at: 90, outcome: 'returned' })
    expect(summary.deepest[0]).toEqual({
      depth: 3,
      stream: 0,
      path: [{ functions: ['src/page.tsx#onBuyClick', 'src/cart.ts#Cart.checkout', 'src/format.ts#format'], times: 1 }],
    })
  })

  test('is plain data', () => {
    expect(JSON.parse(JSON.stringify(summary))).toEqual(JSON.parse(JSON.stringify({ ...summary })))
  })
})

test('a stack of the same functions over and over is short to tell', async () => {
  const sites = ['main', 'parse', 'node'].map((name, i): TraceLine => ({
    t: 'site',
    n: i + 1,
    id: name,
    file: 'a.js',
    name,
    line: 1,
    column: 1,
    kind: 'function',
  }))
  const calls = Array.from({ length: 2001 }, (_, i): CallLine => ({
    t: 'call',
    seq: i + 1,
    n: i ? 2 + ((i + 1) % 2) : 1,
    parent: i,
    depth: i,
    start: i,
    end: 5000 - i,
    outcome: 'returned',
  }))
  const { deepest } = await summarise(readTrace([[headerOf(), ...sites, ...calls.reverse()].map(encodeLine).join('')]))
  expect(deepest).toEqual([
    {
      depth: 2001,
      stream: 0,
      path: [
        { functions: ['main'], times: 1 },
        { functions: ['parse', 'node'], times: 1000 },
      ],
    },
  ])
})

describe('a long recording', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-long-'))
  const path = join(folder, 'long.spoor.ndjson')
  const calls = write(path, 100 * 2 ** 20)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const entry = createRequire(import.meta.url).resolve('@spoor/trace/node')
  const run = (body: string, heap: number): ReturnType<typeof spawnSync> => {
    const code = `import { openTrace, summarise } from ${JSON.stringify(entry)}\nconst trace = openTrace(process.argv[1])\n${body}`
    return spawnSync(process.execPath, [`--max-old-space-size=${heap}`, '--input-type=module', '-e', code, path], { encoding: 'utf8' })
  }

  test('of 100 MB is summarised in 64 MB', () => {
    const { stdout, stderr, status } = run('console.log((await summarise(trace)).totals.calls)', 64)
    expect([stderr, status]).toEqual(['', 0])
    expect(stdout).toBe(`${calls}\n`)
  })

  test('who keeps its lines runs out of them', () => {
    const { status, signal } = run('const all = []\nfor await (const lines of trace) all.push(...lines)\nconsole.log(all.length)', 64)
    expect(status !== 0 || signal !== null).toBe(true)
  })
})

/** @returns how many calls it took to fill so many bytes */
function write(path: string, bytes: number): number {
  const file = openSync(path, 'w')
  const sites = Array.from({ length: 50 }, (_, i) =>
    encodeLine({ t: 'site', n: i + 1, id: `src/a.ts#f${i}`, file: 'src/a.ts', name: `f${i}`, line: i + 1, column: 1, kind: 'function' }),
  )
  writeSync(file, encodeLine(headerOf()) + sites.join(''))
  let seq = 0
  let calls = 0
  // Trees of ten calls; the callers of some are never written.
  while (statSync(path).size < bytes) {
    let text = ''
    for (let tree = 0; tree < 1000; tree++) {
      const root = seq + 1
      for (let i = 9; i >= (tree % 3 ? 0 : 1); i--) {
        const n = root + i
        text += `{"t":"call","seq":${n},"n":${1 + (n % 50)},"parent":${i ? root + i - 1 : 0},"depth":${i},"start":${n},"end":${root + 20 - i},"outcome":"returned","args":[${n},{"k":"object","name":"Cart","props":[["total",${n}]],"size":1}]}\n`
      }
      seq += 10
    }
    writeSync(file, text)
    calls += 10_000 - 334
  }
  closeSync(file)
  return calls
}
