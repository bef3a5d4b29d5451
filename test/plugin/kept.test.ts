import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { MARK } from '@spoor/shared'
import { createCache, keyOf } from '../../packages/plugin/src/cache.ts'
import { codeOf, PROGRAM, project } from './fixture.ts'
import type { Built, Project } from './fixture.ts'

const folder = fileURLToPath(new URL('../.cache/plugin/kept/', import.meta.url))
const fresh = (name: string): string => {
  mkdirSync(folder, { recursive: true })
  rmSync(join(folder, name), { recursive: true, force: true })
  return join(folder, name)
}
const [A, B, C] = [keyOf('a'), keyOf('b'), keyOf('c')]

describe('what is kept', () => {
  test('comes back in another process’s place, and nothing else does', () => {
    const file = fresh('plain')
    const first = createCache(file)
    first.set(A, { text: 'ä\n€\ud800' })
    first.set(B, null)
    first.flush()
    const second = createCache(file)
    expect([second.get(A), second.get(B), second.get(C)]).toEqual([{ text: 'ä\n€\ud800' }, null, undefined])
  })

  test('of two that write at once, all is there', () => {
    const file = fresh('two')
    const both = [createCache(file), createCache(file)]
    both[0]!.set(A, 1)
    both[1]!.set(B, 2)
    both.forEach((cache) => cache.flush())
    const later = createCache(file)
    expect([later.get(A), later.get(B)]).toEqual([1, 2])
  })

  test.each<[string, (file: string) => void]>([
    ['torn', (file) => truncateSync(file, readFileSync(file).length - 3)],
    ['followed by something else', (file) => appendFileSync(file, 'no record at all')],
    ['followed by half a record', (file) => appendFileSync(file, `${C} 99999 {`)],
    ['without a length', (file) => appendFileSync(file, `${C} `)],
  ])('an end that is %s costs no more than itself, and goes away', (_, damage) => {
    const file = fresh('torn')
    const first = createCache(file)
    first.set(A, 'first')
    first.set(B, 'last')
    first.flush()
    damage(file)
    const second = createCache(file)
    expect(second.get(A)).toBe('first')
    expect(['last', undefined]).toContain(second.get(B))
    second.set(C, 'more')
    second.flush()
    const third = createCache(file)
    expect([third.get(A), third.get(C)]).toEqual(['first', 'more'])
  })

  test('a file that has grown too large keeps what was used last', () => {
    const file = fresh('large')
    const first = createCache(file)
    first.set(A, 'x'.repeat(500))
    first.set(B, 'used')
    first.flush()
    const second = createCache(file, 400)
    second.get(B)
    second.set(C, 'new')
    second.flush()
    const third = createCache(file)
    expect([third.get(A), third.get(B), third.get(C)]).toEqual([undefined, 'used', 'new'])
  })

  test('where nothing can be written, nothing is said', () => {
    const file = join(fresh('blocked'), 'below', 'cache')
    writeFileSync(fresh('blocked'), 'a file where a folder ought to be')
    const cache = createCache(file)
    cache.set(A, 1)
    expect(() => cache.flush()).not.toThrow()
    expect(cache.get(A)).toBe(1)
  })

  test('keys hold their parts apart, and every unit of the text', () => {
    expect(new Set([keyOf('ab', 'c'), keyOf('a', 'bc'), keyOf('abc'), keyOf('\ud800'), keyOf('\ud801')]).size).toBe(5)
  })
})

/** Builds twice, each in a process of its own; in between the kept results may be changed by hand. */
describe.each(['vite', 'rollup', 'esbuild'] as const)('%s', (bundler) => {
  const ON = { options: { enabled: true } }
  const app = (name: string): Project => project(`kept-${name}-${bundler}`, { ...PROGRAM, 'node_modules/.keep': '' })
  const told = ({ printed }: Built): string | undefined => /\d+ functions? in \d+ files? traced/.exec(printed)?.[0]

  test('the second build is the first again, and tells the same', () => {
    const one = app('again')
    const [first, second] = [one.build(bundler, ON), one.build(bundler, ON)]
    expect(second.files).toEqual(first.files)
    expect(told(second)).toBe(told(first) ?? 'nothing')
    expect(second.run()).toBe('7\n')
  })

  test('is made from what is kept, until the file or an option changes', () => {
    const one = app('used')
    one.build(bundler, ON)
    plant(one)
    expect(codeOf(one.build(bundler, ON))).toContain('planted')
    expect(codeOf(one.build(bundler, { options: { ...ON.options, cache: false } }))).not.toContain('planted')
    expect(codeOf(one.build(bundler, { options: { ...ON.options, values: false } }))).not.toContain('planted')
    one.write({ 'src/add.js': `${PROGRAM['src/add.js']}\nexport const more = 1\n` })
    const changed = one.build(bundler, ON)
    expect(codeOf(changed)).not.toContain('planted')
    expect(codeOf(changed)).toContain(MARK)
    expect(changed.run()).toBe('7\n')
  })
})

/** Changes what was kept of `add.js`, and nothing about how it is kept. */
function plant({ root }: Project): void {
  const place = join(root, 'node_modules/.cache/spoor')
  expect(existsSync(place)).toBe(true)
  for (const name of readdirSync(place)) {
    const text = readFileSync(join(place, name), 'utf8')
    expect(text).toContain('Number(a)')
    // Of the same length, as the record says it.
    writeFileSync(join(place, name), text.replace('Number(a)', "'planted'"))
  }
}
