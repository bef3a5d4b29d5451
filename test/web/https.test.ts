import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { newCertificate } from '../support/certificate.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { recorded, startDev, until } from './live-fixture.ts'
import type { Dev, Recorded } from './live-fixture.ts'

const BIN = fileURLToPath(new URL('../../packages/plugin/dist/bin.js', import.meta.url))

let browser: Browser
let dev: Dev
let cert: string
const pair = await newCertificate()
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
  cert = join(mkdtempSync(join(tmpdir(), 'spoor-https-')), 'cert.pem')
  writeFileSync(cert, pair.cert)
  dev = await startDev('https', { pair })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await dev.stop('SIGKILL')
})
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
})

async function visit(path = ''): Promise<Page> {
  const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage()
  await page.goto(dev.url + path)
  return page
}

const protocolOf = (page: Page): Promise<string> =>
  page.evaluate(() => (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).nextHopProtocol)

async function pay(): Promise<Page> {
  const page = await visit()
  await page.waitForSelector('[data-ready]')
  await page.click('#pay')
  await page.waitForFunction(() => document.title === 'paid')
  return page
}

const isAnswered = ({ url, end }: { url: string; end?: number }): boolean => url.includes('/api/pay') && end !== undefined

const written = (found: (one: Recorded) => boolean): Promise<Recorded> =>
  until(() => (recorded(dev.folder) as Recorded[]).find((one) => one.requests.some(isAnswered) && found(one)))

test('over HTTP/2, a click in the page and its handler on the server are one tree', { timeout: 120_000 }, async () => {
  const page = await pay()
  expect(dev.url).toMatch(/^https:/)
  expect(await protocolOf(page)).toBe('h2')
  const client = await written(({ header, names }) => header.platform === 'browser' && names.includes('shown'))
  const server = await written(({ header, names }) => header.platform === 'node' && names.includes('charge'))
  const asked = client.requests.find(isAnswered)!
  const answered = server.requests.find(isAnswered)!
  expect(client.nameOf(client.calls.find(({ seq }) => seq === asked.call)!)).toBe('ask')
  expect(asked).toMatchObject({ side: 'client', url: `${dev.url}api/pay?card=\u2026`, status: 200 })
  expect(answered).toMatchObject({ side: 'server', url: asked.url, parentSpan: asked.span, trace: asked.trace, status: 200 })
  expect(server.calls.find((call) => server.nameOf(call) === 'handle')!.parent).toBe(answered.seq)
  // Parts of the page, and the doors of what is recorded, are not told of.
  expect(server.requests.filter(({ url }) => /__spoor|\.js/.test(url))).toEqual([])
})

test('the page that shows it, and its line, work over it', { timeout: 120_000 }, async () => {
  const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage()
  const line = page.waitForEvent('websocket', { predicate: (socket) => socket.url().includes('/__spoor/control') })
  await page.goto(`${dev.url}__spoor/#/functions`)
  expect(await protocolOf(page)).toBe('h2')
  expect((await line).url()).toMatch(/^wss:/)
  await pay()
  // Of the tab and of the server.
  for (const name of ['pay', 'charge']) await page.getByText(name, { exact: true }).first().waitFor()
})

const attach = async (env: NodeJS.ProcessEnv): Promise<{ code: number | null; text: string }> => {
  const child = spawn(process.execPath, [BIN, 'attach', '--url', dev.url], { env: { ...process.env, NO_COLOR: '1', ...env } })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (text += piece.toString()))
  const code = await new Promise<number | null>((done) => void child.on('close', done))
  return { code, text }
}

test('`attach --url` finds it: by what it says of itself, by its authority, or says what is missing', { timeout: 120_000 }, async () => {
  // Nobody has made itself known there.
  const elsewhere = { XDG_RUNTIME_DIR: mkdtempSync(join(tmpdir(), 'spoor-https-')) }
  expect(await attach({})).toMatchObject({ code: 0, text: expect.stringContaining('server') })
  expect(await attach({ ...elsewhere, NODE_EXTRA_CA_CERTS: cert })).toMatchObject({ code: 0, text: expect.stringContaining('server') })
  expect(await attach(elsewhere)).toMatchObject({ code: 2, text: expect.stringMatching(/certificate of https:.*NODE_EXTRA_CA_CERTS/s) })
})
