import { describe, expect, test } from 'vitest'
import { bare, debugInNode, generatedPlace, traced } from './debugged.ts'
import type { Program } from './debugged.ts'
import { PROGRAMS, THROWS } from './programs.ts'

/** Where a debugger that minds such exceptions shows the author's file. */
async function shown(program: Program, exceptions: 'uncaught' | 'all') {
  const { pauses, stacks } = await debugInNode(program, { exceptions })
  return { places: pauses.map(({ place }) => program.placeOf(place)), async: pauses.map((pause) => pause.async), stacks }
}

const thrownAt = (source: string, token: string) => {
  const { line, column } = generatedPlace(source, token)
  return { line: line + 1, column: column + 1 }
}

describe.each(Object.entries(THROWS))('%s', (_, { code, at }) => {
  test.each(['uncaught', 'all'] as const)('pause on %s exceptions: at the author’s place, as without Spoor', async (which) => {
    const [before, after] = await Promise.all([shown(bare(code), which), shown(traced(code), which)])
    expect(after.places).toEqual(before.places)
    expect(after.async).toEqual(before.async)
    expect(before.places.length).toBeGreaterThan(0)
    expect(before.places.every((place) => place?.line === thrownAt(code, at).line)).toBe(true)
  })

  test('the stack has the author’s names and places', async () => {
    const framesOf = (program: Program, stacks: string[]): string[] =>
      [...(stacks[0] ?? '').matchAll(/^ *at (?:(.*) \()?file:\/\/\/app\/program\.js:(\d+):(\d+)\)?$/gm)].map(
        ([, name = '', line, column]) => {
          const place = program.placeOf({ line: Number(line) - 1, column: Number(column) - 1 })
          return `${name} ${place?.line}:${place?.column}`
        },
      )
    const [plain, program] = [bare(code), traced(code)]
    const [before, after] = await Promise.all([shown(plain, 'uncaught'), shown(program, 'uncaught')])
    expect(framesOf(plain, before.stacks).length).toBeGreaterThan(0)
    expect(framesOf(program, after.stacks)).toEqual(framesOf(plain, before.stacks))
  })
})

const CAUGHT = `function inner() {
  throw new Error('caught')
}
function outer() {
  inner()
}
function start() {
  try {
    outer()
  } catch {}
}`

test('an exception that is caught does not pause a debugger that minds the uncaught only', async () => {
  const [before, after] = await Promise.all([shown(bare(CAUGHT), 'uncaught'), shown(traced(CAUGHT), 'uncaught')])
  expect([before.places, after.places]).toEqual([[], []])
})

test('an exception that is caught pauses once, where it is thrown, a debugger that minds all', async () => {
  const [before, after] = await Promise.all([shown(bare(CAUGHT), 'all'), shown(traced(CAUGHT), 'all')])
  expect(before.places).toEqual([{ line: 2, column: 3 }])
  expect(after.places).toEqual(before.places)
})

describe('`errors: catch`', () => {
  const { code, at } = THROWS['a throw']!

  test('an uncaught exception pauses in the rethrow of the outermost frame, as the options say', async () => {
    const { places } = await shown(traced(code, 'catch'), 'uncaught')
    expect(places).toHaveLength(1)
    expect(places[0]).not.toEqual(thrownAt(code, at))
  })

  test('a debugger that minds all exceptions pauses at the author’s throw first, and then in each rethrow', async () => {
    const { places } = await shown(traced(code, 'catch'), 'all')
    expect(places[0]).toEqual(thrownAt(code, at))
    expect(places.length).toBeGreaterThan(1)
  })
})

describe.each(Object.entries(PROGRAMS))('breakpoints in %s', (_, source) => {
  test('on a line with a statement: they stand on it, and are reached as often and in the same order as without Spoor', async () => {
    const [plain, program] = [bare(source), traced(source)]
    const every = source.split('\n').map((_text, line) => toGenerated(plain, line))
    const { bound } = await debugInNode(plain, { breakpoints: every })
    // Others slide to the next statement.
    const lines = every.map(({ line }) => line).filter((line) => bound[line]?.line === line)
    expect(lines.length).toBeGreaterThan(3)
    const [before, after] = await Promise.all(
      [plain, program].map((one) => debugInNode(one, { breakpoints: lines.map((line) => toGenerated(one, line)) })),
    )
    expect(after!.bound.map((place) => program.placeOf(place)?.line)).toEqual(lines.map((line) => line + 1))
    expect(after!.pauses.map(({ place }) => program.placeOf(place)?.line)).toEqual(before!.pauses.map(({ place }) => place.line + 1))
  })
})

/** As debuggers do it: the first mapping of the author's line. */
function toGenerated({ mappings, source }: Program, line: number): { line: number; column: number } {
  const found = mappings.find(([, , sourceLine]) => sourceLine === line)
  return found ? { line: found[0], column: found[1] } : { line, column: /^\s*/.exec(source.split('\n')[line]!)![0].length }
}
