import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const COMMAND = join(import.meta.dirname, 'fuzz.mjs')

const fuzz = (args: readonly string[], TMPDIR: string = tmpdir()) =>
  spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8', timeout: 200_000, env: { ...process.env, TMPDIR } })

test('runs for the time that is asked, says its seed and what it did, and leaves no file behind', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-fuzz-'))
  const before = readdirSync(import.meta.dirname)
  const { status, stdout } = fuzz(['--minutes', '0.1', '--seed', '7', '--in', 'node'], folder)
  expect(stdout).toMatch(/^seed 7, 0\.1 min, in node$/m)
  expect(stdout).toMatch(/^nothing behaves differently: [1-9]\d* programs, [1-9]\d* runs, [1-9]\d* functions instrumented/m)
  expect(status).toBe(0)
  expect(readdirSync(import.meta.dirname)).toEqual(before)
  rmdirSync(folder)
})

test.each([[['--minutes', 'many']], [['--seed', 'x']], [['--in', 'firefox']], [['--what']]])(
  '%j is not understood, and it says so',
  (args) => {
    const { status, stdout } = fuzz(args)
    expect(stdout).toContain('pnpm fuzz [--minutes 60]')
    expect(status).toBe(2)
  },
)
