import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { mayHoldComponents, minds, rulesMind } from '../../packages/plugin/src/react.ts'
import { project } from './fixture.ts'

const nothing = project('react-none').root
const asking = project('react-asking', { 'package.json': '{ "devDependencies": { "babel-plugin-react-compiler": "1" } }' }).root
const linting = project('react-linting', { 'package.json': '{ "devDependencies": { "eslint-plugin-react-compiler": "1" } }' }).root
// Above the folder of the tests nobody has the compiler.
const elsewhere = '/'

const transform = (): void => {}

describe('whether a tool of React’s minds probes', () => {
  test.each<[what: string, is: boolean, ...Parameters<typeof minds>]>([
    ['the compiler in plugin-react', true, [{ name: 'vite:react-compiler', transform }], elsewhere],
    [
      'Babel, with the compiler’s preset',
      true,
      [{ name: '@rolldown/plugin-babel', transform }],
      elsewhere,
      false,
      ['react/compiler-runtime'],
    ],
    ['Babel, where the compiler is installed', true, [{ name: 'babel', transform }], nothing],
    ['a plugin that has the name only', false, [{ name: 'vite:react-babel' }], elsewhere],
    ['React, asking for the compiler', true, [{ name: 'my-react' }], asking],
    ['React, asking for a linter', false, [{ name: 'my-react' }], linting],
    ['asking for the compiler without React', false, [{ name: 'vue', transform }], asking],
    ['Fast Refresh', true, [{ name: 'vite:react-refresh' }], elsewhere, true],
    ['Fast Refresh of SWC', true, [{ name: 'vite:react-swc' }], elsewhere, true],
    ['React in a build', false, [{ name: 'vite:react-refresh' }], elsewhere],
    ['neither', false, [{ name: 'vite:css', transform }], asking, true],
  ])('%s: %s', (_, is, ...facts) => expect(minds(...facts)).toBe(is))

  test.each<[what: string, is: boolean, rules: unknown, root: string]>([
    [
      'the compiler by name',
      true,
      [{ use: [{ loader: 'babel-loader', options: { plugins: [['babel-plugin-react-compiler', {}]] } }] }],
      elsewhere,
    ],
    ['the compiler as a function', true, [{ oneOf: [{ options: { plugins: [function BabelPluginReactCompiler() {}] } }] }], elsewhere],
    ['an option of a loader', true, [{ options: { jsc: { transform: { reactCompiler: true } } } }], elsewhere],
    ['an option that is off', false, [{ options: { jsc: { transform: { reactCompiler: false } } } }], elsewhere],
    ['Babel, where the compiler is installed', true, [{ loader: 'babel-loader', test: /x/ }], nothing],
    ['Fast Refresh of SWC', true, [{ options: { jsc: { transform: { react: { refresh: true } } } } }], elsewhere],
    ['Fast Refresh of Babel', true, [{ options: { plugins: ['react-refresh/babel'] } }], elsewhere],
    ['nothing of it', false, [{ test: /\.css$/, use: ['css-loader'] }], asking],
  ])('rules with %s: %s', (_, is, rules, root) => expect(rulesMind(rules, root)).toBe(is))

  test('rules that contain themselves, or whole programs, are looked through', () => {
    const rules: unknown[] = [process]
    rules.push({ use: rules })
    expect(rulesMind(rules, elsewhere)).toBe(false)
  })
})

test.each([
  ['a.js', 'const a = useState(1)', true],
  ['a.ts', "'use memo'", true],
  ['a.tsx', '<App />', true],
  ['a.js', 'return <>{a}</>', true],
  ['a.ts', 'const a = <T>(b: T) => b', false],
  ['a.js', 'if (a < b) user.use(a)', false],
])('%s may hold a component: %s', (path, code, may) => expect(mayHoldComponents(code, path)).toBe(may))

const COMPONENT = {
  'package.json': '{ "name": "component", "version": "1.0.0", "type": "module" }',
  'tsconfig.json': '{}',
  'src/index.jsx': `import { useState } from 'react'
export function App({ list }) {
  const [n] = useState(() => list.length)
  return <ul>{list.map((one) => <li>{one + n}</li>)}</ul>
}
export const other = (a) => String(a)
`,
}

/** Runs a script in a folder with the component; what it prints is what a person would see, and then the code of the build. */
function run(name: string, script: string): string {
  const app = project(name, { ...COMPONENT, 'run.mjs': script })
  const { VITEST, NODE_ENV, SPOOR, TEST, ...env } = process.env
  const options = { cwd: app.root, env: { ...env, NO_COLOR: '1' }, encoding: 'utf8', timeout: 120_000 } as const
  const { stdout, stderr } = spawnSync(process.execPath, ['run.mjs'], options)
  return stdout + stderr
}

const caches = (code: string): string[] => [...code.matchAll(/const \$ = [^;\n]*?\((\d+)\)/g)].map(([, size]) => size as string)

const tableIn = (code: string): unknown[] => {
  const text = /["']spoor:1["'],\s*["']src\/index\.jsx["'],\s*\d,\s*(\[[^\]]*\])/.exec(code)?.[1] ?? '[]'
  const cells = JSON.parse(text) as (string | number)[]
  return Array.from({ length: cells.length / 5 }, (_, i) => cells.slice(i * 5, i * 5 + 3))
}

const SITES = [
  ['App', 2, 8],
  ['App.useState callback', 3, 24],
  ['App.map callback', 4, 24],
  ['other', 6, 22],
]

/** Scripts for each bundler; `SPOOR` stands for the plugin, or for nothing. */
const BUILDS: Record<string, string> = {
  webpack: `
import { readFileSync } from 'node:fs'
import webpack from 'webpack'
import spoor from 'spoor/webpack'
const compiler = webpack({
  mode: 'production', context: import.meta.dirname, entry: './src/index.jsx', externals: /^react/, externalsType: 'commonjs',
  optimization: { minimize: false }, output: { path: import.meta.dirname + '/dist', filename: 'index.js', library: { type: 'commonjs2' } },
  module: { rules: [{ test: /\\.jsx$/, loader: 'babel-loader', options: { configFile: false, presets: [['@babel/preset-react', { runtime: 'automatic' }]], plugins: ['babel-plugin-react-compiler'] } }] },
  plugins: [SPOOR],
})
compiler.run((error, stats) => { console.log(error ?? stats.toString({ all: false, errors: true, warnings: true })); console.log(readFileSync('dist/index.js', 'utf8')) })`,
  rspack: `
import { readFileSync } from 'node:fs'
import { rspack } from '@rspack/core'
import spoor from 'spoor/rspack'
const compiler = rspack({
  mode: 'production', context: import.meta.dirname, entry: './src/index.jsx', externals: /^react/, externalsType: 'commonjs',
  optimization: { minimize: false }, output: { path: import.meta.dirname + '/dist', filename: 'index.js', library: { type: 'commonjs2' } },
  module: { rules: [{ test: /\\.jsx$/, loader: 'babel-loader', options: { configFile: false, presets: [['@babel/preset-react', { runtime: 'automatic' }]], plugins: ['babel-plugin-react-compiler'] } }] },
  plugins: [SPOOR],
})
compiler.run((error, stats) => { console.log(error ?? stats.toString({ all: false, errors: true, warnings: true })); console.log(readFileSync('dist/index.js', 'utf8')) })`,
  rolldown: `
import babel from '@rolldown/plugin-babel'
import { rolldown } from 'rolldown'
import spoor from 'spoor/rolldown'
const bundle = await rolldown({ input: 'src/index.jsx', external: /^react/, plugins: [await babel({ plugins: ['babel-plugin-react-compiler'] }), SPOOR] })
console.log((await bundle.generate()).output[0].code)`,
}

describe.each(Object.keys(BUILDS))('React Compiler in %s', (bundler) => {
  test('compiles what it would have compiled, and it is traced at the author’s places', () => {
    const build = (spoor: string): string => run(`react-${bundler}`, (BUILDS[bundler] as string).replace('SPOOR', spoor))
    const bare = build('')
    const traced = build('spoor({ enabled: true })')
    expect(caches(bare)).toHaveLength(1)
    expect(caches(traced)).toEqual(caches(bare))
    expect(tableIn(traced)).toEqual(SITES)
    expect(traced).not.toContain('spoor:site')
  })
})

describe('a compiler under another name', () => {
  const hidden = (more: string): string => `
import { transformSync } from '@babel/core'
import spoor from 'spoor/vite'
import { build } from 'vite'
const options = { configFile: false, parserOpts: { plugins: ['jsx'] }, plugins: ['babel-plugin-react-compiler'] }
const hidden = { name: 'hidden', enforce: 'pre', transform: (code, id) => id.endsWith('.jsx') ? transformSync(code, { filename: id, ...options }) : null }
const { output } = await build({
  root: import.meta.dirname,
  configFile: false,
  plugins: [spoor({ enabled: true${more} }), hidden],
  build: { write: false, minify: false, rollupOptions: { external: /^react/, input: 'src/index.jsx', preserveEntrySignatures: 'strict' } },
})
console.log(output[0].code)`

  test('is told, with what to do, where it compiled anything of a file that bears probes', () => {
    const printed = run('react-hidden', hidden(", include: '**#other'"))
    expect(printed).toContain('React Compiler works on src/index.jsx')
    expect(printed).toContain("set `enforce: 'post'`")
  })

  test('is heeded with `enforce`', () => {
    const printed = run('react-hidden-post', hidden(", enforce: 'post'"))
    expect(printed).not.toContain('React Compiler')
    expect(caches(printed)).toHaveLength(1)
  })
})
