import { describe, expect, test } from 'vitest'
import { babelParse } from '../../packages/transform/src/babel.ts'
import type { TransformOptions } from '../../packages/transform/src/index.ts'
import { explain, SpoorError, transform } from '../../packages/transform/src/index.ts'

const CODE =
  'export function f(a) { throw a }\nexport class Cart { total() {} "#odd"() {} }\nexport const outer = () => function inner() {}\n'
const names = (options: TransformOptions, id = '/app/src/cart.ts', code = CODE): string[] =>
  transform(code, id, { root: '/app', ...options })?.sites.map(({ name }) => name) ?? []
const text = (options: TransformOptions, code = CODE, id = 'a.js'): string => transform(code, id, options)?.code ?? ''

describe('include and exclude', () => {
  test.each<[TransformOptions, string[]]>([
    [{}, ['f', 'Cart.total', 'Cart.#odd', 'outer', 'outer.inner']],
    [{ include: ['src/**'] }, ['f', 'Cart.total', 'Cart.#odd', 'outer', 'outer.inner']],
    [{ include: ['lib/**'] }, []],
    [{ include: ['src/cart.ts#f'] }, ['f']],
    [{ include: ['**#Cart.*'] }, ['Cart.total', 'Cart.#odd']],
    [{ include: ['**#outer'] }, ['outer']],
    [{ include: ['**#*inner'] }, ['outer.inner']],
    [{ include: ['src/**', '!src/**#outer*'] }, ['f', 'Cart.total', 'Cart.#odd']],
    [{ include: ['src/**', '!src/cart.ts', 'src/cart.ts#f'] }, ['f']],
    [{ include: ['src/**', '!src/cart.ts'] }, []],
    [{ include: ['**#f=calls'] }, ['f']],
    [{ exclude: ['**#f', '**#Cart.total'] }, ['Cart.#odd', 'outer', 'outer.inner']],
    [{ exclude: ['src/**'] }, []],
    [{ exclude: ['src/**', '!src/**#f'] }, ['f']],
  ])('%j', (options, expected) => expect(names(options)).toEqual(expected))

  test('the second function of a name is selected by it, too', () => {
    const code = 'a(() => 1); a(() => 2)'
    expect(names({ include: ['**#a callback'] }, 'x.js', code)).toEqual(['a callback', 'a callback~2'])
    expect(names({ exclude: ['**#a callback'] }, 'x.js', code)).toEqual([])
    expect(names({ include: ['**#a callback~2'] }, 'x.js', code)).toEqual(['a callback~2'])
    expect(names({ include: ['**', '!**#a callback~2'] }, 'x.js', code)).toEqual(['a callback'])
    expect(names({ include: ['**', '!**#a callback'] }, 'x.js', code)).toEqual([])
  })

  test('functions that are not selected give their reason', () => {
    const { skipped } = explain(CODE, 'src/a.ts', { include: ['**#f'] })
    expect(skipped.filter(({ reason }) => reason === 'not-selected').map(({ name }) => name)).toEqual([
      'Cart.total',
      'Cart.#odd',
      'outer',
      'outer.inner',
    ])
  })
})

describe('trivial functions', () => {
  const LIGHT = {
    compare: 'const f = (a, b) => a.price - b.price',
    getter: 'class C { #n = 1; get f() { return this.#n } }',
    assigns: 'function f(a) { if (a > 1) this.b = a; else this.b ??= [a, { a }]; return this }',
    constructs: 'class C { constructor(a) { this.a = a } }',
    makes: 'const f = (a) => ({ g: () => a })',
    returnsNothing: 'function f() {}',
  }
  const WEIGHTY = {
    calls: 'const f = (a) => a()',
    asks: 'const f = (a) => a?.()',
    constructs: 'const f = () => new Map()',
    tags: 'const f = (a) => a`x`',
    loops: 'function f(a) { while (a) a-- }',
    walks: 'function f(a) { for (const b in a) this[b] = 1 }',
    throws: 'function f(a) { if (a) throw a }',
    waits: 'async function f() {}',
    yields: 'function* f() {}',
    spreads: 'const f = (a) => [...a]',
    renders: 'const f = () => <p />',
    supers: 'class C extends D { constructor() { super() } }',
    'has a caller in it': 'const f = (a) => () => a()',
    'has a caller in a default': 'const f = (a = g()) => a',
    'is long': `const f = (a) => ${Array.from({ length: 20 }, (_, i) => `a.x${i}`).join(' + ')}`,
  }
  const first = (code: string, options: TransformOptions): string | undefined =>
    explain(code, 'a.jsx', options).skipped.find(({ reason }) => reason !== 'module-body')?.reason

  test.each(Object.entries(LIGHT))('are left out where that is asked for: one that %s', (_how, code) => {
    expect(transform(code, 'a.jsx')?.sites).not.toEqual([])
    expect(transform(code, 'a.jsx', { trivial: false })).toBeUndefined()
    expect(first(code, { trivial: false })).toBe('trivial')
  })

  test.each(Object.entries(WEIGHTY))('are no others: one that %s', (_how, code) => {
    expect(first(code, { trivial: false })).not.toBe('trivial')
    expect(transform(code, 'a.jsx', { trivial: false })?.sites[0]?.name).toMatch(/^(?:f|C\.constructor)$/)
  })

  test('a selector that names functions brings them back, one that names files does not', () => {
    const code = 'export const add = (a, b) => a + b\nexport const sub = (a, b) => a - b\nexport const run = (f) => f()'
    const select = (...include: string[]): string[] => names({ include, trivial: false }, 'src/a.js', code)
    expect(select('src/**')).toEqual(['run'])
    expect(select('src/**', 'src/a.js#add')).toEqual(['add', 'run'])
    expect(select('src/**#*')).toEqual(['add', 'sub', 'run'])
    expect(select('src/**#add', 'src/**')).toEqual(['run'])
  })

  test('what is in one that stays is looked at by itself', () => {
    const code = 'export function outer(list) { return list.map((a) => a.b) }'
    expect(names({ trivial: false }, 'src/a.js', code)).toEqual(['outer'])
  })
})

describe('root', () => {
  const fileOf = (id: string, root?: string): string | undefined => transform(CODE, id, root === undefined ? {} : { root })?.sites[0]?.file
  test.each([
    ['/app/src/a.ts', '/app', 'src/a.ts'],
    ['/app/src/a.ts', '/app/', 'src/a.ts'],
    ['/app/src/a.ts?v=1', '/app', 'src/a.ts'],
    ['/lib/a.ts', '/app', '/lib/a.ts'],
    ['/code/lib/a.ts', '/code/app', '../lib/a.ts'],
    ['/apple/a.ts', '/app', '/apple/a.ts'],
    ['C:\\app\\src\\a.ts', 'C:\\app', 'src/a.ts'],
    ['C:/app/src/a.ts', 'C:\\app\\', 'src/a.ts'],
    ['src/a.ts', '/app', 'src/a.ts'],
    ['/app/src/a.ts', undefined, '/app/src/a.ts'],
  ])('%s from %s', (id, root, file) => expect(fileOf(id, root)).toBe(file))
})

test('values: false leaves arguments out', () => {
  expect(text({})).toMatch(/&&\w*\$p\w*\(\S*\.s0,\[a\]\)/)
  expect(text({ values: false })).toMatch(/&&_\$p\w*\(_\$pf0\.s0\),/)
})

test('errors: catch rethrows, finally does not', () => {
  expect(text({})).not.toMatch(/\bcatch\b|threwExact/)
  expect(text({ errors: 'catch' })).toMatch(/\}catch\((_\$pz)\)\{.*threwExact|threwExact.*\}catch\((_\$pz)\)\{/)
})

test('state says how the functions start', () => {
  expect(text({})).toContain('"spoor:1","a.js",1,[')
  expect(text({ state: 'idle' })).toContain('"spoor:1","a.js",0,[')
})

test('runtime names the module, or is found in the slot', () => {
  expect(text({})).toMatch(/^import\{.*\}from"spoor\/probes";/)
  expect(text({ runtime: './p.js' })).toMatch(/^import\{.*\}from"\.\/p\.js";/)
  expect(text({ runtime: false })).toMatch(/^try\{var _\$pm=globalThis\[globalThis\.Symbol\.for\("spoor\.runtime\/1"\)\]\}catch/)
  expect(text({ runtime: './p.js' }, 'module.exports = () => 1')).toMatch(/^try\{var _\$pm=require\("\.\/p\.js"\)\}catch/)
  expect(text({ runtime: false }, 'module.exports = () => 1')).toMatch(/^try\{var _\$pm=globalThis/)
})

describe('sourceType and ambiguousAs', () => {
  const kindOf = (code: string, options: TransformOptions = {}, id = 'a.js'): string => {
    const out = text(options, code, id)
    return /^(?:'use strict';)?import\{/.test(out) ? 'module' : /try\{var _\$p\w*=require/.test(out) ? 'commonjs' : 'script'
  }
  test.each<[string, TransformOptions, string, string]>([
    ['export const f = () => 1', {}, 'a.js', 'module'],
    ['import "x"; const f = () => 1', {}, 'a.js', 'module'],
    ['const f = () => import.meta', {}, 'a.js', 'module'],
    ['await 1; const f = () => 1', {}, 'a.js', 'module'],
    ['for await (const x of y); const f = () => 1', {}, 'a.js', 'module'],
    ['const f = () => import("x")', {}, 'a.js', 'script'],
    ['const f = () => 1', {}, 'a.js', 'script'],
    ['const f = () => 1', { ambiguousAs: 'module' }, 'a.js', 'module'],
    ['const f = () => 1', { ambiguousAs: 'commonjs' }, 'a.js', 'commonjs'],
    ['const f = () => 1', {}, 'a.mjs', 'module'],
    ['const f = () => 1', {}, 'a.mts', 'module'],
    ['const f = () => 1', {}, 'a.cjs', 'commonjs'],
    ['const f = () => 1', {}, 'a.cts', 'commonjs'],
    ['const x = require("x"); const f = () => 1', {}, 'a.js', 'commonjs'],
    ['const x = require("x"); const f = () => 1', { ambiguousAs: 'module' }, 'a.js', 'commonjs'],
    ['module.exports = () => 1', {}, 'a.js', 'commonjs'],
    ['exports.f = () => 1', {}, 'a.js', 'commonjs'],
    ['const f = () => 1', { sourceType: 'module' }, 'a.js', 'module'],
    ['const f = () => 1', { sourceType: 'commonjs' }, 'a.js', 'commonjs'],
    ['const x = require("x"); const f = () => 1', { sourceType: 'script' }, 'a.js', 'script'],
  ])('%s, %j, %s: %s', (code, options, id, kind) => expect(kindOf(code, options, id)).toBe(kind))

  test('what is taken for a module is strict, CommonJS is not', () => {
    const code = 'function f() { { function g() {} } function g() {} return g }'
    const skipped = (options: TransformOptions, more = ''): unknown => explain(code + more, 'a.js', options).skipped[1]?.reason
    expect(skipped({ ambiguousAs: 'module' })).toBeUndefined()
    expect(skipped({ ambiguousAs: 'module' }, '\nexports.f = f')).toBe(skipped({ sourceType: 'commonjs' }))
    expect(skipped({ ambiguousAs: 'module', sourceType: 'script' })).toBe(skipped({ sourceType: 'script' }))
  })
})

describe('parse', () => {
  test('gets the code and the id without its query', () => {
    const calls: unknown[] = []
    const parse = (code: string, id: string): unknown => (calls.push([code, id]), babelParse(false)(code, id))
    expect(transform('export const f = () => 1', '/app/a.js?v=1', { parse })?.sites).toHaveLength(1)
    expect(calls).toEqual([['export const f = () => 1', '/app/a.js']])
  })

  test('honours syntax of a Babel configuration', () => {
    const code = 'export const f = (x) => x |> g(%)\n'
    expect(() => transform(code, '/app/a.js')).toThrow(SpoorError)
    const parse = babelParse({
      babelrc: false,
      configFile: false,
      parserOpts: { plugins: [['pipelineOperator', { proposal: 'hack', topicToken: '%' }]] },
    })
    expect(transform(code, '/app/a.js', { parse })?.sites).toHaveLength(1)
  })

  test('gives its errors as ours', () => {
    const parse = babelParse({ babelrc: false, configFile: false })
    expect(() => transform('let x =\n]', '/app/a.js', { parse })).toThrow(
      expect.objectContaining({ name: 'SpoorError', code: 'parse-error', file: '/app/a.js', line: 2 }),
    )
  })
})

describe('bad options', () => {
  test.each<[TransformOptions, RegExp]>([
    [{ level: 'full' }, /level "full" is not available yet/],
    [{ include: ['#f'] }, /no path before the function/],
    [{ exclude: ['src/**='] }, /is not a level/],
  ])('%j', (options, message) => {
    expect(() => transform(CODE, 'a.js', options)).toThrow(
      expect.objectContaining({
        name: 'SpoorError',
        code: 'bad-option',
        message: expect.stringMatching(message),
        line: 0,
        column: 0,
        frame: '',
      }),
    )
  })
})

test('nothing to do is undefined', () => {
  expect(transform('export const x = 1', 'a.js')).toBeUndefined()
  expect(transform('', 'a.js')).toBeUndefined()
  expect(transform('// only a comment', 'a.ts')).toBeUndefined()
  expect(transform(CODE, 'a.js', { include: [] })).toBeUndefined()
})
