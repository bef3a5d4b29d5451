import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { devServerAt } from '../../packages/cli/src/attach/client.ts'
import { Field } from '../control/processes.ts'
import { Watcher } from '../control/watcher.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { until } from '../web/live-fixture.ts'
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

/** What covers the page, such as an error that its dev server shows, is told. */
async function pay(program: Page): Promise<void> {
  try {
    await program.click('#pay', { timeout: 45_000 })
  } catch (error) {
    const texts = await Promise.all(program.frames().map((frame) => frame.locator('body').innerText()))
    throw new Error(`it cannot be clicked: ${texts.join('\n')}`, { cause: error })
  }
}

const shows = (page: Page, name: string): Promise<void> => page.getByText(name, { exact: true }).first().waitFor({ timeout: 60_000 })

const LINE = /spoor: calls as they happen: http:\/\/127\.0\.0\.1:\d+\/__spoor\//

/** Version 6 of webpack's dev server needs this. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const hasSix = major > 22 || (major === 22 && minor >= 15)

interface Way {
  name: string
  script: string
  env?: NodeJS.ProcessEnv
  files?: Record<string, string>
  /** Where there is a line with the address of the page. */
  line?: RegExp
}

const commandWith = (devServer: string): Record<string, string> => ({
  'webpack.config.js': `import spoor from 'spoor/webpack'
export default { mode: 'development', entry: './src/main.js', output: { filename: 'main.js' }, ${devServer} plugins: [spoor({ console: false })] }
`,
})
const WEBPACK: Way[] = [
  { name: 'as its command starts it', script: 'serve-webpack.mjs', line: LINE },
  { name: 'by its API, with a middleware of ours', script: 'serve-webpack.mjs', env: { HOW: 'api with the middleware' } },
  { name: 'as `webpack serve`', script: 'serve-webpack-cli.mjs', files: commandWith("devServer: { static: './public' },"), line: LINE },
]
const WAYS: Way[] = [
  ...WEBPACK.map((way) => ({ ...way, name: `webpack's dev server, ${way.name}` })),
  { name: "Rspack's dev server", script: 'serve-rspack.mjs', line: LINE },
  { name: 'webpack-dev-middleware in a server of Express', script: 'serve-webpack.mjs', env: { HOW: 'middleware' } },
  { name: 'Rsbuild', script: 'serve-rsbuild.mjs' },
]
const SIX: Way[] = [
  ...WEBPACK,
  { name: 'as a plugin', script: 'serve-webpack.mjs', env: { HOW: 'plugin' }, line: LINE },
  { name: 'as `webpack serve`, without `devServer`', script: 'serve-webpack-cli.mjs', files: commandWith(''), line: LINE },
].map((way) => ({ ...way, name: `webpack's dev server 6, ${way.name}`, env: { ...way.env, SERVER: '6' } }))

describe.each(hasSix ? [...WAYS, ...SIX] : WAYS)('$name', ({ env, files, line, name, script }) => {
  test('has the page, calls appear in it as they happen, and are switched off', async () => {
    const server = await start(script, smallProject(name.replaceAll(/\W+/g, '-'), files), env)
    if (line) await until(() => line.test(server.printed()))
    const { faults, page, program } = await visit(server.url)
    await pay(program)
    expect(await program.title()).toBe('paid 35')
    for (const one of ['pay', 'price', 'discounted']) await shows(page, one)
    const watcher = await Watcher.at(await devServerAt(server.url))
    const { id } = await watcher.program(({ kind }) => kind === 'pages')
    const answers = await watcher.line.hub.change({ programs: [id], off: '**#price' })
    expect(answers).toMatchObject({ [id]: { status: { rules: [{ on: false, matched: 1 }] } } })
    await until(() => watcher.read(id).names.length === 3)
    await program.click('#pay')
    await until(() => watcher.read(id).names.length === 5)
    expect(watcher.read(id).names).toEqual(['pay', 'price', 'discounted', 'pay', 'discounted'])
    watcher.close()
    expect(faults).toEqual([])
  })
})

test.each<[string, string, NodeJS.ProcessEnv, Record<string, string>?]>([
  ['options that only the API of a dev server has', 'serve-webpack.mjs', { HOW: 'api' }],
  ['`webpack serve` without `devServer`, up to version 5', 'serve-webpack-cli.mjs', {}, commandWith('')],
])('%s: it is said what to do', async (name, script, env, files) => {
  const server = await start(script, smallProject(name.replaceAll(/\W+/g, '-'), files), env)
  await until(() => /functions? in \d files? traced/.test(server.printed()))
  expect(server.printed().match(/calls are traced, but not shown at \/__spoor\//g)).toHaveLength(1)
  expect(server.printed()).toContain('Put `devServer: {}` into it.')
  expect((await fetch(`${server.url}__spoor/`)).status).toBe(404)
})

test('with a certificate of its own making: a command finds it, and another user is told what is wrong', async () => {
  const [field, other] = [new Field(), new Field()]
  const server = await start('serve-webpack.mjs', smallProject('https'), { ...field.env, TYPE: 'https' })
  expect(server.url).toMatch(/^https:/)
  const [one] = await field.listening()
  expect(one).toMatchObject({ url: server.url, server: 1 })
  for (const words of [[], ['--url', server.url], ['--url', server.url.replace('127.0.0.1', 'localhost')]])
    expect(await field.spoor('attach', ...words)).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`pid ${one!.pid}`) })
  expect(await other.spoor('attach', '--url', server.url)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^spoor: the certificate of https:\S+ is not trusted here: \w+\nName its authority/),
  })
})

test('a bundle of webpack that no dev server serves has nothing of it', async () => {
  const server = await start('serve-webpack.mjs', smallProject('webpack-bundle'))
  const served = await (await fetch(`${server.url}main.js`)).text()
  expect(served).toContain('web-bundled')
  await server.stop()
  const built = await start('serve-webpack.mjs', server.root, { HOW: 'build' })
  expect(await (await fetch(`${built.url}main.js`)).text()).not.toContain('web-bundled')
})

test('Express: the page, calls of a page that was bundled elsewhere, and of the process itself', async () => {
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

test('where nothing is traced, nothing of it is there', async () => {
  const server = await start('serve-express.mjs', smallProject('express-off'), { SPOOR: '0' }, 0, ['--import', 'spoor/register'])
  expect((await fetch(`${server.url}__spoor/`)).status).toBe(404)
  expect((await fetch(`${server.url}__spoor/client.js`)).status).toBe(404)
})
