import { parse } from '@babel/parser'
import { originalPositionFor, traceSegment, TraceMap } from '@jridgewell/trace-mapping'
import { transformSync } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { transform } from '../../packages/transform/src/index.ts'
import { pluginsFor } from './harness/compare.ts'
import { ownSources, sourcesOf } from './harness/corpus.ts'

interface Place {
  name: string
  /** From 1. */
  line: number
  /** From 0. */
  column: number
}

/** Every name in a text, with its place. */
function namesIn(code: string, id: string): Place[] {
  const ast = parse(code, {
    tokens: true,
    errorRecovery: true,
    sourceType: 'unambiguous',
    allowReturnOutsideFunction: true,
    plugins: pluginsFor(id, code),
  })
  return (ast.tokens as { type: { label: string }; value: string; loc: { start: { line: number; column: number } } }[])
    .filter(({ type }) => /^(?:name|jsxName|#name)$/.test(type?.label))
    .map(({ value, loc }) => ({ name: value, line: loc.start.line, column: loc.start.column }))
}

const key = ({ name, line, column }: Place): string => `${line}:${column} ${name}`

/** The names of the original that no name of the output leads to. */
function lost(code: string, id: string): string[] {
  const result = transform(code, id)
  if (!result) return []
  const map = new TraceMap(result.map as never)
  const reached = new Set<string>()
  for (const place of namesIn(result.code, id)) {
    const { line, column } = originalPositionFor(map, place)
    // What stands before a line's first character is nobody's.
    if (line === null) continue
    reached.add(key({ name: place.name, line, column: column as number }))
    // A text of ours may lead to the next line, and have names, but mappings at its beginning only.
    const own = /^(?:_\$p|let$)/.test(place.name) || traceSegment(map, place.line - 1, place.column)?.[0] !== place.column
    if (!own) expect(line, 'lines are the same').toBe(place.line)
  }
  return namesIn(code, id)
    .map(key)
    .filter((name) => !reached.has(name))
}

describe('every name leads to its line and column', () => {
  test('of our own code and the fixtures', () => {
    for (const { id, code } of ownSources()) expect(lost(code, id), id).toEqual([])
  })
  test.each(['acorn', 'rxjs', 'preact', 'picomatch', 'magicString'] as const)('of %s', (name) => {
    // A last line that points to a map of its own makes for a map to another file.
    for (const { id, code } of sourcesOf(name)) expect(lost(code.replace(/\n\/\/# sourceMappingURL.*/, ''), id), id).toEqual([])
  })
})

test('the map names its source, holds its text and is made when asked for', () => {
  const code = 'export const f = (x) => x\n'
  const result = transform(code, '/app/src/a.ts?v=1')
  expect(Object.getOwnPropertyDescriptor(Object.getPrototypeOf(result), 'map')).toMatchObject({ get: expect.any(Function) })
  const map = result?.map
  expect(map).toMatchObject({ version: 3, sources: ['/app/src/a.ts'], sourcesContent: [code] })
  expect(result?.map).toBe(map)
  expect(JSON.parse(String(map))).toMatchObject({ version: 3, sources: ['/app/src/a.ts'] })
})

test('comments are left out of the map, and what stands behind them in their lines is not', () => {
  const code = 'const a = 1 /* one\n two */ ; const b = () => a // three\n/** four\n\n five */ export { a /* six */, b }\n// seven'
  const result = transform(code, 'a.js')
  const map = new TraceMap(result?.map as never)
  const lines = (result?.code ?? '').split('\n')
  const placeOf = (text: string) => {
    const line = lines.findIndex((one) => one.includes(text)) + 1
    const { line: there, column } = originalPositionFor(map, { line, column: (lines[line - 1] as string).indexOf(text) })
    return there === null ? undefined : code.split('\n')[there - 1]?.slice(column)
  }
  expect(placeOf('const b')).toMatch(/^const b/)
  expect(placeOf('export')).toMatch(/^export/)
  expect(placeOf('b }')).toMatch(/^b }/)
  expect(placeOf('two')).toBeUndefined()
  const segments = result?.map.mappings.split(';').map((line) => (line ? line.split(',').length : 0))
  expect(segments?.slice(2)).toEqual([0, 0, 6, 0])
})

test('an inline map is followed to the original, at every column, and its comment is gone', () => {
  const original = 'interface T { a: number }\n\n\nexport const   add = (a: number,   b: T): number => a + b.a // comment\n'
  const { code } = transformSync(original, { loader: 'ts', sourcemap: 'inline', sourcefile: 'src/add.ts' })
  const result = transform(code, '/app/dist/add.js')
  expect(result?.code).not.toContain('sourceMappingURL')
  expect(result?.map).toMatchObject({ sources: ['src/add.ts'], sourcesContent: [original] })
  const line = (result?.code ?? '').split('\n').findIndex((text) => text.includes('a + b.a')) + 1
  const column = ((result?.code ?? '').split('\n')[line - 1] as string).indexOf('b.a')
  expect(originalPositionFor(new TraceMap(result?.map as never), { line, column })).toMatchObject({
    line: 4,
    column: original.split('\n')[3]?.indexOf('b.a'),
  })
})

test.each([
  ['with a charset', (json: string) => `data:application/json;charset=utf-8;base64,${Buffer.from(json).toString('base64')}`],
  ['percent-encoded', (json: string) => `data:application/json,${encodeURIComponent(json)}`],
])('an inline map, %s', (_how, url) => {
  const json = JSON.stringify({ version: 3, sources: ['é.ts'], names: [], mappings: 'AAAA', sourcesContent: ['x'] })
  const result = transform(`export const f = () => 1\n//# sourceMappingURL=${url(json)}\n`, 'a.js')
  expect(result?.map.sources).toEqual(['é.ts'])
})

test.each(['data:application/json;base64,bm90IGpzb24=', 'data:application/json,%', 'data:application/json;base64,bnVsbA=='])(
  'an inline map that is none does no harm: %s',
  (url) => {
    const result = transform(`export const f = () => 1\n//# sourceMappingURL=${url}`, 'a.js')
    expect(result?.map).toMatchObject({ sources: ['a.js'], mappings: expect.stringMatching(/./) })
  },
)

test('a comment that names an external map goes, for that map is not of this text', () => {
  const result = transform('export const f = () => 1\n//# sourceMappingURL=a.js.map\n', 'a.js')
  expect(result?.code).toMatch(/\}\}\n\n$/)
  expect(result?.map.sources).toEqual(['a.js'])
})
