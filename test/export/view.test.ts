import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { encodeLine } from '@spoor/trace'
import { chromium } from 'playwright-core'
import { afterAll, afterEach, expect, test } from 'vitest'
import { project, removeProjects } from '../check/fixture.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { shop } from './fixture.ts'

const folder = project({ 'shop.spoor.ndjson': shop.map(encodeLine).join(''), 'secret.txt': 'secret' })

const started: ChildProcess[] = []
afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')))
afterAll(removeProjects)

async function view(...args: string[]): Promise<{ url: URL; child: ChildProcess }> {
  const child = folder.start('view', 'shop.spoor.ndjson', ...args)
  started.push(child)
  const [line] = (await once(child.stdout!, 'data')) as [Buffer]
  expect(line.toString()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}\/#profileURL=\S+\n$/)
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

test('speedscope shows the recording in a real browser, and nothing is asked of anybody else', async () => {
  const { url } = await view('--no-open')
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 700 } })
    const asked: string[] = []
    const faults: string[] = []
    page.on('request', (one) => asked.push(one.url()))
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    await page.goto(url.href)
    // What it draws on its canvas it can list as text: the "Sandwich" view has a table of functions.
    await page.getByText('Sandwich').click()
    const text = (): Promise<string> => page.evaluate('document.body.innerText')
    await expect.poll(text).toContain('handle')
    expect(await text()).toMatch(/node server\.mjs/)
    for (const name of ['handle', 'query', 'parse', 'watch', 'pay']) expect(await text()).toContain(name)
    await page.getByText('Time Order').click()
    if (process.env['SCREENSHOTS']) await page.screenshot({ path: `${process.env['SCREENSHOTS']}/speedscope.png` })
    expect(asked.filter((one) => !one.startsWith(url.origin + url.pathname) && !/^(data|blob):/.test(one))).toEqual([])
    expect(faults).toEqual([])
  } finally {
    await browser.close()
  }
})

test('only the page and the recording are served, and only to this machine', async () => {
  const { url } = await view('--no-open')
  const { pathname } = url
  expect(await ask(url, pathname)).toMatchObject({ status: 200, text: expect.stringContaining('speedscope') })
  const recording = await ask(url, `${pathname}recording.speedscope.json`)
  expect(JSON.parse(recording.text).profiles).toHaveLength(4)
  expect(recording.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  expect(recording.headers).not.toHaveProperty('access-control-allow-origin')
  for (const path of [
    '/',
    '/recording.speedscope.json',
    `${pathname}../secret.txt`,
    `${pathname}..%2f..%2fpackage.json`,
    `${pathname}%2e%2e/package.json`,
    `${pathname}/etc/passwd`,
    '//etc/passwd',
    '/etc/passwd',
    `${pathname}package.json`,
  ])
    expect(await ask(url, path), path).toMatchObject({ status: 404, text: 'Not here.\n' })
  expect(await ask(url, pathname, { host: 'evil.test' })).toMatchObject({ status: 403 })
  expect(await ask(url, pathname, {}, 'POST')).toMatchObject({ status: 405 })
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it, without an error', async (signal) => {
  const { child } = await view()
  let errors = ''
  child.stderr!.on('data', (chunk) => (errors += chunk))
  child.kill(signal)
  const [status] = await once(child, 'close')
  expect({ status, errors }).toEqual({ status: 0, errors: '' })
})
