import { describe, expect, test } from 'vitest'
import { bare, debugInNode, generatedPlace, traced } from './debugged.ts'
import type { Program } from './debugged.ts'
import { PROGRAMS } from './programs.ts'
import { difference, linesOf, withNobodys, withoutLeads } from './variants.ts'

/** Where the program pauses on its way from the line that says `begin`. */
async function walk(program: Program, step: 'stepInto' | 'stepOver') {
  const begin = { ...generatedPlace(program.code, '// begin'), column: 2 }
  return (await debugInNode(program, { step, breakpoints: [begin] })).pauses.map(({ place }) => place)
}

describe.each(Object.entries(PROGRAMS))('%s', (_, source) => {
  test('step over: the same lines are shown as without Spoor, in that order', async () => {
    const [plain, program] = [bare(source), traced(source)]
    const [before, after] = await Promise.all([walk(plain, 'stepOver'), walk(program, 'stepOver')])
    const lines = linesOf(before.map(plain.placeOf))
    expect(lines.length).toBeGreaterThan(1)
    expect(linesOf(after.map(program.placeOf))).toEqual(lines)
  })
})

test('step into: fewer other lines are shown than if inserted text belonged to the word before, and more is seen than if to nobody', async () => {
  const lost = { ours: 0, withoutLeads: 0, withNobodys: 0 }
  const extra = { ...lost }
  for (const source of Object.values(PROGRAMS)) {
    const [plain, program] = [bare(source), traced(source)]
    const [before, after] = await Promise.all([walk(plain, 'stepInto'), walk(program, 'stepInto')])
    const lines = linesOf(before.map(plain.placeOf))
    const looks = { ours: program.placeOf, withoutLeads: withoutLeads(program), withNobodys: withNobodys(program) }
    for (const [name, look] of Object.entries(looks) as [keyof typeof looks, Program['placeOf']][]) {
      const found = difference(lines, linesOf(after.map(look)))
      lost[name] += found.lost.length
      extra[name] += found.extra.length
    }
  }
  expect(extra.ours).toBeLessThan(extra.withoutLeads / 2)
  // A line is shown by chance where our text stands on it.
  expect(lost.ours).toBeLessThanOrEqual(lost.withoutLeads + 2)
  expect(lost.ours).toBeLessThan(lost.withNobodys)
})
