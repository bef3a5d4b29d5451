import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transform } from '../../packages/transform/src/index.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { PROGRAM } from './chains.ts'
import { seed } from '../support/seed.ts'

let browser: Browser
beforeAll(async () => void (browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })))
afterAll(() => browser.close())

/** What the page runs: the same programs, the real runtime, and the check of the one against the other. */
async function pageScript(): Promise<string> {
  const { code } = transform(PROGRAM, 'src/chains.js', { sourceType: 'script' }) as { code: string }
  const contents = `
    import { spoor } from '../../packages/runtime/src/index.ts'
    import { makeCheck, makePlan, world } from './chains.ts'
    const traced = new Function('world', ${JSON.stringify(code)})
    const bare = new Function('world', ${JSON.stringify(PROGRAM)})
    globalThis.check = async (seed, chains, waits) => {
      const plan = makePlan(seed, chains, waits)
      const [one, other, found] = [world(plan), world(plan), makeCheck()]
      const stop = spoor.subscribe(found.sink)
      await traced(one)
      stop()
      await bare(other)
      const at = one.notes.findIndex((note, i) => note !== other.notes[i])
      return { calls: found.calls, wrong: found.wrong.slice(0, 5), noted: one.notes.length - other.notes.length, differsAt: at }
    }`
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    format: 'iife',
    write: false,
  })
  return (outputFiles[0] as { text: string }).text
}

test.each([
  ['of every kind', 200, ['microtask', 'microtasks', 'thenable', 'timer', 'channel']],
  ['in the order of microtasks', 50, ['microtask', 'microtasks', 'thenable']],
])(`Chromium: chains %s, from seed ${seed}`, { timeout: 300_000 }, async (_, chains, waits) => {
  const page = await browser.newPage()
  await page.addScriptTag({ content: await pageScript() })
  const found = await page.evaluate(
    ([first, count, how]) =>
      (globalThis as any).check(first, count, how) as Promise<{ calls: number; wrong: string[]; noted: number; differsAt: number }>,
    [seed, chains, waits] as const,
  )
  expect(found.wrong).toEqual([])
  expect(found.calls).toBeGreaterThan(chains)
  // Timers and channels come in whatever order; microtasks do not.
  if (waits.length === 3) expect(found).toMatchObject({ noted: 0, differsAt: -1 })
})
