import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openTrace, treeOf } from '@spoor/trace/node'
import type { TreeNode } from '@spoor/trace/node'
import { chromium } from 'playwright-core'
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { PATIENCE, recorded, startDev, until } from './live-fixture.ts'
import type { Dev, Recorded } from './live-fixture.ts'

let browser: Browser
let dev: Dev
const open: Dev[] = []
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
  dev = await startDev('live')
})
afterAll(async () => {
  await browser.close()
  await Promise.all([dev, ...open].map((one) => one.stop('SIGKILL')))
})
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
})

async function visit({ url }: Dev): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  page.setDefaultTimeout(PATIENCE)
  await page.goto(url)
  await page.waitForSelector('[data-ready]')
  return page
}

const pages = (one: Dev = dev): Recorded[] => recorded(one.folder).filter(({ header }) => header.platform === 'browser')

const work = (page: Page, count: number): Promise<number> => page.evaluate((times) => (globalThis as any).work(times) as number, count)

// Vite's own client would load the page anew.
const stay = (route: Route): Promise<void> => (route.request().isNavigationRequest() ? route.fulfill({ status: 204 }) : route.continue())

test('a click in the page and its handler on the server are one tree', async () => {
  const page = await visit(dev)
  await page.click('#pay')
  await page.waitForFunction(() => document.title === 'paid')
  const client = await until(() => pages().find(({ names, requests }) => names.includes('shown') && requests.length === 1))
  const isAnswered = ({ url, end }: { url: string; end?: number }): boolean => url.includes('/api/pay') && end !== undefined
  const server = await until(() =>
    recorded(dev.folder).find(
      ({ header, names, requests }) => header.platform === 'node' && names.includes('handle') && requests.some(isAnswered),
    ),
  )
  expect(client.names).toEqual(['pay', 'ask', 'shown'])
  expect(client.header).toMatchObject({ format: 'spoor-trace', major: 1, platform: 'browser', title: dev.url })
  const [asked] = client.requests as [(typeof client.requests)[number]]
  expect(client.nameOf(client.calls.find(({ seq }) => seq === asked.call)!)).toBe('ask')
  expect(asked).toMatchObject({ side: 'client', method: 'GET', url: `${dev.url}api/pay?card=\u2026`, status: 200 })
  const answered = server.requests.find(isAnswered)!
  expect(answered).toMatchObject({ side: 'server', parentSpan: asked.span, trace: asked.trace, status: 200 })
  const handle = server.calls.find((call) => server.nameOf(call) === 'handle')!
  expect(handle.parent).toBe(answered.seq)
  const charge = server.calls.find((call) => server.nameOf(call) === 'charge')!
  expect(charge.parent).toBe(handle.seq)
  expect(await treeFrom('GET *api/pay*')).toEqual(['pay', ' ask', '  GET 200', '   handle', '    charge'])
  // The clocks of both are on one line, as far as they are exact.
  const [sent, got] = [asked.start, asked.end!].map((time) => client.header.origin + time) as [number, number]
  const began = server.header.origin + answered.start
  expect([began - sent > -1000, began - got < 1000]).toEqual([true, true])
})

/** The tree of a request, out of all that was recorded, each level a space. */
async function treeFrom(request: string): Promise<string[]> {
  const files = readdirSync(dev.folder).map((name) => join(dev.folder, name))
  const { roots } = await treeOf(openTrace(files), { request })
  const nameOf = (node: TreeNode): string => {
    if (node.kind === 'call') return node.site?.name ?? '?'
    return node.kind === 'request' ? `${node.client?.method} ${node.server?.status}` : node.mark.name
  }
  const rows = (node: TreeNode, level: number): string[] => [
    ' '.repeat(level) + nameOf(node),
    ...node.children.flatMap((child) => rows(child, level + 1)),
  ]
  return roots.flatMap((root) => rows(root, 0))
}

test('several tabs are several streams, and each that closes says so with all that it had', async () => {
  const tabs = await Promise.all([visit(dev), visit(dev)])
  await Promise.all(tabs.map((page, at) => work(page, 3 + at)))
  // Nothing of that has gone out yet when the page goes.
  await Promise.all(tabs.map((page) => page.goto('about:blank')))
  const ended = await until(() => {
    const found = pages().filter(({ end, names }) => end === 'unload' && names.includes('work'))
    return found.length >= 2 && found
  })
  expect(ended.map(({ names }) => names.length).sort((a, b) => a - b)).toEqual([7, 9])
  expect(new Set(ended.map(({ header }) => header.stream)).size).toBe(2)
})

test('a web worker is a stream of its own', async () => {
  const page = await visit(dev)
  await page.evaluate(() => {
    const worker = (globalThis as any).startWorker() as Worker
    return new Promise((done) => {
      worker.addEventListener('message', done)
      worker.postMessage(2)
    })
  })
  const found = await until(() => recorded(dev.folder).find(({ header, calls }) => header.platform === 'worker' && calls.length >= 5))
  expect(found.names.slice(-5)).toEqual(['work', 'step', 'twice', 'step', 'twice'])
  expect(found.header.title).toContain('/src/worker.js')
})

describe('what goes wrong with the server', () => {
  test('it dies and comes back: the page goes on in the same stream, and nothing is lost', async () => {
    const first = await startDev('restart')
    open.push(first)
    const page = await visit(first)
    await page.route('**/*', stay)
    await work(page, 1)
    await until(() => pages(first)[0]?.names.includes('work'))
    await first.stop('SIGKILL')
    await work(page, 2)
    const second = await first.again()
    open.push(second)
    await work(page, 3)
    const { calls, lines } = await until(() => pages(second).find(({ calls }) => calls.length >= 3 + 5 + 7))
    expect(calls.length).toBe(3 + 5 + 7)
    expect(lines.filter(({ t }) => t === 'header')).toHaveLength(1)
  })

  test('the recording is deleted while it is away: a new stream begins, which is whole', async () => {
    const first = await startDev('deleted')
    open.push(first)
    const page = await visit(first)
    await page.route('**/*', stay)
    await work(page, 1)
    await until(() => pages(first)[0]?.names.includes('work'))
    await first.stop('SIGKILL')
    rmSync(first.folder, { recursive: true })
    const second = await first.again()
    open.push(second)
    // What it calls until it learns of that goes with the old stream.
    const found = await until(async () => {
      await work(page, 1)
      return pages(second).find(({ names }) => names.length >= 3)
    })
    expect(found.lines[0]).toBe(found.header)
    expect(found.names.slice(0, 3)).toEqual(['work', 'step', 'twice'])
  })
})

test('without being asked for, nothing is recorded or replaced', async () => {
  const plain = await startDev('plain', { record: false })
  open.push(plain)
  const page = await visit(plain)
  expect(await page.evaluate(() => Function.prototype.toString.call(fetch))).toContain('function fetch()')
  expect(() => recorded(plain.folder)).toThrow('ENOENT')
})

test('where pages shall not be watched either, nothing is offered', async () => {
  const plain = await startDev('alone', { record: false, options: { control: false } })
  open.push(plain)
  const text = await (await fetch(new URL('src/main.js', plain.url))).text()
  expect(text).not.toContain('live')
  expect((await fetch(new URL('__spoor/live', plain.url), { headers: { 'x-spoor': '1' } })).headers.get('content-type')).not.toContain(
    'json',
  )
})
