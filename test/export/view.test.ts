import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { encodeLine } from '@spoor/trace'
import { chromium } from 'playwright-core'
import { afterAll, afterEach, expect, test } from 'vitest'
import { project, removeProjects } from '../check/fixture.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { shop } from './fixture.ts'

const folder = project({
  'shop.spoor.ndjson': shop.map(encodeLine).join(''),
  'more/one.spoor.ndjson.gz': '',
  'src/server.js': 'export const handle = 1\n',
  'secret.txt': 'hidden words',
})
writeFileSync(join(folder.root, 'more/one.spoor.ndjson.gz'), gzipSync(shop.map(encodeLine).join('')))

const started: ChildProcess[] = []
afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')))
afterAll(removeProjects)

async function view(...args: string[]): Promise<{ url: URL; child: ChildProcess }> {
  const child = folder.start('view', ...args)
  started.push(child)
  const [line] = (await once(child.stdout!, 'data')) as [Buffer]
  expect(line.toString()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}\/(#\S+)?\n$/)
  return { url: new URL(line.toString().trim()), child }
}

/** Asks as no browser would: paths are sent as they are. */
async function ask(
  url: URL,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  const asked = request({ host: url.hostname, port: url.port, path, method, headers })
  asked.end()
  const [answer] = await once(asked, 'response')
  let text = ''
  for await (const chunk of answer) text += chunk
  return { status: answer.statusCode, text, headers: answer.headers }
}

test('the page shows the recordings in a real browser, and nothing is asked of anybody else', async () => {
  const { url } = await view('shop.spoor.ndjson', '--no-open')
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 700 } })
    const asked: string[] = []
    const faults: string[] = []
    page.on('request', (one) => asked.push(one.url()))
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    await page.goto(`${url.href}#/functions`)
    for (const name of ['handle', 'query', 'parse', 'watch', 'pay']) await page.getByText(name, { exact: true }).first().waitFor()
    expect(asked.filter((one) => !one.startsWith(url.origin + url.pathname) && !/^(data|blob):/.test(one))).toEqual([])
    expect(faults).toEqual([])
  } finally {
    await browser.close()
  }
})

test('only the page, the recordings and their functions are served, and only to this machine', async () => {
  const { url } = await view('shop.spoor.ndjson', 'more', '--no-open')
  const { pathname } = url
  expect(await ask(url, pathname)).toMatchObject({ status: 200, text: expect.stringContaining('<title>Spoor') })
  const { files } = JSON.parse((await ask(url, `${pathname}recording/index.json`)).text)
  expect(files).toEqual([
    { name: 'shop.spoor.ndjson', size: expect.any(Number) },
    { name: join('more', 'one.spoor.ndjson.gz'), size: expect.any(Number) },
  ])
  const recording = await ask(url, `${pathname}recording/0`)
  expect(recording.text).toBe(shop.map(encodeLine).join(''))
  expect(recording.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  expect(recording.headers).not.toHaveProperty('access-control-allow-origin')
  for (const path of [
    '/',
    '/recording/0',
    `${pathname}../secret.txt`,
    `${pathname}%2e%2e/package.json`,
    `${pathname}/etc/passwd`,
    '//etc/passwd',
  ])
    expect(await ask(url, path), path).toMatchObject({ status: 404, text: 'Not here.\n' })
  expect(await ask(url, pathname, { host: 'evil.test' })).toMatchObject({ status: 403 })
  expect(await ask(url, pathname, {}, 'POST')).toMatchObject({ status: 405 })
  const { token } = JSON.parse((await ask(url, `${pathname}access.json`, { 'x-spoor': '1' })).text)
  expect(await ask(url, `${pathname}source?file=src/server.js`, { 'x-spoor': token })).toMatchObject({ text: 'export const handle = 1\n' })
  expect(await ask(url, `${pathname}source?file=secret.txt`, { 'x-spoor': token })).toMatchObject({ status: 404 })
})

test('--only goes into the address, --port is kept to', async () => {
  const { url } = await view('shop.spoor.ndjson', '--only', 'src/cart/**,!**#format', '--no-open')
  expect(url.hash).toBe(`#/timeline?${String(new URLSearchParams({ filter: 'src/cart/**,!**#format' }))}`)
  const again = folder.spoor('view', 'shop.spoor.ndjson', '--no-open', '--port', url.port)
  expect(again).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(`${url.port} is taken`) })
})

test.each([
  [['nothing.ndjson'], 'nothing.ndjson'],
  [['secret.txt'], 'secret.txt'],
  [['shop.spoor.ndjson', '--root', 'nowhere'], 'nowhere: no such folder'],
])('%j is refused with words', (args, what) => {
  expect(folder.spoor('view', ...args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(`^spoor: .*${what}`) })
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it, without an error', async (signal) => {
  const { child } = await view('shop.spoor.ndjson')
  let errors = ''
  child.stderr!.on('data', (chunk) => (errors += chunk))
  child.kill(signal)
  const [status] = await once(child, 'close')
  expect({ status, errors }).toEqual({ status: 0, errors: '' })
})
