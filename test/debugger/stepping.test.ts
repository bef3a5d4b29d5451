import { describe, expect, test } from 'vitest'
import { bare, debugInNode, generatedPlace, traced } from './debugged.ts'
import type { Program } from './debugged.ts'
import { PROGRAMS } from './programs.ts'
import { difference, linesOf, VARIANTS, variantsOf } from './variants.ts'
import type { Variant } from './variants.ts'

/** Where the program pauses on its way from the line that says `begin`. */
async function walk(program: Program, step: 'stepInto' | 'stepOver' | 'stepOut') {
  const begin = { ...generatedPlace(program.code, '// begin'), column: 2 }
  return (await debugInNode(program, { step, breakpoints: [begin] })).pauses.map(({ place }) => place)
}

type Table = Record<Variant, { lost: number[]; extra: number[] }>

async function compare(source: string, step: 'stepInto' | 'stepOver' | 'stepOut'): Promise<Table> {
  const [plain, program] = [bare(source), traced(source)]
  const [before, after] = await Promise.all([walk(plain, step), walk(program, step)])
  const lines = linesOf(before.map(plain.placeOf))
  expect(lines.length).toBeGreaterThan(0)
  const looks = variantsOf(program)
  return Object.fromEntries(VARIANTS.map((variant) => [variant, difference(lines, linesOf(after.map(looks[variant])))])) as Table
}

describe.each(Object.entries(PROGRAMS))('%s', (_, source) => {
  test('step over: every line that is shown without Spoor is shown, in that order', async () => {
    const found = await compare(source, 'stepOver')
    const lines = source.split('\n')
    expect(found['as it is'].lost).toEqual([])
    // A `catch` begins with a probe.
    expect(found['as it is'].extra.filter((line) => !lines[line - 1]!.includes('catch'))).toEqual([])
    expect(found.following).toEqual({ lost: [], extra: [] })
  })
})

test('step into: fewest other lines are shown where inserted text belongs to the next word, and most are lost where it leads nowhere', async () => {
  const lost = { 'as it is': 0, preceding: 0, nothing: 0, following: 0 }
  const extra = { ...lost }
  for (const source of Object.values(PROGRAMS)) {
    const found = await compare(source, 'stepInto')
    for (const variant of VARIANTS) {
      lost[variant] += found[variant].lost.length
      extra[variant] += found[variant].extra.length
    }
  }
  expect(lost['as it is']).toBeLessThanOrEqual(lost.preceding + 2)
  expect(extra['as it is']).toBeLessThanOrEqual(extra.preceding)
  expect(lost.nothing).toBeGreaterThan(lost.preceding * 2)
  expect(extra.following * 2).toBeLessThan(extra.preceding)
})
