import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import vm from 'node:vm'
import { createOptimizer } from '@builder.io/qwik/optimizer'
import { transformHoistInlineDirective } from '@vitejs/plugin-rsc/transforms'
import { build } from 'esbuild'
import type { Plugin } from 'esbuild'
import { parseAstAsync } from 'rollup/parseAst'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { CallEvent } from '../../packages/runtime/src/index.ts'
import { spoor } from '../../packages/runtime/src/index.ts'
import { explain, transform } from '../../packages/transform/src/index.ts'
import { expectWarning } from '../support/no-warnings.ts'

// Real tools that take functions out of their file, at work on what Spoor gives them and on what it was given.

const require = createRequire(import.meta.url)
const babel = require('@babel/core') as { transformSync(code: string, options: object): { code: string } }

const folder = join(import.meta.dirname, '.cache')
mkdirSync(folder, { recursive: true })
const work = mkdtempSync(join(folder, 'extracted-'))
afterAll(() => rmSync(work, { recursive: true }))
beforeEach(() => spoor.clear())

const probes = join(import.meta.dirname, '../../packages/runtime/src/probes.ts')
const instrument = (code: string, id: string): string => transform(code, id, { root: '/app' })?.code ?? code
const recorded = (): string[] => spoor.events().map((event) => (event as CallEvent).site.name)
const leftAlone = (code: string, id: string): string[] =>
  explain(code, id)
    .skipped.filter(({ reason }) => reason === 'extracted')
    .map(({ name }) => name)

describe('Qwik', () => {
  const code = `import { component$, useSignal, $ } from '@builder.io/qwik'
const rate = 2
function helper(x) { return x * rate }
export const Counter = component$((props) => {
  const count = useSignal(1)
  const step = props.step
  return <button onClick$={() => { count.value += step; helper(1) }}>{count.value} {helper(step)}</button>
})
export const later = $(async (x) => { await null; return helper(x) })
`
  const entry = `import { Counter, later } from './counter.tsx'
import { renderToString } from '@builder.io/qwik/server'
import { jsx } from '@builder.io/qwik'
const symbolMapper = (symbol) => [symbol, symbol + '.js']
export const { html } = await renderToString(jsx(Counter, { step: 3 }), { containerTagName: 'div', qwikLoader: { include: 'never' }, symbolMapper })
export const eight = await later(4)`

  test('its optimizer takes out the same, with the same in scope, and nothing of ours', async () => {
    expect(leftAlone(code, '/app/counter.tsx')).toEqual(['component$ callback', 'component$ callback.onClick$ callback', '$ callback'])
    const [bare, traced] = [await optimize(code), await optimize(instrument(code, '/app/counter.tsx'))]
    const { 'counter.js': _rest, ...taken } = bare
    expect(Object.keys(taken)).toHaveLength(3)
    expect(traced).toMatchObject(taken)
    expect(traced['counter.js']).toContain('spoor/probes')
  })

  test('so it renders the same page; behind the optimizer everything can be traced', async () => {
    expectWarning(/Missing client manifest/)
    const bare = await optimize(code)
    const before = await optimize(instrument(code, '/app/counter.tsx'))
    const behind = Object.fromEntries(Object.entries(bare).map(([name, text]) => [name, instrument(text, `/app/${name}`)]))
    const shown = await render(bare)
    expect(shown).toMatchObject({ html: expect.stringMatching(/<button[^>]*>.*1.*6/), eight: 8 })
    expect(recorded()).toEqual([])
    expect(await render(before)).toEqual(shown)
    expect(recorded()).toEqual(['helper', 'helper'])
    spoor.clear()
    expect(await render(behind)).toEqual(shown)
    expect(recorded().filter((name) => !name.includes('callback'))).toEqual(['s_u287G10q3ug', 'helper', 's_eS6OjJmXNFw', 'helper'])
  })

  /** Path -> text of the modules that the optimizer makes of one. */
  async function optimize(text: string): Promise<Record<string, string>> {
    const optimizer = await createOptimizer()
    const { modules, diagnostics } = await optimizer.transformModules({
      input: [{ code: text, path: 'counter.tsx' }],
      srcDir: '/app',
      entryStrategy: { type: 'segment' },
      minify: 'simplify',
      mode: 'prod',
      transpileTs: true,
      transpileJsx: true,
      explicitExtensions: true,
    })
    expect(diagnostics).toEqual([])
    return Object.fromEntries(modules.map(({ path, code }) => [path, code]))
  }

  /** Renders on the server, from a bundle that loads each function when it is needed. */
  async function render(modules: Record<string, string>): Promise<object> {
    const given: Plugin = {
      name: 'given',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^\.\/counter/ }, ({ path }) => ({
          path: path.slice(2).replace(/^counter\.tsx$/, 'counter.js'),
          namespace: 'given',
        }))
        onLoad({ filter: /./, namespace: 'given' }, ({ path }) => ({ contents: modules[path] as string, resolveDir: import.meta.dirname }))
        onResolve({ filter: /^@qwik-client-manifest$/ }, () => ({ path: 'none', namespace: 'none' }))
        onLoad({ filter: /./, namespace: 'none' }, () => ({ contents: 'export const manifest = undefined' }))
        onResolve({ filter: /^spoor\/probes$/ }, () => ({ path: './probes.mjs', external: true }))
      },
    }
    const outdir = mkdtempSync(join(work, 'qwik-'))
    const options = { bundle: true, format: 'esm', platform: 'node', splitting: true, outdir, outExtension: { '.js': '.mjs' } } as const
    const define = { 'import.meta.env': '{"BASE_URL":"/"}' }
    await build({ ...options, define, stdin: { contents: entry, resolveDir: import.meta.dirname }, plugins: [given], logLevel: 'silent' })
    const { html, ...shown } = (await runIn(outdir, 'stdin.mjs')) as { html: string }
    // What it draws anew for each page.
    return { ...shown, html: html.replace(/q:(?:manifest-hash|instance)="[^"]*"|qFuncs_\w+/g, '') }
  }
})

describe('worklets', () => {
  const code = `import { useAnimatedStyle } from 'react-native-reanimated'
import { Gesture } from 'react-native-gesture-handler'
const factor = 3
export function scale(x) { 'worklet'; const y = [x].map((z) => z * factor)[0]; if (y > 50) throw new Error('big'); return y }
export function App(x) {
  const style = useAnimatedStyle(() => ({ width: scale(x) }))
  const pan = Gesture.Pan().onUpdate((e) => scale(e.x)).onEnd(() => scale(1))
  return [style, pan].map((made) => made)
}
`

  test('the plugin sends the same functions away, with the same closures', () => {
    expect(leftAlone(code, '/app/app.js')).toEqual([
      'scale',
      'scale.map callback',
      'App.useAnimatedStyle callback',
      'App.onUpdate callback',
      'App.onEnd callback',
    ])
    const bare = sentAway(workletized(code))
    expect(bare.map(({ closure }) => closure)).toEqual(['factor', 'scale,x', 'scale', 'scale'])
    expect(sentAway(workletized(instrument(code, '/app/app.js')))).toEqual(bare)
  })

  test('which run on the other side, where nothing of ours is', () => {
    const instrumented = workletized(instrument(code, '/app/app.js'))
    const scale = sentAway(instrumented).find(({ name }) => name?.startsWith('scale')) as { code: string }
    const there = vm.createContext({})
    const send = (x: number): number => vm.runInContext(`(${scale.code})`, there).call({ __closure: [3] }, x)
    expect(send(4)).toBe(12)
    expect(() => send(40)).toThrow('big')
  })

  test('a file that is all worklets is left alone', () => {
    expect(leftAlone(`'worklet'\nexport function f() { return () => 1 }`, '/app/a.js')).toEqual(['f', 'f.returned'])
    expect(transform(`'worklet'\nexport function f() {}`, '/app/a.js')).toBeUndefined()
  })

  test('what only looks like it is not', () => {
    expect(leftAlone("import $ from 'jquery'\n$(() => 1); const on$ = (f) => f(); on$(() => 'worklet, qwik')", '/app/a.js')).toEqual([])
  })

  /** What Metro's Babel makes of it. */
  function workletized(text: string): string {
    const filename = join(work, 'app.js')
    writeFileSync(filename, text)
    const plugins = [require.resolve('react-native-worklets/plugin')]
    return babel.transformSync(text, { filename, plugins, configFile: false, babelrc: false }).code
  }

  /** The functions that go, as text, and the names that go with each. */
  function sentAway(text: string): { name: string | undefined; code: string; closure: string | undefined }[] {
    const codes = [...text.matchAll(/code: ("(?:[^"\\]|\\.)*")/g)].map(([, code]) => JSON.parse(code as string) as string)
    const closures = [...text.matchAll(/__closure = \[([^\]]*)\]/g)].map(([, names]) => names?.replace(/\s/g, ''))
    return codes.map((code, i) => ({ name: /function (\w+)/.exec(code)?.[1]?.replace(/\d+$/, ''), code, closure: closures[i] }))
  }
})

describe('server functions', () => {
  const code = `const rate = 2
export function page(user, price) {
  const total = price * rate
  async function buy(count) {
    'use server'
    if (count > 9) throw new Error('too many')
    return [user, await later(total * count)]
  }
  return buy
}
async function later(x) { await null; return x }
`

  test('are moved out with what they close over and nothing of ours, and are traced where they are', async () => {
    const [bare, traced] = [await hoist(code), await hoist(instrument(code, '/app/page.js'))]
    expect(bare.bound).toEqual(['user, total'])
    expect(traced.bound).toEqual(bare.bound)
    expect(await use(bare.code)).toEqual([['ada', 12], 'too many'])
    expect(recorded()).toEqual([])
    expect(await use(traced.code)).toEqual([['ada', 12], 'too many'])
    expect(recorded()).toEqual(['page', 'page.buy', 'later', 'page.buy'])
  })

  /** What Vite's plugin of React server components makes of it. */
  async function hoist(text: string): Promise<{ code: string; bound: string[] }> {
    const runtime = (value: string): string => value
    const { output } = transformHoistInlineDirective(text, (await parseAstAsync(text)) as never, { runtime, directive: 'use server' })
    const hoisted = output.toString()
    return { code: hoisted, bound: [...hoisted.matchAll(/\.bind\(null, ([^)]*)\)/g)].map(([, names]) => names as string) }
  }

  async function use(text: string): Promise<unknown> {
    const outdir = mkdtempSync(join(work, 'server-'))
    writeFileSync(join(outdir, 'page.mjs'), text.replace('"spoor/probes"', '"./probes.mjs"'))
    const { page } = (await runIn(outdir, 'page.mjs')) as { page: (...args: unknown[]) => (count: number) => Promise<unknown> }
    const buy = page('ada', 3)
    return [await buy(2), await buy(10).catch((error: Error) => error.message)]
  }
})

/** Imports a module that finds the runtime of this process beside it. */
async function runIn(outdir: string, name: string): Promise<object> {
  Object.assign(globalThis, { [Symbol.for('extracted')]: await import(probes) })
  const names = ['register', 'enter', 'exit', 'pause', 'resume', 'delegate', 'threw', 'caught', 'threwExact'].join(', ')
  writeFileSync(join(outdir, 'probes.mjs'), `export const { ${names} } = globalThis[Symbol.for('extracted')]`)
  return (await import(/* @vite-ignore */ pathToFileURL(join(outdir, basename(name))).href)) as object
}
