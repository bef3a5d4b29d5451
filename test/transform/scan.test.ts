import { expect, test } from 'vitest'
import { scan, WORDS } from '../../packages/transform/src/scan.ts'

test.each(WORDS)('%j is seen wherever it stands, and nothing else with it', (word) => {
  for (const code of [word, `x${word}`, `${word}x`, `\n${word}\n`, `é${word}`, `${word.slice(0, 1)}${word}`]) {
    expect(WORDS.filter((other) => scan(code).has(other))).toEqual([word])
  }
  expect(scan(word.slice(0, -1)).has(word)).toBe(false)
})

test.each([
  ['f(a) {', [5, Infinity]],
  ['f(a): T<{}> /* b */ {', [8, 20, Infinity]],
  ['class A{', [7, Infinity]],
  ['({ a: {}, b: [{}], ...{} })', [22, Infinity]],
  ['x ={}', [Infinity]],
  ['f(a)\n{', [5, Infinity]],
])('%j: braces that may open a body are landmarks', (code, landmarks) => expect(scan(code).landmarks).toEqual(landmarks))

test.each([
  ['/**\n * @param a\n */', false],
  ["import '@scope/a'", false],
  ['`@a`', false],
  ['@a class B {}', true],
  ['class A { @b c }', true],
  ['f(@a b)', true],
  ['export@a class B {}', true],
  ['class A { static @b c }', true],
])('%j: may hold decorators: %s', (code, may) => expect(scan(code).decorators).toBe(may))
