import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Edit } from '../../packages/transform/src/write/insert.ts'
import { apply } from '../../packages/transform/src/write/insert.ts'
import { sourceMap } from '../../packages/transform/src/write/map.ts'
import { seed } from '../support/seed.ts'

const text = fc.string({ unit: fc.constantFrom('a', 'Z9', '_$', 'é', '𝒳', ' ', '\t', '\r', '\n', '\u2028', '(', ';', '"', '{}') })
const inserted = fc.string({ unit: fc.constantFrom('x', ' ', '{', ';', 'é'), minLength: 1 })

/** Edits of a text in order: pieces that go in, pieces of a line that go. */
const editsOf = (code: string, pieces: readonly (readonly [number, number, string, number])[]): Edit[] => {
  const edits: Edit[] = []
  const places = pieces
    .map(([where, taken, put, leads]) => ({ at: where % (code.length + 1), taken, put, leads }))
    .sort((a, b) => a.at - b.at)
  for (const { at, taken, put, leads } of places) {
    const last = edits.at(-1)
    if (last && (at <= last.at || at < last.until)) continue
    const until = at + (/^[^\n]*/.exec(code.slice(at, at + taken))?.[0].length as number)
    edits.push({ at, until, text: put, leads: leads < put.length ? leads : -1 })
  }
  return edits
}

/** Every character that stays, with its offset before and after. */
function* kept(code: string, edits: readonly Edit[]): Generator<{ before: number; after: number; opens: boolean }> {
  let shift = 0
  let edit = 0
  let word = false
  for (let at = 0; at < code.length; at++) {
    for (let next = edits[edit]; next?.at === at; next = edits[++edit]) {
      word = false
      shift += next.text.length - (next.until - at)
      at = next.until
      if (at >= code.length) return
    }
    const isWord = /[\w$\u0080-\uffff]/.test(code[at] as string)
    if (!/[ \t\r\n]/.test(code[at] as string)) yield { before: at, after: at + shift, opens: !isWord || !word }
    word = isWord
  }
}

/** The next word of the author's behind each text that leads, and where that text leads from in the output. */
function* leading(code: string, edits: readonly Edit[]): Generator<{ at: number; leads: number }> {
  let shift = 0
  for (const { at, until, text, leads } of edits) {
    const next = until + code.slice(until).search(/[^ \t\r\n]/)
    if (leads >= 0 && next >= until) yield { at: next, leads: at + shift + leads }
    shift += text.length - (until - at)
  }
}

const placeOf = (code: string, offset: number): { line: number; column: number } => {
  const lines = code.slice(0, offset).split('\n')
  return { line: lines.length, column: (lines.at(-1) as string).length }
}

test('every word and sign that stays leads to its own line and column, whatever goes in or out around it', () => {
  let checked = 0
  fc.assert(
    fc.property(text, fc.array(fc.tuple(fc.nat(400), fc.nat(4), inserted, fc.nat(4)), { maxLength: 12 }), (code, pieces) => {
      const edits = editsOf(code, pieces)
      const output = apply(code, edits)
      const map = new TraceMap(sourceMap(code, edits, [], 'a.js') as never)
      for (const { before, after, opens } of kept(code, edits)) {
        if (!opens) continue
        checked++
        expect(output[after]).toBe(code[before])
        expect(originalPositionFor(map, placeOf(output, after))).toMatchObject(placeOf(code, before))
      }
      for (const { at, leads } of leading(code, edits)) {
        checked++
        expect(originalPositionFor(map, placeOf(output, leads))).toMatchObject(placeOf(code, at))
      }
    }),
    { seed, numRuns: 2000 },
  )
  expect(checked).toBeGreaterThan(1000)
})

test('a text that leads goes before the next word, over comments and lines', () => {
  const code = `f() { // one ' /*
  /* two
  */ g()
}`
  const edits = [{ at: 5, until: 5, text: '}ours', leads: 1 }]
  const map = new TraceMap(sourceMap(code, edits, [], 'a.js') as never)
  const places = [4, 5, 6, 12, 20].map((column) => originalPositionFor(map, { line: 1, column }))
  expect(places.map(({ line, column }) => [line, column])).toEqual([
    [1, 4],
    [1, 4],
    [3, 5],
    [1, 7],
    [1, 15],
  ])
})

test('numbers of any size are written: a column far out, a line far down', () => {
  const code = `${' '.repeat(70_000)}far(${'\n'.repeat(5_000)}) + ${'x'.repeat(3)}`
  const edits = [{ at: 70_003, until: 70_003, text: 'y'.repeat(40_000), leads: -1 }]
  const output = apply(code, edits)
  const map = new TraceMap(sourceMap(code, edits, [], 'a.js') as never)
  for (const sign of ['far', '(', ')', 'xxx'])
    expect(originalPositionFor(map, placeOf(output, output.indexOf(sign)))).toMatchObject(placeOf(code, code.indexOf(sign)))
})
