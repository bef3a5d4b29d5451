import fc from 'fast-check'
// @ts-expect-error it brings no types
import picomatch from 'picomatch'
import { expect, test } from 'vitest'
import { compileSelectors, globToRegExp, nameGlobToRegExp, parseSelector, splitSelectors } from '../../packages/shared/src/index.ts'

const word = fc.stringMatching(/^[.]?[a-c]{1,2}(?:[.][ab])?$/)
const atom = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 2, arbitrary: fc.constantFrom('*', '?', '[ab]', '[^a]', '[a-b]') },
  { weight: 1, arbitrary: fc.array(word, { minLength: 2, maxLength: 3 }).map((words) => `{${words.join()}}`) },
)
const segment = fc.oneof(
  { weight: 4, arbitrary: fc.array(atom, { minLength: 1, maxLength: 3 }).map((atoms) => atoms.join('')) },
  { weight: 1, arbitrary: fc.constant('**') },
)
const glob = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((segments) => segments.join('/'))
  .filter((text) => !/\*\*[^/]|[^/]\*\*/.test(text))
const path = fc.array(word, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'))

test('globs answer as picomatch does', () => {
  fc.assert(
    fc.property(glob, path, (pattern, file) => {
      const expected = picomatch(pattern, { dot: true })(file)
      return globToRegExp(pattern).test(file) === expected
    }),
    { numRuns: 20_000, seed: 7 },
  )
})

test.each([
  ['src/**', 'src/a/b.ts', true],
  ['src/**', 'src', true],
  ['**/*.ts', 'a.ts', true],
  ['**/*.ts', 'x/.hidden/a.ts', true],
  ['src/*.{ts,tsx}', 'src/a.tsx', true],
  ['src/*.{ts,tsx}', 'src/a/b.tsx', false],
  ['src/**/test/*.ts', 'src/test/a.ts', true],
  ['{src,lib}/**/*.js', 'lib/a/b.js', true],
  ['src/[[]id].ts', 'src/[id].ts', true],
  ['src/\\[id\\].ts', 'src/[id].ts', true],
  ['src/a+b(c).ts', 'src/a+b(c).ts', true],
  ['*', 'a/b', false],
  ['**', 'a/b/c', true],
  ['src/?.ts', 'src/ab.ts', false],
  ['{src/**,lib/**}', 'lib/a/b.ts', true],
  ['app/[id]/(shop)/page.tsx', 'app/[id]/(shop)/page.tsx', true],
  ['app/[...slug]/page.tsx', 'app/[...slug]/page.tsx', true],
  ['src/[!a].ts', 'src/b.ts', true],
  ['src/{a}.ts', 'src/{a}.ts', true],
  ['src/{a,b{c,d}}.ts', 'src/bd.ts', true],
])('%s on %s: %s', (pattern, file, expected) => expect(globToRegExp(pattern).test(file)).toBe(expected))

test('names: a slash is like any other character, and dots do not part', () => {
  expect(nameGlobToRegExp('on*').test('onClick')).toBe(true)
  expect(nameGlobToRegExp('Cart.*').test('Cart.total')).toBe(true)
  expect(nameGlobToRegExp('*').test('get a/b callback')).toBe(true)
  expect(nameGlobToRegExp('**.inner').test('outer.x.inner')).toBe(true)
  expect(nameGlobToRegExp('{add,total}').test('total')).toBe(true)
})

test('selectors are taken apart', () => {
  const { negated, level, name, path: file } = parseSelector('!./src/cart.ts#Cart.#secret=variables')
  expect([negated, level, name?.test('Cart.#secret'), file.test('src/cart.ts')]).toEqual([true, 'variables', true, true])
  expect(parseSelector('**#on*').name?.test('onClick')).toBe(true)
  expect(parseSelector('src/**').name).toBeUndefined()
})

test.each([
  ['src/**=loud', /"loud" is not a level; use one of calls/],
  ['#f', /no path before the function; write "\*\*#f"/],
  ['src/a.ts#', /nothing after "#"; write "src\/a.ts"/],
  ['', /no path/],
  ['!', /no path/],
])('%s is refused, saying why', (text, message) => expect(() => parseSelector(text)).toThrow(message))

test('lists are split outside of braces', () => {
  expect(splitSelectors('a, b/{c,d},!e ,')).toEqual(['a', 'b/{c,d}', '!e'])
})

test('the last match wins; a file is possible as long as a function of it is', () => {
  const matcher = compileSelectors(['src/**', '!src/gen/**', 'src/gen/keep.ts#a=flow', '!**#skip'])
  expect(matcher.function('src/a.ts', 'f')).toEqual({ selected: true, level: undefined, named: false })
  expect(matcher.function('src/a.ts', 'skip')?.selected).toBe(false)
  expect(matcher.function('src/gen/b.ts', 'f')?.selected).toBe(false)
  expect(matcher.function('src/gen/keep.ts', 'a')).toEqual({ selected: true, level: 'flow', named: true })
  expect(matcher.function('lib/a.ts', 'f')).toBeUndefined()
  expect(['src/a.ts', 'src/gen/b.ts', 'src/gen/keep.ts', 'lib/a.ts'].map((file) => matcher.file(file))).toEqual([true, false, true, false])
})

test.each([
  [['**', '!**#f'], { f: false, 'f~2': false, 'g~2': true }],
  [['!**#f', '**#f~2'], { f: false, 'f~2': true, 'f~3': false }],
  [['**', '!**#f~2'], { f: true, 'f~2': false, 'f~3': true }],
  [['**#f~2', '!**#f'], { 'f~2': false }],
  [['**#a.b'], { 'a~2.b~3': true, 'a~2.b': true, 'a.b~2': true, 'a~2.c': undefined }],
  [['**#a~2.b'], { 'a~2.b~3': true, 'a.b': undefined, 'a~3.b': undefined }],
  [['**#x~1'], { 'x~1y': undefined }],
])('%j: a name means all that bear it, a number one of them, the last match wins', (selectors, expected) => {
  const matcher = compileSelectors(selectors)
  const verdicts = Object.keys(expected).map((name) => [name, matcher.function('a.ts', name)?.selected])
  expect(Object.fromEntries(verdicts)).toEqual(expected)
})
