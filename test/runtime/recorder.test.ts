import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { spoor } from '../../packages/runtime/src/index.ts'
import type { CallEvent, Sink } from '../../packages/runtime/src/index.ts'
import { $e, $g, $h, $k, $p, $r, $x, calls, sites, story } from './program.ts'

const SOURCES = new URL('../../packages/runtime/src/', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'spoor-runtime-'))
afterAll(() => rmSync(folder, { recursive: true }))

beforeEach(() => {
  spoor.on()
  spoor.clear()
})

async function bundle(entry: string, format: 'esm' | 'iife' = 'esm'): Promise<string> {
  const path = new URL(entry, SOURCES).pathname
  const result = await build({
    entryPoints: [path],
    bundle: true,
    minify: true,
    format,
    globalName: '__copy',
    write: false,
    target: 'es2022',
  })
  return (result.outputFiles[0] as { text: string }).text
}

/** Runs a module of its own in a fresh process; `probes` and `spoor` are there. */
async function run(code: string, ...flags: string[]): Promise<string> {
  const file = join(folder, `${Math.random()}.mjs`)
  writeFileSync(join(folder, 'index.mjs'), await bundle('index.ts'))
  writeFileSync(join(folder, 'probes.mjs'), await bundle('probes.ts'))
  writeFileSync(
    file,
    `import * as probes from './probes.mjs'\nimport { spoor } from './index.mjs'\nconst { register, enter, exit } = probes\n${code}`,
  )
  return execFileSync(process.execPath, [...flags, file], { encoding: 'utf8', stdio: 'pipe' })
}

test('what a program has to carry is at most 3 kB', async () => {
  expect(gzipSync(await bundle('probes.ts'), { level: 9 }).length).toBeLessThanOrEqual(3072)
})

test('two copies are one recorder, and plain scripts find it', async () => {
  const copy = (0, eval)(`${await bundle('index.ts', 'iife')};__copy`) as typeof import('../../packages/runtime/src/index.ts')
  const $f = sites('shared')
  const slot = (globalThis as any)[Symbol.for('spoor.runtime/1')]
  expect(Object.keys(globalThis)).not.toContain('spoor.runtime/1')
  slot.exit(slot.enter($f['s0'], []), 1)
  expect(copy.spoor).not.toBe(spoor)
  expect(copy.spoor.events()).toEqual(spoor.events())
  expect(copy.spoor.events()).toHaveLength(1)
  copy.spoor.off()
  expect($f['s0']).toBe(0)
  copy.spoor.on()
  copy.spoor.mark('from the copy')
  expect(spoor.events()[1]).toMatchObject({ type: 'mark', name: 'from the copy' })
})

test('a frozen global: the runtime keeps to itself', async () => {
  const code = await bundle('probes.ts')
  writeFileSync(
    join(folder, 'frozen.mjs'),
    `Object.freeze(globalThis)\nconst p = await import('./frozen-probes.mjs')\nconst f = p.register('spoor:1', 'a.js', 1, ['f', 1, 1, 0, ''])\nconst c = p.enter(f.s0, [])\np.exit(c, 1)\nconsole.log(c.outcome)`,
  )
  writeFileSync(join(folder, 'frozen-probes.mjs'), code)
  expect(execFileSync(process.execPath, [join(folder, 'frozen.mjs')], { encoding: 'utf8' })).toBe('returned\n')
})

test('nothing of the platform is needed', async () => {
  const code = (await bundle('index.ts', 'iife')).replace(/^"use strict";/, '')
  const out = await run(`
    import { createContext, runInContext } from 'node:vm'
    const context = createContext({})
    // A bare realm: no performance, process, console, timers.
    console.log(runInContext(${JSON.stringify(`${code};typeof performance + typeof process + __copy.spoor.status().sites`)}, context))`)
  expect(out).toBe('undefinedundefined0\n')
})

test('what a program does to built-ins does not reach the recording, nor the recording the program', async () => {
  const code = (await bundle('index.ts', 'iife')).replace(/^"use strict";/, '')
  const program = `
    const { s0 } = slot.register('spoor:1', 'a.js', 1, ['f', 1, 1, 0, 'userName'])
    let reached = ''
    const { iterator } = Symbol
    const before = { exec: RegExp.prototype.exec, iterate: Array.prototype[iterator], includes: Array.prototype.includes }
    for (const index of [0, 1, 2, 5]) Object.defineProperty(Array.prototype, index, { set: () => (reached += ' set'), configurable: true })
    RegExp.prototype.exec = () => ((reached += ' exec'), ['x'])
    Array.prototype[iterator] = Array.prototype.includes = () => (reached += ' method')
    const call = slot.enter(s0, [{ userName: [1, { apiKey: 2 }] }, 'x', 'y'])
    slot.exit(call, ['z'])
    RegExp.prototype.exec = before.exec
    Array.prototype[iterator] = before.iterate
    Array.prototype.includes = before.includes
    for (const index of [0, 1, 2, 5]) delete Array.prototype[index]
    JSON.stringify({ reached, args: call.args, value: call.value })`
  const out = await run(`
    import { createContext, runInContext } from 'node:vm'
    const slot = "const slot = globalThis[Symbol.for('spoor.runtime/1')];"
    console.log(runInContext(${JSON.stringify(`${code};`)} + slot + ${JSON.stringify(program)}, createContext({}), { timeout: 10_000 }))`)
  expect(JSON.parse(out)).toMatchObject({ reached: '', args: [{ k: 'object' }, 'x', 'y'], value: { k: 'array', items: ['z'] } })
  expect(out).toContain('["apiKey",{"k":"redacted"}]')
})

test('a file that is loaded again keeps its numbers; older closures are switched too', () => {
  const table = (line: number) => ['a', line, 1, 0, '', 'b', line + 1, 1, 0, '']
  const first = $g('spoor:1', 'src/hot.ts', 1, table(1))
  const { sites: before } = spoor.status()
  const second = $g('spoor:1', 'src/hot.ts', 1, table(10))
  expect(second).toBe(first)
  expect(spoor.status().sites).toBe(before)
  expect(spoor.sites().find(({ id }) => id === 'src/hot.ts#b')?.line).toBe(11)
  const other = $g('spoor:1', 'src/hot.ts', 1, ['new', 1, 1, 0, '', ...table(2)])
  spoor.off('src/hot.ts#a')
  expect([first['s0'], first['s1'] === 0, other['s1'], other['s2'] === 0]).toEqual([0, false, 0, false])
})

test('a file of many functions registers in several calls', () => {
  const rows = Array.from({ length: 96 }, (_, i) => [`f${i}`, i + 1, 1, 0, '']).flat()
  const [one, two] = [$g('spoor:1', 'src/big.ts', 0, rows.slice(0, 240)), $g('spoor:1', 'src/big.ts', 0, rows.slice(240))]
  expect(Object.keys(one)).toEqual(Array.from({ length: 48 }, (_, i) => `s${i}`))
  spoor.off()
  spoor.on('src/big.ts#f50')
  expect(Object.values(one).every((n) => n === 0)).toBe(true)
  expect(Object.entries(two).filter(([, n]) => n)).toEqual([['s2', expect.any(Number)]])
})

test('flags are fast objects whose fields can count as constant', async () => {
  const out = await run(
    `const rows = Array.from({ length: 48 }, (_, i) => ['f' + i, 1, 1, 0, '']).flat()
     const [a, b] = [register('', 'a.js', 1, rows), register('', 'b.js', 0, rows)]
     console.log(%HasFastProperties(a), %HasFastProperties(b), %HaveSameMap(a, b))`,
    '--allow-natives-syntax',
  )
  expect(out).toBe('true true true\n')
})

test('old flags do not pile up', async () => {
  const out = await run(
    `const slot = globalThis[Symbol.for('spoor.runtime/1')]
     for (let i = 0; i < 1000; i++) { register('', 'hot.js', 1, ['f' + (i % 30), i, 1, 0, '', 'g' + (i % 31), i, 1, 0, '']); if (i % 50 === 49) { await new Promise((r) => setTimeout(r)); gc() } }
     console.log(slot.state.loads.get('hot.js').length < 200, spoor.status().sites)`,
    '--expose-gc',
  )
  expect(out).toBe('true 61\n')
})

test('rules: the last one that has something to say wins, also for files to come', () => {
  const load = (file: string, state: 0 | 1 = 0) =>
    $g('spoor:1', file, state, ['Cart.total', 1, 1, 0, '', 'Cart.add', 2, 1, 0, '', 'callback~2', 3, 1, 0, ''])
  const on = (flags: Record<string, number>) =>
    Object.values(flags)
      .map((n) => Number(n > 0))
      .join('')
  spoor.off()
  const early = load('src/rules/a.ts', 1)
  expect(on(early)).toBe('000')
  spoor.on(['src/rules/**', '!**#*.add'])
  const late = load('src/rules/b.ts')
  expect([on(early), on(late), on(load('src/other.ts', 1))]).toEqual(['101', '101', '000'])
  spoor.off('src/rules/b.ts#callback')
  expect([on(early), on(late)]).toEqual(['101', '100'])
  spoor.off(['src/rules/**', '!src/rules/a.ts#Cart.total'])
  expect([on(early), on(late)]).toEqual(['100', '000'])
  spoor.on('**#callback~2')
  expect([on(early), on(late)]).toEqual(['101', '001'])
  expect(() => spoor.on('src/**=loud')).toThrow(/"loud" is not a level/)
  expect(() => spoor.off('#x')).toThrow(RangeError)
  spoor.on()
  expect(on(late)).toBe('111')
})

test('marks stand in the order of events, below the call that is running', () => {
  const $f = sites('f')
  const data = { n: 1 }
  const $c: any = $e($f['s0'] as number, [])
  spoor.mark('note', data)
  data.n = 2
  $x($c, undefined)
  spoor.mark('bare')
  expect(spoor.events().map(({ type }) => type)).toEqual(['call', 'mark', 'mark'])
  const [call, note, bare] = spoor.events() as any[]
  expect(note).toMatchObject({ name: 'note', parent: call.seq, data: { props: [['n', 1]] } })
  expect(bare).toMatchObject({ parent: 0, data: undefined })
})

test('the ring holds the newest events and says what fell out', () => {
  const $f = sites('f n')
  spoor.configure({ capacity: 100 })
  for (let i = 0; i < 200; i++) $x($e($f['s0'] as number, [i]) as any, undefined)
  expect(spoor.status()).toMatchObject({ capacity: 128, recorded: 128, dropped: 72 })
  expect(calls().map(({ args }) => args?.[0])).toEqual(Array.from({ length: 128 }, (_, i) => i + 72))
  spoor.configure({ capacity: 16384 })
  expect(calls()).toHaveLength(128)
  spoor.clear()
  expect(spoor.status()).toMatchObject({ recorded: 0, dropped: 0 })
  expect(() => spoor.configure({ capacity: 0 })).toThrow(RangeError)
})

test('events are copies; calls that run are shown running', () => {
  const $f = sites('f')
  const $c: any = $e($f['s0'] as number, [])
  const [running] = calls()
  $x($c, 1)
  expect([running?.outcome, running?.end, calls()[0]?.outcome]).toEqual(['running', undefined, 'returned'])
  expect(JSON.parse(JSON.stringify(calls()))).toHaveLength(1)
})

test('sinks are told of everything, in order, until they unsubscribe', () => {
  const $f = sites('generator g', 'fails')
  const heard: string[] = []
  const note = (what: string) => (event: any) => heard.push(`${what} ${event.site?.name ?? event.name}`)
  const sink: Sink = {
    enter: note('enter'),
    exit: note('exit'),
    pause: note('pause'),
    resume: note('resume'),
    learn: note('learn'),
    mark: note('mark'),
  } as any
  const stop = spoor.subscribe(sink)
  const $c: any = $e($f['s0'] as number, [])
  $p($c, 1)
  spoor.mark('m')
  $r($c)
  const fails: any = $e($f['s1'] as number, [])
  $x(fails, fails)
  $k($c, new Error('late'))
  $x($c, 1)
  stop()
  spoor.mark('unheard')
  expect(heard).toEqual(['enter g', 'pause g', 'mark m', 'resume g', 'enter fails', 'exit fails', 'learn fails', 'exit g'])
})

test('a sink that throws is named once and unsubscribed; the others go on', () => {
  const $f = sites('f')
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  let heard = 0
  const stop = spoor.subscribe({
    exit: () => {
      heard++
    },
  })
  spoor.subscribe({
    enter: () => {
      throw new Error('sink')
    },
  })
  for (let i = 0; i < 3; i++) $x($e($f['s0'] as number, []) as any, i)
  expect(warn.mock.calls).toEqual([['spoor: a sink threw in enter() and is unsubscribed:', new Error('sink')]])
  expect([heard, calls().length]).toEqual([3, 3])
  warn.mockRestore()
  stop()
})

test('instrumented code that a sink or a proxy reaches is not recorded', () => {
  const $f = sites('f a', 'inner')
  let ran = 0
  const inner = () => {
    var $c: any = $f['s1'] && $e($f['s1'], []),
      $v: any = $c
    try {
      ran++
      return ($v = 1)
    } finally {
      $c && $x($c, $v)
    }
  }
  const stop = spoor.subscribe({ enter: inner, exit: inner })
  const proxy = new Proxy(
    {},
    {
      ownKeys: () => {
        inner()
        return []
      },
      getPrototypeOf: () => {
        inner()
        return null
      },
    },
  )
  // Where a proxy may be a framework's, it is looked into.
  vi.stubGlobal('__VUE__', true)
  $x($e($f['s0'] as number, [proxy]) as any, proxy)
  vi.unstubAllGlobals()
  stop()
  expect(ran).toBeGreaterThanOrEqual(4)
  expect(story()).toHaveLength(1)
})

test('as long as nobody can read them, values are not looked at, and no trap of a proxy runs', async () => {
  writeFileSync(join(folder, 'index.mjs'), await bundle('index.ts'))
  writeFileSync(join(folder, 'probes.mjs'), await bundle('probes.ts'))
  const file = join(folder, 'late.mjs')
  writeFileSync(
    file,
    `import { register, enter, exit } from './probes.mjs'
     const traps = new Set()
     const proxy = new Proxy([], new Proxy({}, { get: (_, trap) => void traps.add(trap) }))
     const flags = register('spoor:1', 'src/a.js', 1, ['f', 1, 1, 0, 'a b c'])
     exit(enter(flags.s0, [7, { x: 1 }, proxy]), new Error('x'))
     const { spoor } = await import('./index.mjs')
     exit(enter(flags.s0, [7, { x: 1 }]), 2)
     console.log(JSON.stringify([[...traps], spoor.events().map(({ args, value, outcome }) => [outcome, args, value])]))`,
  )
  const told = ['returned', [7, { k: 'object', name: 'Object', props: [['x', 1]], size: 1 }], 2]
  expect(JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' }))).toEqual([[], [['returned', null, null], told]])
})

test('flush waits for the sinks and passes on what failed', async () => {
  const done: string[] = []
  const stops = [
    spoor.subscribe({
      flush: async () => {
        throw new Error('disk full')
      },
    }),
    spoor.subscribe({
      flush: async () => {
        await null
        done.push('written')
      },
    }),
  ]
  await expect(spoor.flush()).rejects.toThrow('disk full')
  expect(done).toEqual(['written'])
  stops.forEach((stop) => stop())
  await spoor.flush()
})

test('what nobody catches is learnt from the platform, and nothing else changes', async () => {
  const code = `
    const f = register('', 'a.js', 1, ['outer', 1, 1, 0, '', 'inner', 2, 1, 0, ''])
    process.on('exit', (code) => console.log(code, JSON.stringify(spoor.events().map((e) => [e.site.name, e.outcome, e.error?.message]))))
    const wrap = (n, body) => () => { var c = f[n] && enter(f[n], []), v = c; try { body(); v = void 0 } finally { c && exit(c, v) } }
    wrap('s0', wrap('s1', () => null.x))()`
  const failed = await run(code).catch((error: { status: number; stdout: string; stderr: string }) => error)
  expect(failed).toMatchObject({ status: 1 })
  const { stdout, stderr } = failed as { stdout: string; stderr: string }
  expect(stdout).toMatch(/^1 \[\["outer","threw","Cannot read[^"]*"\],\["inner","threw","Cannot read/)
  expect(stderr).toContain('TypeError: Cannot read')
})

test('threw without a matching end is forgotten on return', () => {
  const $f = sites('f')
  const $c: any = $e($f['s0'] as number, [])
  $h($c, 1)
  $x($c, 'fine')
  expect(calls()[0]).toMatchObject({ outcome: 'returned', error: undefined, value: 'fine' } satisfies Partial<CallEvent>)
})

test('where values are off, recording makes no garbage', async () => {
  // For the platform's own makes a number object of each reading.
  const clock = "let time = 0; Object.defineProperty(globalThis, 'performance', { value: { now: () => (time = (time + 1) & 0xffff) } })"
  const program = (made: string): string => `
    const flags = register('', 'a.js', 1, ['inner', 1, 1, 0, '', 'outer', 2, 1, 0, ''])
    const kept = new Array(16384)
    let turn = 0
    function inner(n) { var c = flags.s0 && enter(flags.s0), v = c; try { return v = ${made} } finally { c && exit(c, v) } }
    function outer(n) { var c = flags.s1 && enter(flags.s1), v = c; try { return v = inner(n) + inner(n) } finally { c && exit(c, v) } }
    const run = (times) => { for (let i = 0; i < times; i++) outer(i & 15) }
    run(100_000)
    console.log('begin')
    run(1_000_000)
    console.log('end')`
  // What is optimised is so by the time it is counted, be there a core for that or not.
  const flags = ['--trace-gc', '--no-concurrent-recompilation', '--import', `data:text/javascript,${encodeURIComponent(clock)}`]
  expect(collectionsIn(await run(program('n'), ...flags))).toBeLessThanOrEqual(1)
  expect(collectionsIn(await run(program('(kept[turn++ & 16383] = { n }).n'), ...flags))).toBeGreaterThan(1)
})

const collectionsIn = (text: string): number => (/begin\n([^]*)end\n/.exec(text)?.[1] ?? 'no end').match(/Scavenge|Mark-/g)?.length ?? 0
