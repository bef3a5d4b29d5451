import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { bare, generatedPlace, traced } from './debugged.ts'
import type { Program } from './debugged.ts'
import { debugInChromium, runtimeScript } from './page.ts'
import { PROGRAMS, THROWS } from './programs.ts'
import { linesOf } from './variants.ts'

let browser: Browser
let runtime: string
beforeAll(async () => {
  runtime = await runtimeScript()
  browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
})
afterAll(() => browser.close())

describe.each(Object.entries(THROWS))('%s', (_, { code, at }) => {
  test.each(['uncaught', 'all'] as const)('pause on %s exceptions: at the author’s place, as without Spoor', async (exceptions) => {
    const shown = async (program: Program) =>
      (await debugInChromium(browser, runtime, program, { exceptions })).pauses.map(({ place }) => program.placeOf(place))
    const before = await shown(bare(code))
    expect(before.length).toBeGreaterThan(0)
    expect(before.every((place) => place?.line === generatedPlace(code, at).line + 1)).toBe(true)
    expect(await shown(traced(code))).toEqual(before)
  })
})

describe.each(Object.entries(PROGRAMS))('%s', (_, source) => {
  test('step over: the same lines are shown as without Spoor, in that order', async () => {
    const walk = async (program: Program) => {
      const begin = { ...generatedPlace(program.code, '// begin'), column: 2 }
      const { pauses } = await debugInChromium(browser, runtime, program, { step: 'stepOver', breakpoints: [begin] })
      return linesOf(pauses.map(({ place }) => program.placeOf(place)))
    }
    const lines = await walk(bare(source))
    expect(lines.length).toBeGreaterThan(1)
    expect(await walk(traced(source))).toEqual(lines)
  })
})
