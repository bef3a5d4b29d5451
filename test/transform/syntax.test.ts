import { describe, expect, test } from 'vitest'
import { SpoorError, transform } from '../../packages/transform/src/index.ts'

const count = (code: string, id: string): number | undefined => transform(code, id)?.sites.length

describe('syntax by extension', () => {
  test.each<[id: string, code: string, functions: number]>([
    ['a.ts', 'export const f = (x: unknown) => <string>x', 1],
    ['a.ts', 'export const f = <T>(x: T) => x', 1],
    ['a.mts', 'export const f = <T>(x: T) => <T>x', 1],
    ['a.cts', 'export = <T>(x: T) => <T>x', 1],
    ['a.tsx', 'export const f = <T,>(x: T) => <b>{x}</b>', 1],
    ['a.tsx', 'export const f = <T extends object>(x: T) => <b />', 1],
    ['a.js', 'export const F = () => <b onClick={() => 1} />', 2],
    ['a.jsx', 'export const F = () => <><b /></>', 1],
    ['a.mjs', 'export const F = () => <b />', 1],
    ['a.cjs', 'exports.F = () => <b />', 1],
    ['App.vue?vue&type=script&setup=true&lang.ts', 'const f = <T>(x: T) => <T>x\nexport default f', 1],
    ['App.vue?vue&type=script&lang.tsx', 'export const f = (x: number) => <b />', 1],
    ['App.svelte?lang=ts', 'export const f = (x: number) => x!', 1],
    ['/app/a.ts?v=1#x', 'export const f = (x: number) => x!', 1],
    [
      'a.ts',
      'export function f(this: Window, x?: number): asserts x is 1 {}\nabstract class A { abstract m(): void; declare x: () => void }',
      1,
    ],
    ['a.ts', 'enum E { A = (() => 1)() }\ndeclare function g(): void\ntype F = () => void', 1],
    ['a.ts', 'export default abstract class { abstract m(): void; n() {} }', 1],
    ['a.ts', 'import x = require("x"); export const f = () => x satisfies unknown', 1],
    ['a.ts', 'function f<const T>(x: T): T; function f(x: any) { return x }', 1],
    ['a.ts', 'class A { constructor(@Inject(() => B) private b: B, @Opt() c?: C) {} }', 2],
    ['a.ts', '@Component({}) export class A { @Input() x = 1; @Output() y = () => 1; @HostListener("x", ["$event"]) on() {} }', 2],
    ['a.ts', '@dec export class A { @dec accessor x = 1; m(@p x: number) {} }', 1],
    ['a.ts', 'export @dec class A { @dec accessor x = () => 1 }', 1],
    ['a.js', '@dec export class A { @dec m() {} @dec accessor x = 1; @dec #p() {} }', 2],
    ['a.js', 'export @dec class A { @(dec(() => 1)) m() {} }', 2],
    ['a.js', '@dec export default class { m() {} }', 1],
    ['a.js', 'const f = () => { using a = g(); { await: 1 } }', 1],
    ['a.mjs', 'async function f() { await using a = g(); for (await using b of c); for (using d of e); }', 1],
    ['a.mjs', 'import x from "x.json" with { type: "json" }; export const f = () => import("y", { with: { type: "json" } })', 1],
    ['a.mjs', 'import defer * as x from "x"; export const f = () => x', 1],
    ['a.mjs', 'import source x from "x"; export const f = () => x', 1],
    ['a.mjs', 'export const f = () => import.meta.resolve("x")', 1],
    ['a.mjs', 'export * as x from "x"; export { "a b" as y } from "z"; export const f = () => 1', 1],
    ['a.mjs', 'export v from "x"; export const f = () => 1', 1],
    ['a.js', 'const f = (x) => /[\\p{L}--[a-z]]/v.test(x) && /(?<y>a)|(?<y>b)/.test(x)', 1],
    ['a.js', 'const f = (x) => 1_000n + x?.[0]?.(1) ?? (x ||= 1)', 1],
    ['a.js', 'class A { static { f() } static #x; get #y() { return #x in this } }', 1],
    ['a.js', 'const f = (x) => { try { x } catch { return new.target } }', 0],
    ['a.js', '// @flow\nexport const f = (x: ?string): %checks => (x: any)\ntype T = {| a: number |}', 1],
    [
      'a.js',
      '/* @flow strict */\nimport type { T } from "t"\nexport function f<T>(x: T, ...y: Array<T>): T { return ((y => y): any) }\nexport opaque type O = string',
      2,
    ],
    ['a.js', 'return (() => 1)()', 1],
    ['a.js', 'const x = `${(() => 1)()}${`${(() => 2)()}`}`', 2],
    ['a.js', 'label: function f() {}', 1],
    ['a.js', 'var f = function () {} <!-- x\n--> y', 1],
    ['a.js', 'const a = () => do { 1 }', 1],
    ['a.js', 'const a = () => { throw 1 }, b = (x = throw 1) => x', 2],
  ])('%s: %s', (id, code, functions) => {
    if (functions) expect(count(code, id)).toBe(functions)
    else expect(() => transform(code, id)).not.toThrow(TypeError)
  })
})

describe('errors say what, where and what to do', () => {
  function errorOf(code: string, id: string): SpoorError {
    try {
      transform(code, id)
    } catch (error) {
      expect(error).toBeInstanceOf(SpoorError)
      return error as SpoorError
    }
    throw new Error('nothing was thrown')
  }

  test.each<[code: string, id: string, line: number, column: number]>([
    ['let x = ]', '/app/a.js', 1, 9],
    ['function f() {\n  return (\n}\n', '/app/a.js', 3, 1],
    ['const f = (x: number) => x', '/app/a.js', 1, 13],
    ['export const f = () => {\r\n  a ? b\r\n}', '/app/a.ts', 3, 1],
    ['@dec class A { m( {} }', '/app/a.ts', 1, 22],
    ['const é = 1, 𝒳 = ]', '/app/a.js', 1, 19],
    ['export const f = () => 1\nlet x = `', '/app/a.mjs?v=1', 2, 10],
  ])('%j', (code, id, line, column) => {
    const error = errorOf(code, id)
    const path = id.replace(/\?.*/, '')
    expect(error).toMatchObject({ name: 'SpoorError', code: 'parse-error', file: path, line, column })
    expect(error.message).toMatch(new RegExp(`^${path}:${line}:${column} cannot be parsed: [^(]`))
    expect(error.message.split('\n')[0]).not.toMatch(/\(\d+:\d+\)/)
    expect(error.frame).toMatch(/^\s*>? ?\d+ \|/m)
    expect(error.frame).toContain('^')
    expect(error.message).toContain(error.frame)
    expect(error.hint).toMatch(/exclude/)
    expect(error.message).toContain(error.hint)
  })

  test('of the grammar that is likelier, where there are two', () => {
    expect(errorOf('@dec class A { m() { a ? b } }', 'a.js').message).toMatch(/^a\.js:1:28 cannot be parsed: Unexpected token/)
  })

  test.each([
    ['nested arrays', `export const f = () => 1, x = ${'['.repeat(3000)}${']'.repeat(3000)}`],
    ['a long sum', `export const f = () => 1, x = ${'1+'.repeat(20_000)}1`],
    ['long chains', `export const f = () => a${'.b()'.repeat(10_000)}`],
  ])('%s: instrumented, or refused with a code', (_what, code) => {
    try {
      expect(transform(code, 'a.js')?.sites).toHaveLength(1)
    } catch (error) {
      expect(error).toMatchObject({ name: 'SpoorError', code: expect.stringMatching(/^(?:too-deep|parse-error)$/) })
    }
  })

  test('many statements are no depth', () => {
    expect(
      transform(`/* @spoor-ignore */ let y\n${'let x\n'.repeat(200_000).replace(/x/g, () => `x${(n += 1)}`)}const f = () => 1`, 'a.js')
        ?.sites,
    ).toHaveLength(1)
  })
  let n = 0

  test('a name that is declared twice is the next tool’s to refuse', () => {
    expect(transform('let f = () => 1; let f = () => 2', 'a.js')?.sites).toHaveLength(2)
  })

  test.each([
    '(a) => { let a }',
    '(a) => { class a {} }',
    'function f({ a }) { const a = 1 }',
    'function f() { function g() {} var g; let g }',
    'async () => { for await (var x of []) let\n[a] = 0 }',
  ])('what the platform refuses it refuses as before: %s', (code) => {
    expect(() => new Function(`(${code})`)).toThrow(SyntaxError)
    const result = transform(code, 'a.js', { sourceType: 'script' })
    expect(() => new Function(`(${result?.code ?? code})`)).toThrow(SyntaxError)
  })
})
