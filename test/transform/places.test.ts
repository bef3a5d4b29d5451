import MagicString from 'magic-string'
import { expect, test } from 'vitest'
import { transform } from '../../packages/transform/src/index.ts'

/** What a compiler would make of `source`: some lines of its own before and after it. */
function compiled(source: string): { code: string; map: object } {
  const text = new MagicString(source)
  text.prepend('import { helper } from "helper"\nfunction made() { return helper }\n')
  text.append('\nfunction render() { return made() }\n')
  return { code: text.toString(), map: JSON.parse(text.generateMap({ hires: true, source: 'App.vue' }).toString()) as object }
}

test('sites of compiled code stand where the author wrote them, and what the compiler added is left alone', () => {
  const { code, map } = compiled('const one = 1\n  function add(a) { return a + one }\nexport const twice = (b) => add(add(b))')
  const result = transform(code, '/app/App.vue', { root: '/app', inputMap: () => map })
  expect(result?.sites.map(({ name, line, column }) => [name, line, column])).toEqual([
    ['add', 2, 3],
    ['twice', 3, 22],
  ])
  expect(result?.skipped.filter(({ reason }) => reason === 'generated').map(({ name }) => name)).toEqual(['made', 'render'])
  expect(result?.code).toContain('"add",2,3')
})

test('a map that knows nothing, as of a compiler that makes none, changes nothing', () => {
  const code = '\nexport const one = () => 1'
  const map = { version: 3, sources: [], names: [], mappings: '' }
  const result = transform(code, '/app/App.vue', { root: '/app', inputMap: () => map })
  expect(result?.sites.map(({ name, line, column }) => [name, line, column])).toEqual([['one', 2, 20]])
})

test('the map is not asked for where there is nothing to instrument', () => {
  const inputMap = (): never => {
    throw new Error('asked')
  }
  expect(transform('export const one = 1', '/app/a.js', { root: '/app', inputMap })).toBeUndefined()
})
