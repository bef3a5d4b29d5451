import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { bare, generatedPlace, traced } from './debugged.ts'
import type { Program } from './debugged.ts'
import { debugInChromium, runtimeScript } from './page.ts'
import { PROGRAMS, THROWS } from './programs.ts'
import { difference, linesOf, variantsOf } from './variants.ts'

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
  test('step over: every line that is shown without Spoor is shown, in that order', async () => {
    const walk = async (program: Program) => {
      const begin = { ...generatedPlace(program.code, '// begin'), column: 2 }
      return (await debugInChromium(browser, runtime, program, { step: 'stepOver', breakpoints: [begin] })).pauses.map(({ place }) => place)
    }
    const [plain, program] = [bare(source), traced(source)]
    const lines = linesOf((await walk(plain)).map(plain.placeOf))
    const places = await walk(program)
    expect(lines.length).toBeGreaterThan(1)
    expect(difference(lines, linesOf(places.map(program.placeOf))).lost).toEqual([])
    expect(difference(lines, linesOf(places.map(variantsOf(program).following)))).toEqual({ lost: [], extra: [] })
  })
})
