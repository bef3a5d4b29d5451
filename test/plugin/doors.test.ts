import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const DOORS = ['vite', 'webpack', 'rspack', 'rollup', 'rolldown', 'esbuild', 'farm', 'bun']
const here = new URL('.', import.meta.url).pathname

describe.each(DOORS)('spoor/%s', (door) => {
  test('is a door: at most 25 lines, with a configuration that shows it', () => {
    const source = readFileSync(new URL(`../../packages/plugin/src/${door}.ts`, import.meta.url), 'utf8')
    expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(25)
    expect(source).toMatch(new RegExp(`@example[^]*from 'spoor/${door}'[^]*plugins: \\[spoor\\(\\)\\]`))
  })

  test('opens by import', () => {
    expect(run(`const { default: spoor } = await import('spoor/${door}'); console.log(typeof spoor)`)).toBe('function')
  })

  test('opens by require, from a CommonJS configuration', () => {
    expect(run(`console.log(typeof require('spoor/${door}').default)`, 'commonjs')).toBe('function')
  })

  test('refuses an unknown option before any build', async () => {
    const { default: spoor } = (await import(createRequire(import.meta.url).resolve(`spoor/${door}`))) as {
      default: (o: object) => unknown
    }
    if (door === 'bun') return
    expect(() => spoor({ inclde: 'src/**' })).toThrow('Did you mean `include`?')
  })
})

test('spoor itself gives typed options', () => {
  expect(run(`const { defineOptions } = await import('spoor'); console.log(JSON.stringify(defineOptions({ include: 'a/**' })))`)).toBe(
    '{"include":"a/**"}',
  )
})

function run(code: string, type: 'module' | 'commonjs' = 'module'): string {
  const args = ['--no-warnings', `--input-type=${type}`, '--eval', code]
  return execFileSync(process.execPath, args, { cwd: here, encoding: 'utf8' }).trim()
}

test('what stands in `plugins` uncalled is refused, and not taken for a plugin that does nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-uncalled-'))
  const out = join(folder, 'said.json')
  execFileSync(process.execPath, [join(here, 'uncalled.mjs'), join(here, 'uncalled.mjs'), out], { cwd: here, stdio: 'ignore' })
  const said = JSON.parse(readFileSync(out, 'utf8')) as Record<string, string>
  rmSync(folder, { recursive: true })
  expect(Object.keys(said)).toHaveLength(7)
  for (const message of Object.values(said)) expect(message).toContain('Call it: `plugins: [spoor()]`.')
})
