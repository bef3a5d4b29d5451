import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outOf } from './build.mjs'
import { check, golden, questionsOf } from './matrix.mjs'
import type { Golden } from './matrix.mjs'
import { has, MODES, ROWS } from './rows.mjs'

/** A test for each row of a bundler and each mode. */
export function suite(bundler: string): void {
  const rows = ROWS.filter((row) => row.bundler === bundler)
  const own = `golden-${bundler}`
  let truth: Golden

  beforeAll(async () => {
    truth = await golden(own)
  })
  afterAll(() => rmSync(dirname(outOf({ name: own, bundler, member: 'esbuild' }, 'production', 'bare')), { recursive: true }))

  describe.each(rows)('$name', (row) => {
    test.each(MODES.filter((mode) => has(row, mode)))('%s', async (mode) => {
      const { verdicts, notes } = await check(row, mode, truth)
      const failed = questionsOf(mode).filter((question) => verdicts[question] === 'fail' || (!verdicts[question] && !row.server))
      expect({ failed, notes: failed.length ? notes : [] }).toEqual({ failed: [], notes: [] })
    })
  })
}
