import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transform } from '../../packages/transform/src/index.ts'
import { openPage, runtimeScript } from '../debugger/page.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { PROGRAMS } from './thrown-programs.ts'

let browser: Browser
let runtime: string
beforeAll(async () => {
  runtime = await runtimeScript()
  browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
})
afterAll(() => browser.close())

/** `name !message` of each call; what nobody catches is reported by the page itself. */
const RUN = `new Promise((done) => {
  setTimeout(() => main())
  setTimeout(() => {
    const shown = (error) => error === undefined ? '?' : error?.k === 'error' ? error.name + ': ' + error.message : JSON.stringify(error).replace(/(\\{"k":"object",).*/, '$1…}')
    const calls = runtime.spoor.events().map(({ site, outcome, error }) => site.name + (outcome === 'threw' ? ' !' + shown(error) : outcome === 'closed' ? ' closed' : ''))
    done(calls)
  }, 30)
})`

describe.each(['catch', 'finally'] as const)('errors: %s', (errors) => {
  test.each(PROGRAMS)(
    '$what: every call threw what it threw in Node, or says that it does not know',
    async ({ code, calls, unknown = [] }) => {
      const program = transform(code, 'src/thrown.js', { errors, sourceType: 'script', runtime: false })!.code
      const page = await openPage(browser, { 'runtime.js': runtime, 'program.js': program })
      await page.addScriptTag({ url: '/program.js' })
      const nameOf = (line: string): string => line.replace(/ (?:!.*|closed)$/, '')
      const less = new Map(errors === 'catch' ? [] : unknown.map((line) => [nameOf(line), line]))
      expect(await page.evaluate<string[]>(RUN)).toEqual(calls.map((line) => less.get(nameOf(line)) ?? line))
      await page.close()
    },
  )
})
