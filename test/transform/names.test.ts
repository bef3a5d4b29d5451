import { describe, expect, test } from 'vitest'
import { transform } from '../../packages/transform/src/index.ts'

const sitesOf = (code: string, id = 'a.tsx') => transform(code, id)?.sites ?? []
const namesOf = (code: string, id?: string): string[] => sitesOf(code, id).map((site) => site.name)

describe('what a person would call it', () => {
  test.each([
    // declarations and bindings
    ['function f() {}', ['f']],
    ['const f = () => 1', ['f']],
    ['const f = function g() {}', ['g']],
    ['let f; f = () => 1', ['f']],
    ['var { f = () => 1 } = o', ['f']],
    ['function outer() { function inner() {} return inner }', ['outer', 'outer.inner']],
    ['const a = () => { const b = () => { const c = () => 1 } }', ['a', 'a.b', 'a.b.c']],
    ['const f = (x ? () => 1 : () => 2)', ['f', 'f~2']],
    ['const f = (() => 1) as Fn', ['f']],
    ['const f = g ?? (() => 1)', ['f']],
    // exports
    ['export function f() {}', ['f']],
    ['export default function () {}', ['default']],
    ['export default () => 1', ['default']],
    ['export default class { m() {} }', ['default.m']],
    ['export default { setup() {}, computed: { x() {} } }', ['default.setup', 'default.computed.x']],
    ['module.exports = { load() {} }', ['module.exports.load']],
    ['module.exports = () => 1', ['module.exports']],
    ['exports.load = () => 1', ['load']],
    ['module.exports.load = () => 1', ['load']],
    // classes
    ['class Cart { checkout() {} static of() {} }', ['Cart.checkout', 'Cart.of']],
    [
      'class Cart { get total() { return 1 } set total(v) {} static get x() { return 1 } }',
      ['get Cart.total', 'set Cart.total', 'get Cart.x'],
    ],
    ['class Cart { #secret() {} get #x() { return 1 } }', ['Cart.#secret', 'get Cart.#x']],
    [
      'class Cart { constructor() {} onClick = () => 1; static make = function () {}; #p = () => 2 }',
      ['Cart.constructor', 'Cart.onClick', 'Cart.make', 'Cart.#p'],
    ],
    ['class Cart { get total() { return this.items.map((x) => x) } }', ['get Cart.total', 'Cart.total.map callback']],
    ['const Cart = class { m() {} }', ['Cart.m']],
    ['const Cart = class Basket { m() {} }', ['Basket.m']],
    [
      'class A { [Symbol.iterator]() {} ["x"]() {} [f()]() {} "q k"() {} 7() {} async *s() {} }',
      ['A.[Symbol.iterator]', 'A.["x"]', 'A.[computed]', 'A.q k', 'A.7', 'A.s'],
    ],
    ['function make() { return class { m() {} } }', ['make', 'make.returned.m']],
    ['class A { accessor x = () => 1 }', ['A.x']],
    // objects
    [
      'const api = { load() {}, save: () => 1, del: function () {}, get x() { return 1 }, nested: { deep() {} } }',
      ['api.load', 'api.save', 'api.del', 'get api.x', 'api.nested.deep'],
    ],
    ['const o = { [k]: () => 1, [`t`]() {} }', ['o.[k]', 'o.[computed]']],
    ['f({ onClick() {}, render: () => 1 })', ['f.onClick', 'f.render']],
    // prototypes and members
    ['Cart.prototype.total = function () {}', ['Cart.total']],
    ['a.b.c = () => 1', ['a.b.c']],
    ['function F() { this.go = () => 1 }', ['F', 'F.go']],
    ['window["x"] = () => 1', ['window["x"]']],
    // namespaces
    ['namespace N { export function f() {} export namespace M { export const g = () => 1 } }', ['N.f', 'N.M.g']],
    ['namespace A.B { export function f() {} }', ['A.B.f']],
    ['declare module "x" { } export const f = () => 1', ['f']],
    // calls
    ['list.map((x) => x).filter(function (y) { return y })', ['map callback', 'filter callback']],
    ['new Promise((resolve) => resolve())', ['Promise callback']],
    ['a?.on?.("x", () => 1)', ['on callback']],
    ['import("x").then(() => 1)', ['then callback']],
    ['(() => 1)(); (function () {})(); !function () {}()', ['iife', 'iife~2', 'iife~3']],
    ['(function named() {})()', ['named']],
    ['f()(() => 1)', ['anonymous']],
    // wrappers
    ['const Row = memo(() => 1)', ['Row']],
    ['const Row = React.memo(forwardRef(() => 1))', ['Row']],
    ['const onSave = useCallback(() => 1, [])', ['onSave']],
    ['const f = debounce(throttle(() => 1))', ['f']],
    ['memo(() => 1)', ['memo callback']],
    ['export default memo(() => 1)', ['default']],
    // JSX
    [
      'const A = () => <a onClick={() => 1} xlink:href={() => 2}>{() => 3}</a>',
      ['A', 'A.onClick callback', 'A.xlink:href callback', 'A.a callback'],
    ],
    ['const A = () => <B render={cond ? () => 1 : undefined} />', ['A', 'A.render callback']],
    // returned
    ['const f = (a) => (b) => (c) => a', ['f', 'f.returned', 'f.returned.returned']],
    ['function f() { return () => 1 }', ['f', 'f.returned']],
    // defaults
    ['function f(cb = () => 1) {}', ['f', 'f.cb']],
    // decorators and keys
    ['class A { @dec(() => 1) m() {} }', ['A.m', 'A.m.dec callback']],
  ])('%s', (code, names) => expect(namesOf(code)).toEqual(names))
})

describe('ids', () => {
  const code =
    'export class Cart {\n  total() { return this.items.reduce((a, b) => a + b) }\n}\nexport function pay(cart) { return () => cart }\nconst x = [1].map((y) => y)\n'
  const ids = (text: string): string[] => sitesOf(text).map((site) => site.id)

  test('are the path and the name', () => {
    expect(ids(code)).toEqual(
      ['Cart.total', 'Cart.total.reduce callback', 'pay', 'pay.returned', 'map callback'].map((name) => `a.tsx#${name}`),
    )
  })

  test.each([
    ['before', `function first() { return () => 1 }\n${code}`],
    ['after', `${code}export const last = () => [2].filter((z) => z)\n`],
    ['inside', code.replace('return () => cart', 'const help = () => 1; return () => cart')],
    ['as a member', code.replace('  total()', '  add() {}\n  total()')],
  ])('stay when a function is added %s', (_where, text) => expect(ids(text)).toEqual(expect.arrayContaining(ids(code))))

  test('are told apart within a file', () => {
    const many = ids('a(() => 1); a(() => 2); a(() => 3); function f() { b(() => 1); b(() => 2) }')
    expect(many).toEqual(
      ['a callback', 'a callback~2', 'a callback~3', 'f', 'f.b callback', 'f.b callback~2'].map((name) => `a.tsx#${name}`),
    )
    expect(new Set(many).size).toBe(many.length)
  })

  test('of one file are the same for every query', () => {
    expect(transform(code, '/app/a.tsx?v=1', { root: '/app' })?.sites).toEqual(
      transform(code, '/app/a.tsx?ssr&t=2', { root: '/app/' })?.sites,
    )
  })
})

describe('sites', () => {
  test('have the place of the function, its kind and its parameters', () => {
    const code =
      'export class A {\r\n  static async *s(a, { b, c: [d] }, ...rest) {}\r\n}\r\n/* é */ export const f = async (this_, x = 1) => x\r\n'
    expect(sitesOf(code)).toEqual([
      {
        id: 'a.tsx#A.s',
        file: 'a.tsx',
        name: 'A.s',
        line: 2,
        column: 3,
        kind: 'method',
        async: true,
        generator: true,
        params: ['a', '{b,d}', '...rest'],
      },
      {
        id: 'a.tsx#f',
        file: 'a.tsx',
        name: 'f',
        line: 4,
        column: 26,
        kind: 'arrow',
        async: true,
        generator: false,
        params: ['this_', 'x'],
      },
    ])
  })

  test('kinds', () => {
    const kinds = sitesOf(
      'class A { constructor() {} get g() { return 1 } set s(v) {} m() {} #p() {} } const o = { m() {}, get g() { return 1 }, a: () => 1, f: function () {} }',
    ).map((site) => site.kind)
    expect(kinds).toEqual(['constructor', 'getter', 'setter', 'method', 'method', 'method', 'getter', 'arrow', 'function'])
  })

  test('TypeScript: `this` is no parameter, properties are', () => {
    expect(
      sitesOf('class A { constructor(private readonly x: number, y?: string) {} m(this: A, z = 1) {} }').map((site) => site.params),
    ).toEqual([['x', 'y'], ['z']])
  })
})
