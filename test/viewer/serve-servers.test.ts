import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { smallProject, startServer } from './serve-fixture.ts'
import type { Served } from './serve-fixture.ts'

let browser: Browser
const running: Served[] = []
beforeAll(async () => void (browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })))
afterAll(() => browser.close())
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
  await Promise.all(running.splice(0).map((server) => server.stop('SIGKILL')))
})

async function start(...args: Parameters<typeof startServer>): Promise<Served> {
  const server = await startServer(...args)
  running.push(server)
  return server
}

/** The program's page, and ours beside it. */
async function visit(url: string, viewer = '__spoor/'): Promise<{ program: Page; page: Page; faults: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const program = await context.newPage()
  await program.goto(url)
  await program.waitForSelector('[data-ready]')
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  await page.goto(`${new URL(viewer, url).href}#/functions`)
  return { program, page, faults }
}

const shows = (page: Page, name: string): Promise<void> => page.getByText(name, { exact: true }).first().waitFor({ timeout: 60_000 })

describe.each([
  ["webpack's dev server", 'serve-webpack.mjs', /spoor: calls as they happen: http:\/\/127\.0\.0\.1:\d+\/__spoor\//],
  ["Rspack's dev server", 'serve-rspack.mjs', /spoor: calls as they happen: http:\/\/127\.0\.0\.1:\d+\/__spoor\//],
])('%s', (_, script, line) => {
  test('has the page, and calls appear in it as they happen', { timeout: 120_000 }, async () => {
    const server = await start(script, smallProject(script.replace('.mjs', '')))
    expect(server.printed()).toMatch(line)
    const { faults, page, program } = await visit(server.url)
    await program.click('#pay')
    expect(await program.title()).toBe('paid 35')
    for (const name of ['pay', 'price', 'discounted']) await shows(page, name)
    expect(faults).toEqual([])
  })
})

test('a bundle of webpack that no dev server serves has nothing of it', { timeout: 60_000 }, async () => {
  const server = await start('serve-webpack.mjs', smallProject('webpack-bundle'))
  const served = await (await fetch(`${server.url}main.js`)).text()
  expect(served).toContain('web-bundled')
  await server.stop()
  const built = await start('serve-webpack.mjs', server.root, { BUILD: '1' })
  expect(await (await fetch(`${built.url}main.js`)).text()).not.toContain('web-bundled')
})

test('Express: the page, calls of a page that was bundled elsewhere, and of the process itself', { timeout: 120_000 }, async () => {
  const server = await start('serve-express.mjs', smallProject('express'), {}, 0, ['--import', 'spoor/register'])
  const { faults, page, program } = await visit(server.url)
  await program.click('#pay')
  await program.evaluate(() => fetch('/api/order?what=boots'))
  for (const name of ['pay', 'price', 'answerOrder', 'totalOf']) await shows(page, name)
  expect(faults).toEqual([])

  // Started anew: both pages find it again.
  await server.stop('SIGKILL')
  running.push(await server.again())
  await program.click('#pay')
  await program.evaluate(() => fetch('/api/order?what=boots'))
  await shows(page, 'answerOrder')
  await page.getByText('The dev server was started again').first().waitFor()
})

test('where nothing is traced, nothing of it is there', { timeout: 60_000 }, async () => {
  const server = await start('serve-express.mjs', smallProject('express-off'), { SPOOR: '0' }, 0, ['--import', 'spoor/register'])
  expect((await fetch(`${server.url}__spoor/`)).status).toBe(404)
  expect((await fetch(`${server.url}__spoor/client.js`)).status).toBe(404)
})
