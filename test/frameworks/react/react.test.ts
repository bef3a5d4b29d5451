import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderTree } from '@spoor/runtime'
import type { Site, SpoorEvent } from '@spoor/runtime'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixtureOf, read } from '../support/fixture.ts'
import { placeOf } from '../support/frames.ts'
import { buildTo, serve } from '../support/serve.ts'
import type { Dev } from '../support/serve.ts'
import { openBrowser, sitesIn } from '../support/visit.ts'
import type { Visit } from '../support/visit.ts'
import { configured, tell, withPage } from './story.ts'
import type { Setup } from './story.ts'

let browser: Browser
beforeAll(async () => void (browser = await openBrowser()))
afterAll(() => browser.close())

const fixture = fixtureOf('react')
const FILES = readdirSync(join(fixture.root, 'src')).filter((file) => file !== 'main.tsx')

/** File and name of each function -> the first characters of it, of which there are no others. */
const FUNCTIONS: Record<string, Record<string, string>> = {
  'App.tsx': {
    'lazy callback': "() => import('./Late')",
    Fragile: 'function Fragile',
    App: 'function App',
    'App.onFail': "() => {\n    fail('",
    'App.onClick callback': '() => setTheme',
    'App.onClick callback.setTheme callback': '(old) => (old',
    'App.map callback': '(next) =>',
    'App.map callback.onClick callback': '() => setMode',
  },
  'Clock.tsx': {
    'Clock.onTick': '() => this.setState',
    'Clock.onTick.setState callback': '({ ticks }) => ({',
    'Clock.getDerivedStateFromProps': 'static getDerivedStateFromProps',
    'Clock.componentDidMount': 'componentDidMount',
    'Clock.render': 'render() {\n    return (',
    'Boundary.getDerivedStateFromError': 'static getDerivedStateFromError',
    'Boundary.componentDidCatch': 'componentDidCatch',
    'Boundary.render': 'render() {\n    return this',
  },
  'Counter.tsx': {
    useStep: 'function useStep',
    'useStep.useState callback': '() => initial',
    'useStep.wider': '() => setStep',
    'useStep.wider.setStep callback': '(old) => old + 1',
    Counter: 'function Counter',
    'Counter.useReducer callback': '(old: number, by',
    'Counter.onClick callback': '() => add',
  },
  'Items.tsx': {
    Row: 'function Row',
    'Row.onClick callback': '() => onPick',
    Field: '({ label, onText }, ref) =>',
    'Field.onChange callback': '(event) =>',
    Items: '({ children }',
    'Items.useMemo callback': '() => items.filter',
    'Items.useMemo callback.filter callback': '(item) => item.title',
    'Items.load': 'async function load',
    'Items.load.map callback': '(title, id) =>',
    'Items.onPick': '(id: number) => {\n    setPicked',
    'Items.onClick callback': '() => void load()',
    'Items.map callback': '(item) => (',
  },
  'Late.tsx': {
    read: 'function read',
    'read.Promise callback': '(resolve) => setTimeout(resolve, 30)',
    'read.then callback': '() => void (answer',
    'Promise callback': '(resolve) => setTimeout(() => resolve',
    'Promise callback.setTimeout callback': "() => resolve('used')",
    Read: 'function Read()',
    Used: 'function Used()',
    Late: 'function Late',
  },
  'fails.ts': { 'Redirect.constructor': 'constructor', redirect: 'function redirect', fail: 'function fail' },
  'renders.ts': { useRenders: 'function useRenders', 'useRenders.useEffect callback': '() => {\n    renders' },
  'theme.ts': { useTheme: '(): Theme =>' },
}

const PLACES = Object.entries(FUNCTIONS).flatMap(([file, functions]) =>
  Object.entries(functions).map(([name, token]) => `src/${file}#${name} ${placeOf(read(fixture, `src/${file}`), token)}`),
)

const told = async (seen: Visit) => ({ story: await tell(seen), sites: await sitesIn(seen), tree: await treeIn(seen) })

const namesOf = (sites: readonly Site[]): string[] =>
  sites.map(({ id, line, column }) => `${id} ${line}:${column}`).filter((name) => !name.startsWith('src/main.tsx'))

/** What the console would show, and a person read. */
async function treeIn({ page }: Visit): Promise<string> {
  const events = await page.evaluate<SpoorEvent[]>('globalThis.spoor?.events() ?? []')
  const calls = events.flatMap((event) => (event.type === 'call' ? event : []))
  return renderTree(calls, { lines: Infinity, width: 400 })
}

const COMPILERS = ['native compiler', 'preset for @rolldown/plugin-babel', '@rolldown/plugin-babel', 'vite-plugin-babel']

/** What the compiler puts in the place where they are used. */
const COMPILED_AWAY = ['src/Items.tsx#Items.useMemo callback']

describe.each<[string, Setup]>([
  ['dev', {}],
  ['dev, native compiler', { way: 'native compiler' }],
  ['dev, compiler in Babel', { way: 'preset for @rolldown/plugin-babel' }],
  ['build', { build: true }],
  ['build, native compiler', { way: 'native compiler', build: true }],
])('%s', (_, setup) => {
  const compiled = COMPILERS.includes(setup.way ?? '')

  test('the page, the console, the number of renders and what goes wrong are the same; functions are traced at the author’s places', async () => {
    const bare = await withPage(browser, 'bare', setup, told)
    const { story, sites, tree } = await withPage(browser, setup.build ? 'on' : 'auto', setup, told)
    expect(story).toEqual(bare.story)
    expect(story.frames[0]).toBe(`fail src/fails.ts:${placeOf(read(fixture, 'src/fails.ts'), 'new RangeError')}`)
    const expected = PLACES.filter((place) => !compiled || !COMPILED_AWAY.some((name) => place.startsWith(`${name} `)))
    expect(namesOf(sites).sort()).toEqual(expected.sort())
    // Failures, and what only steers.
    expect(tree).toMatch(/fail\(text: 'broken in render'\) ✗ threw RangeError: too long/)
    expect(tree).toMatch(/read\(\) threw Promise/)
    expect(tree).toMatch(/redirect\(to: '\/login'\) threw Redirect/)
    expect(tree).not.toMatch(/(?:Read|Used|Late|Fragile)\(.*?\) ✗ threw (?!RangeError)/)
  })
})

test('idle: the same, and nothing is recorded until it is asked for', async () => {
  const bare = await withPage(browser, 'bare', {}, tell)
  const idle = await withPage(browser, 'idle', {}, async (seen) => {
    const story = await tell(seen)
    const before = await treeIn(seen)
    await seen.page.evaluate("spoor.on('src/Counter.tsx#Counter')")
    await seen.page.click('#add')
    return { story, before, after: await treeIn(seen) }
  })
  expect(idle.story).toEqual(bare)
  expect(idle.before).toBe('')
  expect(idle.after).toMatch(/^Counter\(/)
})

test('absent: byte for byte what is built without the plugin, with compiler and without', async () => {
  for (const way of ['no compiler', 'native compiler']) {
    const built = async (variant: 'bare' | 'absent') => filesIn(await configured({ way }, () => buildTo(fixture, variant)))
    expect(await built('absent')).toEqual(await built('bare'))
  }
})

const filesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(join(folder, 'assets')).map((file) => [file, readFileSync(join(folder, 'assets', file), 'utf8')]))

describe.each(['no compiler', 'babel', ...COMPILERS])('%s', (way) => {
  test('the compiler compiles what it would have compiled, in client and server, wherever spoor is listed', async () => {
    const bare = await modules({ way }, 'bare')
    expect(Object.values(bare).some(({ caches }) => caches.length > 0)).toBe(COMPILERS.includes(way))
    for (const last of [false, true]) {
      const traced = await modules({ way, last }, 'auto')
      expect(cachesOf(traced)).toEqual(cachesOf(bare))
      const places = Object.values(traced).flatMap(({ places }) => places)
      expect(new Set(places.map((place) => place.replace(/ .*/, ''))).size).toBeGreaterThan(30)
      expect(places.filter((place) => !PLACES.includes(place))).toEqual([])
    }
  })
})

test('`enforce` forces either: before the compiler, which then leaves traced components alone, or after it, by the compiler’s names', async () => {
  const way = 'native compiler'
  const bare = cachesOf(await modules({ way }, 'bare'))
  const before = await modules({ way, options: { enforce: 'pre' } }, 'auto')
  expect(cachesOf(before)['client src/Counter.tsx']).toEqual([])
  const after = await modules({ way, options: { enforce: 'post' } }, 'auto')
  expect(cachesOf(after)).toEqual(bare)
  expect(after['client src/Counter.tsx']?.places.some((place) => place.includes('#_temp'))).toBe(true)
})

interface Module {
  /** Sizes of the memory that compiled functions ask for. */
  caches: string[]
  /** `file#name line:column` */
  places: string[]
}

const cachesOf = (found: Record<string, Module>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(found).map(([file, { caches }]) => [file, caches]))

/** What the dev server makes of each file, in client and server. */
async function modules(setup: Setup, variant: 'bare' | 'auto'): Promise<Record<string, Module>> {
  const dev = await configured(setup, () => serve(fixture, variant))
  try {
    const all = (['client', 'ssr'] as const).flatMap((environment) => FILES.map((file) => moduleOf(dev, environment, `src/${file}`)))
    return Object.fromEntries(await Promise.all(all))
  } finally {
    await dev.close()
  }
}

async function moduleOf({ server }: Dev, environment: 'client' | 'ssr', file: string): Promise<[string, Module]> {
  const { code = '' } = (await server.environments[environment].transformRequest(`/${file}`)) ?? {}
  expect(code).not.toContain('spoor:site')
  const table = /["']spoor:1["'],\s*"[^"]*",\s*\d,\s*(\[[^\]]*\])/.exec(code)?.[1] ?? '[]'
  const cells = JSON.parse(table) as (string | number)[]
  const places = Array.from({ length: cells.length / 5 }, (_, i) => `${file}#${cells[i * 5]} ${cells[i * 5 + 1]}:${cells[i * 5 + 2]}`)
  const caches = [...code.matchAll(/(?:\b_c\d*|\.c\)?)\((\d+)\)/g)].map(([, size]) => size as string)
  return [`${environment} ${file}`, { caches, places }]
}
