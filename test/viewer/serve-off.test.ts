import { request } from 'node:http'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { offBy } from '../../packages/plugin/src/viewer-off.ts'
import type { Plan } from '../../packages/plugin/src/plan.ts'
import { smallProject, startServer } from './serve-fixture.ts'
import type { Served } from './serve-fixture.ts'
import { launch, visit } from './support/page.ts'
import type { Site } from './support/page.ts'
import { violations } from './support/violations.ts'

let browser: Browser
beforeAll(async () => void (browser = await launch()))
afterAll(() => browser?.close())

const running: Served[] = []
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop('SIGKILL'))))

/** Vite answers whatever it does not know with this. */
const INDEX = '<!doctype html><title>small</title><button id="pay">pay</button><script type="module" src="/src/main.js"></script>'

async function start(script: string, name: string, env: NodeJS.ProcessEnv): Promise<Served> {
  const server = await startServer(script, smallProject(name, { 'index.html': INDEX }), env)
  running.push(server)
  return server
}

const at = ({ url }: Served): Site => ({ url: `${url}__spoor/` }) as Site

/** As something asks that is no browser. */
const statusOf = (url: string, headers: Record<string, string>, method = 'GET'): Promise<number> =>
  new Promise((done, failed) => {
    request(url, { headers, method }, (response) => done(response.resume().statusCode!))
      .on('error', failed)
      .end()
  })

describe.each([
  ['Vite', 'serve-vite.mjs'],
  ['webpack', 'serve-webpack.mjs'],
  ['Rspack', 'serve-rspack.mjs'],
])('%s with SPOOR=0', { timeout: 90_000 }, (name, script) => {
  test('says in the place of the page that tracing is off, by what, and what to do; to whom the page would be shown', async () => {
    const server = await start(script, `off-${name.toLowerCase()}`, { SPOOR: '0' })
    const { page, faults, foreign } = await visit(browser, at(server))
    const text = await page.locator('body').innerText()
    expect(text).toMatch(/Tracing is switched off[^]*started with SPOOR=0[^]*SPOOR=1/)
    expect(await page.locator('main').evaluate((main) => getComputedStyle(main).maxWidth)).toBe('520px')
    expect([faults, foreign, await page.locator('script').count()]).toEqual([[], [], 0])
    const answer = await fetch(`${server.url}__spoor/`)
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'$/)
    expect(await statusOf(`${server.url}__spoor/`, { host: 'evil.example' })).toBe(403)
    expect(await statusOf(`${server.url}__spoor/`, { origin: 'http://evil.example' })).toBe(403)
    expect(await statusOf(`${server.url}__spoor/`, {}, 'POST')).toBe(405)
    expect(await statusOf(`${server.url}__spoor/live`, { 'x-spoor': '1' })).toBe(410)
    expect(await statusOf(`${server.url}__spoor`, {})).toBe(302)
    // The program's own page is as it was, and nothing of ours is in it.
    await page.goto(server.url)
    await page.waitForSelector('[data-ready]')
    expect(await page.evaluate(() => Symbol.for('spoor.runtime/1') in globalThis)).toBe(false)
    await page.context().close()
  })
})

test('axe has nothing to say, in both themes and in 360 pixels', { timeout: 60_000 }, async () => {
  const server = await start('serve-vite.mjs', 'off-axe', { SPOOR: 'off' })
  for (const colorScheme of ['light', 'dark'] as const) {
    const options = { colorScheme, bypassCSP: true, viewport: { width: 360, height: 640 } }
    const { page } = await visit(browser, at(server), '', options)
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    await page.context().close()
  }
})

test('by what: the environment goes before the options; where there is a page, and in production, nobody speaks', () => {
  const env = (SPOOR: string): NodeJS.ProcessEnv => ({ SPOOR }) as never
  const auto = { control: true, enabled: 'auto' } as const
  const plan = { record: undefined } as Plan
  expect(offBy(auto, undefined, env('0'))).toBe('SPOOR')
  expect(offBy({ ...auto, enabled: false }, undefined, env(' off '))).toBe('SPOOR')
  expect(offBy({ ...auto, enabled: false }, undefined, {} as never)).toBe('enabled')
  expect(offBy({ ...auto, control: false }, plan, {} as never)).toBe('control')
  expect(offBy({ ...auto, control: false }, { ...plan, record: 'traces' }, {} as never)).toBeUndefined()
  expect(offBy(auto, plan, {} as never)).toBeUndefined()
  expect(offBy(auto, undefined, {} as never)).toBeUndefined()
})

test('a server that hands out what goes into production answers with nothing of it', { timeout: 60_000 }, async () => {
  const server = await start('serve-vite.mjs', 'off-production', { SPOOR: '0', NODE_ENV: 'production' })
  expect(await (await fetch(`${server.url}__spoor/`)).text()).not.toContain('Tracing')
})
