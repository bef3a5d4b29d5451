import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPrograms } from './programs.mjs'
import { differenceOf } from './score/difference.mjs'
import { fill } from './score/report.mjs'
import { run, variantsOf } from './score/run.mjs'
import { SPOOR } from './score/spoor.mjs'

const programs = readPrograms()
const named = (start: string) => programs.find(({ file }) => file.startsWith(start)) ?? expect.fail(`no program ${start}`)

describe('the score', () => {
  test.each(['00-frames', '30-async-delegation', '40-import-cycle', '49-species', '52-legacy'])(
    'finds nothing changed by Spoor: %s',
    async (start) => {
      const program = named(start)
      for (const variant of variantsOf(program)) {
        const bare = await run(program, variant, { name: 'bare' })
        expect(bare.log.length).toBeGreaterThan(0)
        for (const judged of SPOOR) expect(differenceOf(bare, await run(program, variant, judged)), judged.name).toBeUndefined()
      }
    },
  )

  test.each<[string, string, (code: string) => string]>([
    ['another result', '01-one-return', (code) => code.replace('return;', ';')],
    ['text that does not compile', '01-one-return', (code) => `${code}}`],
    ['another line', '00-frames', (code) => `\n${code}`],
    ['an end that is too early', '31-one-return', (code) => `${code}\nprocess.exit(0)`],
    ['a rejection that nobody handles', '01-one-return', (code) => `${code}\nPromise.reject(new Error('left'))`],
  ])('finds %s', async (_what, start, change) => {
    const program = named(start)
    const variant = variantsOf(program)[0] ?? expect.fail('runs as nothing')
    const bare = await run(program, variant, { name: 'bare' })
    const seen = await run(program, variant, { name: 'changes it', instrument: (code) => ({ code: change(code) }) })
    expect(differenceOf(bare, seen)).toBeDefined()
  })
})

describe('docs/equivalence.md', () => {
  const results = JSON.parse(readFileSync(join(import.meta.dirname, 'score.json'), 'utf8')).results as {
    name: string
    programs: number
    differences: unknown[]
  }[]

  test('says what the results say', () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/equivalence.md'), 'utf8')
    expect(fill(text), 'run `pnpm equivalence --report`').toBe(text)
  })

  test('which are of these programs, none of which Spoor changes', () => {
    // Programs may have come since; the score is made anew when somebody asks for it.
    for (const { programs: judged } of results) expect(judged).toBeGreaterThan(120)
    const ours = results.filter(({ name }) => name.startsWith('Spoor'))
    expect(ours.map(({ differences }) => differences)).toEqual(SPOOR.map(() => []))
  })
})
