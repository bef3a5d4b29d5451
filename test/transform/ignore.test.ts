import { describe, expect, test } from 'vitest'
import { explain, transform } from '../../packages/transform/src/index.ts'

const left = (code: string, id = 'a.jsx'): string[] =>
  explain(code, id)
    .skipped.filter(({ reason }) => reason === 'ignored')
    .map(({ name }) => name)
const kept = (code: string, id = 'a.jsx'): string[] => explain(code, id).sites.map(({ name }) => name)

describe('@spoor-ignore leaves alone what it stands before, and all in it', () => {
  test.each([
    ['a declaration', '/* @spoor-ignore */ function f() { return () => 1 }\nfunction g() {}', ['f', 'f.returned'], ['g']],
    ['an export', '/* @spoor-ignore */\nexport function f() {}\nexport const g = () => 1', ['f'], ['g']],
    [
      'an export of a constant',
      '// @spoor-ignore because it is hot\nexport const f = () => 1, h = () => 2\nconst g = () => 1',
      ['f', 'h'],
      ['g'],
    ],
    ['a default export', '/* @spoor-ignore */ export default () => 1', ['default'], []],
    ['inside of an export', 'export default /* @spoor-ignore */ () => 1', ['default'], []],
    ['a constant', '/** @spoor-ignore */ const f = () => 1\nconst g = () => 1', ['f'], ['g']],
    ['one of two constants', 'const f = () => 1, /* @spoor-ignore */ g = () => 2', ['g'], ['f']],
    ['a class', '/* @spoor-ignore */ class A { m() {} x = () => 1 }\nclass B { m() {} }', ['A.m', 'A.x'], ['B.m']],
    ['a decorated class', '/* @spoor-ignore */ @dec export class A { m() {} }', ['A.m'], []],
    [
      'a class member',
      'class A { /* @spoor-ignore */ static async m() {} n() {} /* @spoor-ignore */ get x() { return 1 } /* @spoor-ignore */ @dec y() {} }',
      ['A.m', 'get A.x', 'A.y'],
      ['A.n'],
    ],
    ['a class field', 'class A { /* @spoor-ignore */ f = () => 1; g = () => 1 }', ['A.f'], ['A.g']],
    [
      'an object member',
      'const o = { /* @spoor-ignore */ m() {}, n() {}, /* @spoor-ignore */ a: () => 1, b: () => 1 }',
      ['o.m', 'o.a'],
      ['o.n', 'o.b'],
    ],
    ['an argument', 'f(/* @spoor-ignore */ () => 1, () => 2)', ['f callback'], ['f callback~2']],
    ['an argument in parentheses', 'f(/* @spoor-ignore */ (() => 1))', ['f callback'], []],
    [
      'a JSX attribute',
      'const A = () => <a /* @spoor-ignore */ onClick={() => 1} onBlur={() => 2} />',
      ['A.onClick callback'],
      ['A', 'A.onBlur callback'],
    ],
    ['a JSX value', 'const A = () => <a onClick={/* @spoor-ignore */ () => 1} />', ['A.onClick callback'], ['A']],
    ['an assignment', '/* @spoor-ignore */ a.b = () => 1\na.c = () => 1', ['a.b'], ['a.c']],
    ['a statement', '/* @spoor-ignore */ list.map((x) => x)\nlist.map((y) => y)', ['map callback'], ['map callback~2']],
    ['another comment', '/* @spoor-ignore */\n// a word more\n/* and more */ function f() {}\nfunction g() {}', ['f'], ['g']],
    ['a body’s statement', 'function f() { /* @spoor-ignore */ const g = () => 1; return () => 2 }', ['f.g'], ['f', 'f.returned']],
    ['a returned function', 'function f() { return /* @spoor-ignore */ () => 2 }', ['f.returned'], ['f']],
  ])('%s', (_what, code, ignored, others) => {
    expect(left(code)).toEqual(ignored)
    expect(kept(code)).toEqual(others)
  })

  test.each([
    '/* spoor-ignore */ function f() {}',
    '/* @spoor-ignored */ function f() {}',
    "'@spoor-ignore'; function f() {}",
    'const t = `/* @spoor-ignore */`; function f() {}',
    'function f() {} /* @spoor-ignore */',
    'function f() { /* @spoor-ignore */ }',
  ])('but not %s', (code) => expect(kept(code)).toEqual(['f']))
})

describe('@spoor-ignore-file', () => {
  test.each([
    '/* @spoor-ignore-file */\nfunction f() {}',
    '#!/usr/bin/env node\n// @spoor-ignore-file\nfunction f() {}',
    '/* licence */ /** @spoor-ignore-file: generated */\n"use strict"\nfunction f() {}',
  ])('leaves the file alone: %s', (code) => {
    expect(transform(code, 'a.js')).toBeUndefined()
    expect(explain(code, 'a.js')).toEqual({
      sites: [],
      skipped: [{ file: 'a.js', name: '(module)', line: 1, column: 1, reason: 'ignored-file' }],
    })
  })
  test.each(['let x /* @spoor-ignore-file */\nfunction f() {}', '"use strict" // @spoor-ignore-file\nfunction f() {}'])(
    'counts only before the first token: %s',
    (code) => expect(kept(code)).toEqual(['f']),
  )
})

test('every reason is given, with its place', () => {
  const code = [
    '/* @spoor-ignore */ function ignored() {}',
    'function out() {}',
    'class A { static { x() } }',
    'vi.mock("x", () => 1)',
    'function clash() { var g = 1; function g() {} g = 2 }',
    'function fine() {}',
  ].join('\n')
  expect(explain(code, 'a.js', { exclude: ['**#out'], sourceType: 'script' })).toEqual({
    sites: [expect.objectContaining({ name: 'clash.g' }), expect.objectContaining({ name: 'fine' })],
    skipped: [
      { file: 'a.js', name: '(module)', line: 1, column: 1, reason: 'module-body' },
      { file: 'a.js', name: 'ignored', line: 1, column: 21, reason: 'ignored' },
      { file: 'a.js', name: 'out', line: 2, column: 1, reason: 'not-selected' },
      { file: 'a.js', name: 'A.static', line: 3, column: 11, reason: 'static-block' },
      { file: 'a.js', name: 'mock callback', line: 4, column: 14, reason: 'hoisted-mock' },
      { file: 'a.js', name: 'clash', line: 5, column: 1, reason: 'block-conflict' },
    ],
  })
})

test.each([
  ['vi.mock("./a", () => ({ f: () => 1 }))', 2],
  ['vi.mock<typeof import("./a")>(import("./a"), async (original) => ({ ...(await original()), f() {} }))', 2],
  ['vi.hoisted(() => ({ f: vi.fn(() => 1) }))', 2],
  ['const { f } = vi.hoisted(() => 1)', 1],
  ['jest.mock("./a", () => jest.fn(() => 1))', 2],
  ['jest.mock("./a", function () { return 1 }, { virtual: true })', 1],
])('a mock factory is left alone: %s', (code, count) => {
  expect(explain(code, 'a.ts').skipped.filter(({ reason }) => reason === 'hoisted-mock')).toHaveLength(count)
})

test('mocks that are not hoisted are not', () =>
  expect(kept('foo.mock("x", () => 1); vi.fn(() => 2); vi.doMock("x", () => 1)')).toHaveLength(3))
