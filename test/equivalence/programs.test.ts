import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { explain } from '../../packages/transform/src/index.ts'
import { compare } from '../transform/harness/compare.ts'
import { compilers } from '../transform/harness/compilers.ts'
import { filesOf, readPrograms } from './programs.mjs'

// Each program runs bare and instrumented, in every way in which it can run; beside it, in a .txt, is what the recorder was told.

const folder = join(import.meta.dirname, 'programs')

describe.each(readPrograms())('$file', (program) => {
  const { file, sentence, flags, variants } = program
  const [throws, untold, unseen] = (['throws', 'untold', 'unseen'] as const).map((flag) => flags.includes(flag)) as [
    boolean,
    boolean,
    boolean,
  ]
  const runs = variants.flatMap((variant) => compilers(file).map((compiler) => ({ ...variant, ...compiler })))
  /** What was told -> by which runs. */
  const answers = new Map<string, string[]>()

  test('says what it shows', () => expect(sentence).toMatch(/^[A-Z`].*\.$/))

  test.each(runs)('runs the same: $name, compiled by $by', async ({ kind, strict, name, compile }) => {
    const files = filesOf(program, { kind, strict, name })
    const options = { untold, unseen, ...(compile && { compile }), ...(/\.tsx?$/.test(file) && { sourceType: 'unambiguous' as const }) }
    const { bare, told, result } = await compare(files, kind, options)
    expect(bare.thrown === undefined, bare.thrown).toBe(!throws)
    expect(throws || bare.log.length > 0, 'it shows something').toBe(true)
    const { skipped } = result ?? explain(files[file] as string, file, { sourceType: kind })
    const leftAlone = skipped
      .filter(({ reason }) => reason !== 'module-body')
      .map((skip) => `left alone: ${skip.name}, line ${skip.line}, ${skip.reason}\n`)
    const answer = `${result ? '' : 'nothing to do\n'}${leftAlone.join('')}${told}\n`
    answers.set(answer, [...(answers.get(answer) ?? []), name])
  })

  // What depends on the depth of a machine's stack has no answer to hold it to.
  if (untold) return
  test('tells what it told', async () => {
    const texts = [...answers].map(([answer, names]) => (answers.size > 1 ? `as ${[...new Set(names)].join(', ')}:\n${answer}` : answer))
    await expect(inOneWay(texts.join('\n'))).toMatchFileSnapshot(join(folder, `${file}.txt`))
  })
})

/** How values and errors are written, which versions of Node do in different ways: as the oldest does. */
const inOneWay = (told: string): string =>
  told
    .replaceAll(/ in JSON at position (\d+) \(line \d+ column \d+\)/g, ' in JSON at position $1')
    .replaceAll(/(?<=[{,] )(Symbol\([^)]*\)): /g, '[$1]: ')
    .replaceAll(/(?<=\[?Symbol\(|Function: \[)Symbol\.(dispose|asyncDispose)/g, '$1')
    .replaceAll(/\bProxy\(([^()]*)\)/g, '$1')
    .replaceAll(/\b(\w+Promise) \{/g, '$1 [Promise] {')
    .replaceAll(/\bWorker \{.*/g, 'Worker { … }')
