import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { describe, expect, test } from 'vitest'
import { SITE_MARK } from '@spoor/shared'
import { mark, transform } from '../../packages/transform/src/index.ts'

const ID = '/app/src/list.jsx'
const marked = (code: string, options = {}): string => mark(code, ID, { root: '/app', ...options })?.code ?? code
const sitesOf = (code: string): (string | number)[][] =>
  (transform(code, ID, { root: '/app' })?.sites ?? []).map(({ name, line, column, kind, params }) => [
    name,
    line,
    column,
    kind,
    params.join(),
  ])

describe('marks', () => {
  test('go behind the directives of a body, and an expression becomes a body', () => {
    const code = marked("function f(a) {\n  'use memo'\n  return a\n}\nconst g = (b) => (b, 1)\n")
    expect(code.replaceAll(/%[\dA-F]{2}/g, '_')).toMatchInlineSnapshot(`
      ""spoor:sites __f__1_1_0__a___g__5_11_1__b__";function f(a) {
        'use memo';"spoor:site f";
        return a
      }
      const g = (b) => {"spoor:site g";return (b, 1)}
      "
    `)
  })

  test.each([
    'const f = function () {}\nf()',
    'class A { #x = 1; get x() { return this.#x } static { this.y = () => 2 } constructor() { new.target } }\n[A.y(), new A().x]',
    'var o = { async *a() { yield* [1] }, b: async (x) => await x, c: () => ({ d: () => [] }) };\n[o.a.name, o.b.length, o.c().d.name]',
    '(function () { "use strict"; return this })()',
    'const f = a => b =>\n  a + b\n;[f(1)(2)]',
    '[1, 2].map(x => x * 2)\n  .map((y) => /* of y */ (y))',
  ])('change nothing of what the code does: %s', (code) => {
    const run = (text: string): unknown => (0, eval)(text)
    expect(marked(code)).toContain(SITE_MARK)
    expect(run(marked(code))).toEqual(run(code))
    expect(marked(code).split('\n')).toHaveLength(code.split('\n').length)
  })

  test('say what the pass would have said of the author’s file', () => {
    const code = [
      'export default () => 1',
      "export const o = { it’s: ({ a, b }, ...rest) => a, 'é\"\\n': function () {} }".replace('’', 'S'),
      'class List { *rows() {} set total(value) {} async load() { items.map((item) => item) } }',
      'items.map((item) => item); items.map((item) => 2)',
    ].join('\n')
    expect(sitesOf(marked(code))).toEqual(sitesOf(code))
    expect(sitesOf(code)).toHaveLength(9)
  })

  test('say nothing of places where Fast Refresh compares texts', () => {
    const code = 'function Row() { const [n] = useState(() => 1) }'
    const without = (text: string): string => text.replace(/"spoor:sites [^"]*";/, '').trim()
    expect(without(marked(`\n\n// a line\n${code}`)).slice('// a line\n'.length)).toBe(without(marked(code)))
  })

  test('go into what is selected, and the reasons for the rest are told', () => {
    const code = 'function f() {}\n/* @spoor-ignore */\nfunction g() {}\nfunction h() {}'
    const result = mark(code, ID, { root: '/app', include: ['**', '!**#h'] })
    expect(result?.sites.map(({ name }) => name)).toEqual(['f'])
    expect(result?.skipped.map(({ name, reason }) => `${name} ${reason}`)).toEqual(['(module) module-body', 'g ignored', 'h not-selected'])
    expect(sitesOf(result?.code ?? '').map(([name]) => name)).toEqual(['f'])
  })

  test('none where there is nothing to mark, and none in what bears probes', () => {
    expect(mark('const a = 1', ID)).toBeUndefined()
    expect(mark('/* @spoor-ignore-file */ function f() {}', ID)).toBeUndefined()
    expect(mark(transform('function f() {}', ID)?.code ?? '', ID)).toBeUndefined()
  })

  test('the map leads to the author’s text', () => {
    const code = 'const f = (a) => g(a)\n'
    const result = mark(code, ID)
    const column = result?.code.indexOf('g(a)') ?? -1
    expect(originalPositionFor(new TraceMap(result?.map as never), { line: 1, column })).toMatchObject({ line: 1, column: 17 })
  })
})

describe('what a compiler made of marked code', () => {
  const author = 'const Row = ({ item }) => items.map((one) => one + item)\nasync function load(id) { await id }'
  // Other names, places, parameters and order; a function of its own; an async function made into a generator.
  const compiled = marked(author)
    .replace('const Row = ({ item }) =>', '\n\nfunction own() { return 1 }\nconst Row = function (t0) ')
    .replace('async function load(id) {', 'const t1 = function* (t2) {')
    .replace('await id', 'const [id] = t2; yield id')

  test('the author’s functions get probes, with the author’s names, places and parameters', () => {
    expect(sitesOf(compiled)).toEqual([
      ['Row', 1, 13, 'arrow', '{item}'],
      ['Row.map callback', 1, 37, 'arrow', 'one'],
      ['load', 2, 1, 'function', 'id'],
    ])
    const { code = '', sites = [] } = transform(compiled, ID, { root: '/app' }) ?? {}
    expect(code).not.toContain(SITE_MARK)
    expect(code).toMatch(/&&_\$p\w+\(_\$p\w+\.s0,\[t0\]\)/)
    expect(sites[2]).toMatchObject({ async: false, generator: true })
  })

  test('what has no mark is left alone, without a word', () => {
    expect(transform(compiled, ID, { root: '/app' })?.skipped.map(({ reason }) => reason)).toEqual(['module-body'])
  })

  test('what stands in front of a body, of its parameters and of the file does not hide them', () => {
    const code = marked("async function act(a, { b }) {\n  'use server'\n  return a + b + c\n}")
      .replace('async function act(', 'async function hoisted(bound, ')
      .replace("'use server'", "const [c] = await open(bound)\n'use server'")
    const result = transform(`import { open } from 'x';${code}`, ID, { root: '/app' })
    expect(result?.sites.map(({ name, params }) => [name, params])).toEqual([['act', ['a', '{b}']]])
    expect(result?.code).toMatch(/\.s0,\[a,\{b\}\]\)/)
    expect(result?.code).not.toContain('spoor:site')
  })

  test('a body that cannot be put in a block is told at the author’s place', () => {
    const code = marked('function f(a) { return a }\nfunction i() {}')
      .replace('function f', '\n\nfunction f')
      .replace('return a', 'var g; function g() {} lbl: function h() {}')
    expect(transform(code, ID, { root: '/app' })?.skipped).toContainEqual({
      file: 'src/list.jsx',
      name: 'f',
      line: 1,
      column: 1,
      reason: 'block-conflict',
    })
  })

  test('the map leads to what the pass was given', () => {
    const result = transform(compiled, ID, { root: '/app' })
    const lines = result?.code.split('\n') ?? []
    const line = lines.findIndex((text) => text.includes('one + item'))
    const place = originalPositionFor(new TraceMap(result?.map as never), { line: line + 1, column: lines[line]!.indexOf('one + item') })
    expect(place).toMatchObject({ line: line + 1, column: compiled.split('\n')[line]!.indexOf('one + item') })
  })
})

describe('a comment that calls a call pure stays right before it', () => {
  test.each([
    ['function f() { return /* @__PURE__ */ g() }', /=\/\* @__PURE__ \*\/ g\(\)/],
    ['function f() { return/*#__PURE__*/g() }', /return \S+=\/\*#__PURE__\*\/g\(\)/],
    ['const f = () => /* @__PURE__ */ g()', /\{var [^}]*return \S+=\/\* @__PURE__ \*\/ g\(\)/],
    ['const f = () => (/* @__PURE__ */ g())', /return \(\S+=\/\* @__PURE__ \*\/ g\(\)\)/],
    ['function f() { throw /* @__PURE__ */ g() }', /\(\S+=\/\* @__PURE__ \*\/ g\(\)/],
    ['async function f() { await /* @__PURE__ */ g() }', /=await \(\S+=\/\* @__PURE__ \*\/ g\(\)/],
  ])('%s', (code, shape) => {
    expect(transform(code, 'a.js')?.code).toMatch(shape)
  })

  test('other comments stand where they stood', () => {
    expect(transform('function f() { return /* of g */ g() }', 'a.js')?.code).toMatch(/return \/\* of g \*\/ \S+=g\(\)/)
  })
})
