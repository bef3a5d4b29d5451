import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compare } from './harness/compare.ts'
import { compilers } from './harness/compilers.ts'
import type { Kind } from './harness/run.ts'

// One file shows one thing, and says it in its first line; beside it, in a .txt, is what the recorder was told.

const folder = join(import.meta.dirname, 'cases')
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.txt'))
  .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  .sort()

/** `.script.js`, `.cjs` and `.mjs` run as what they say; any other script as both that can hold it. */
function kindsOf(file: string): Kind[] {
  if (file.endsWith('.script.js')) return ['script']
  if (file.endsWith('.cjs') || /\.tsx?$/.test(file)) return ['commonjs']
  return file.endsWith('.mjs') ? ['module'] : ['script', 'commonjs']
}

describe.each(files)('%s', (file) => {
  const code = readFileSync(join(folder, file), 'utf8')
  const name = file.replace(/^.*\//, '')
  const variants = kindsOf(file).flatMap((kind) => compilers(file).map((compiler) => ({ kind, ...compiler })))

  test('says what it shows', () => expect(code).toMatch(/^(?:#!.*\n)?\/\/ [A-Z`].*\.$/m))

  test.each(variants)('runs the same, $kind, compiled by $by', async ({ kind, compile }) => {
    const { told, result } = await compare({ [name]: code }, kind, { compile, ...(/\.tsx?$/.test(file) && { sourceType: 'unambiguous' }) })
    const skipped = result?.skipped
      .filter(({ reason }) => reason !== 'module-body')
      .map((skip) => `left alone: ${skip.name}, ${skip.line}:${skip.column}, ${skip.reason}\n`)
    await expect(`${skipped?.join('') ?? 'nothing to do\n'}${told}\n`).toMatchFileSnapshot(join(folder, `${file}.txt`))
  })
})
