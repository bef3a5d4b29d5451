import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { devServerAt } from '../../packages/cli/src/attach/client.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { PATIENCE, startDev, until } from '../web/live-fixture.ts'
import type { Dev } from '../web/live-fixture.ts'
import { Watcher, watching } from './watcher.ts'

let browser: Browser
let dev: Dev
const open: Dev[] = []
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
  dev = await startDev('steered', { record: false })
})
afterAll(async () => {
  await browser.close()
  await Promise.all([dev, ...open].map((one) => one.stop('SIGKILL')))
})
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
  // By its kind alone the next test knows its page.
  const looker = await Watcher.at(await devServerAt(dev.url), false)
  await until(() => !looker.programs.some((one) => isPage(one) && one.connected))
  looker.close()
})

async function visit({ url }: Dev = dev, context?: BrowserContext): Promise<Page> {
  const page = await (context ?? (await browser.newContext())).newPage()
  page.setDefaultTimeout(PATIENCE)
  await page.goto(url)
  await page.waitForSelector('[data-ready]')
  return page
}

const watchAt = watching()
const watch = async (one: Dev = dev, isWatching = true): Promise<Watcher> => watchAt(await devServerAt(one.url), isWatching)

const isPage = ({ kind }: { kind: string }): boolean => kind === 'pages'
const work = (page: Page, count: number): Promise<number> => page.evaluate((times) => (globalThis as any).work(times) as number, count)
const pay = async (page: Page): Promise<void> => {
  await page.evaluate(() => void (document.title = 'live'))
  await page.click('#pay')
  await page.waitForFunction(() => document.title === 'paid')
}

// Vite's own client would load the page anew.
const stay = (route: Route): Promise<void> => (route.request().isNavigationRequest() ? route.fulfill({ status: 204 }) : route.continue())

test('who looks after the click sees the click, and then what follows, with requests on both sides', async () => {
  const page = await visit()
  await pay(page)
  const watcher = await watch()
  const { id, status } = await watcher.program(isPage)
  expect(status).toMatchObject({ sites: 7, on: 7, rules: [] })
  await until(() => watcher.read(id).names.includes('shown'))
  expect(watcher.read(id).names).toEqual(['pay', 'ask', 'shown'])
  expect(watcher.read(id).requests).toEqual([])
  await pay(page)
  await until(() => watcher.read(id).requests.length && watcher.read(id).names.length === 6)
  const server = await watcher.program(({ kind }) => kind === 'server')
  const asked = watcher.read(id).requests[0]
  const answered = await until(() => watcher.read(server.id).requests.find(({ parentSpan }) => parentSpan === asked?.span))
  expect(answered).toMatchObject({ side: 'server', status: 200, trace: asked?.trace })
  expect(watcher.read(server.id).names).toContain('charge')
})

test('a page that is loaded while somebody looks shows its requests from the first on', async () => {
  await visit()
  const watcher = await watch()
  const before = await watcher.program(isPage)
  const context = await browser.newContext()
  await context.addInitScript(() =>
    document.addEventListener('DOMContentLoaded', () => document.querySelector<HTMLElement>('#pay')!.click()),
  )
  const page = await visit(dev, context)
  await page.waitForFunction(() => document.title === 'paid')
  const { id } = await watcher.program((one) => isPage(one) && one.id !== before.id)
  const asked = await until(() => watcher.read(id).requests.find(({ side }) => side === 'client'))
  expect(asked).toMatchObject({ method: 'GET', status: 200 })
})

test('a page that nobody watches sends nothing, and goes on holding what happens', async () => {
  const sent: number[] = []
  const heard: string[] = []
  const context = await browser.newContext()
  const page = await context.newPage()
  page.on('websocket', (socket) => {
    if (!socket.url().includes('__spoor')) return
    socket.on('framesent', ({ payload }) => void (typeof payload === 'string' || sent.push(payload.length)))
    socket.on('framereceived', ({ payload }) => void (typeof payload === 'string' && heard.push(payload)))
  })
  await page.goto(dev.url)
  await page.waitForSelector('[data-ready]')
  await work(page, 10)
  const quiet = await watch(dev, false)
  await quiet.program(isPage)
  expect(sent).toEqual([])
  await quiet.line.hub.watch(true)
  const { id } = await quiet.program(isPage)
  await until(() => quiet.read(id).names.length === 21)
  await quiet.line.hub.watch(false)
  await until(() => heard.some((text) => text.includes('"watch"') && text.includes('false')))
  await work(page, 1)
  const before = sent.length
  await work(page, 2)
  expect(sent.length - before).toBeLessThan(2)
  const later = await watch()
  await until(() => later.read(id).names.length === 29)
  // Nothing twice, nothing left out.
  expect(new Set(later.read(id).calls.map(({ seq }) => seq)).size).toBe(29)
})

describe('steering', () => {
  test('narrower, wider, off, and by number: from the next call on', async () => {
    const page = await visit()
    const watcher = await watch()
    const { id } = await watcher.program(isPage)
    const { hub } = watcher.line
    const only = await hub.change({ programs: [id], off: '**', on: 'src/work.js#step' })
    expect(only[id]).toMatchObject({
      status: {
        on: 1,
        rules: [
          { on: false, selectors: '**' },
          { on: true, selectors: 'src/work.js#step', matched: 1 },
        ],
      },
    })
    await work(page, 3)
    await until(() => watcher.read(id).names.length === 3)
    expect(watcher.read(id).names).toEqual(['step', 'step', 'step'])
    await hub.change({ programs: [id], on: 'src/work.js#twice', max: 2 })
    await work(page, 5)
    await until(() => watcher.read(id).names.length === 10)
    expect(watcher.read(id).names.filter((name) => name === 'twice')).toHaveLength(2)
    const { status } = await until(() =>
      watcher.programs.find((program) => program.id === id && program.status.rules.some(({ spent }) => spent === 1)),
    )
    expect(status.rules.at(-1)).toMatchObject({ max: 2, spent: 1, matched: 1 })
    const nothing = await hub.change({ programs: [id], off: '**' })
    expect(nothing[id]).toMatchObject({ status: { on: 0, why: 'off' } })
    const none = await hub.change({ programs: [id], on: 'lib/**' })
    expect(none[id]).toMatchObject({ status: { on: 0, why: 'no-match' } })
  })

  test('how much is kept: a minimum duration, and limits', async () => {
    const page = await visit()
    const watcher = await watch()
    const { id } = await watcher.program(isPage)
    const said = await watcher.line.hub.change({ programs: ['pages'], duration: 10_000, limits: { perSecond: 100 } })
    expect(said[id]).toMatchObject({ limits: { duration: 10_000, perSecond: 100 } })
    await work(page, 5)
    await until(() => watcher.read(id).dropped === 11)
    expect(watcher.read(id).names).toEqual([])
    await watcher.line.hub.change({ programs: ['pages'], duration: 0 })
    await work(page, 1)
    await until(() => watcher.read(id).names.length === 3)
    await watcher.line.hub.change({ programs: ['pages'], limits: { perSecond: 1e6 } })
  })

  test('a tab that is loaded again, and one that is opened later, do what was said to pages; what was said to a tab goes with it', async () => {
    const page = await visit()
    const watcher = await watch()
    const { id } = await watcher.program(isPage)
    await watcher.line.hub.change({ programs: ['pages'], off: '**', on: 'src/work.js#step' })
    await watcher.line.hub.change({ programs: [id], on: 'src/work.js#twice' })
    await work(page, 1)
    await until(() => watcher.read(id).names.length === 2)
    await page.reload()
    await page.waitForSelector('[data-ready]')
    const next = await watcher.program((program) => isPage(program) && program.id !== id && program.status.on === 1)
    const other = await visit()
    const late = await watcher.program((program) => isPage(program) && ![id, next.id].includes(program.id) && program.status.on === 1)
    await work(page, 2)
    await work(other, 1)
    await until(() => watcher.read(next.id).names.length === 2 && watcher.read(late.id).names.length === 1)
    expect(watcher.read(next.id).names).toEqual(['step', 'step'])
    await until(() => watcher.programs.some((program) => program.id === id && !program.connected))
    await watcher.line.hub.change({ on: '**' })
  })

  test('a hot update keeps what was said', async () => {
    const page = await visit()
    const watcher = await watch()
    const { id } = await watcher.program(isPage)
    await watcher.line.hub.change({ programs: [id], off: '**', on: 'src/hot.js#value', max: 3 })
    const file = join(dev.folder, '../src/hot.js')
    const text = (n: number): string =>
      `export function value() { return ${n} + Math.max(0, 0) }\nif (import.meta.hot) import.meta.hot.accept((next) => { globalThis.hot = next.value })\nglobalThis.hot ??= value\n`
    writeFileSync(file, text(1))
    await page.addScriptTag({ type: 'module', url: '/src/hot.js' })
    await page.waitForFunction(() => 'hot' in globalThis)
    const call = (): Promise<number> => page.evaluate(() => (globalThis as any).hot() as number)
    await call()
    await call()
    // Written anew until the dev server has seen it: one that has only just read a file may not watch it yet.
    await until(async () => {
      // In its place, so that nobody reads it while it is empty.
      writeFileSync(file, text(2), { flag: 'r+' })
      await new Promise((seen) => setTimeout(seen, 500))
      return (await page.evaluate(() => Function.prototype.toString.call((globalThis as any).hot))).includes('2 +')
    })
    await call()
    await call()
    await call()
    await watcher.line.hub.mark('end')
    await until(() => watcher.read(id).lines.some((line) => line.t === 'mark'))
    expect(watcher.read(id).names).toEqual(['value', 'value', 'value'])
    expect(readFileSync(file, 'utf8')).toContain('2 +')
  })

  test('marks and clearing', async () => {
    const page = await visit()
    const watcher = await watch()
    const { id } = await watcher.program(isPage)
    await work(page, 1)
    await watcher.line.hub.mark('here')
    await until(() => watcher.read(id).lines.some((line) => line.t === 'mark' && line.name === 'here'))
    watcher.texts.clear()
    await watcher.line.hub.clear()
    await until(() => watcher.cleared === 1)
    const later = await watch()
    await later.program(isPage)
    await work(page, 1)
    await until(() => later.read(id).names.length)
    // The functions are known still, their calls are not.
    expect(later.read(id).names).toEqual(['work', 'step', 'twice'])
    await until(() => watcher.read(id).names.length)
    expect(watcher.read(id).names).toEqual(['work', 'step', 'twice'])
  })
})

describe('when something goes wrong', () => {
  test('the server is killed and started again: the page is there again, with what it holds, and the program did not notice', async () => {
    const first = await startDev('killed', { record: false })
    open.push(first)
    const page = await visit(first)
    const errors: string[] = []
    page.on('pageerror', (error) => void errors.push(error.message))
    await page.route('**/*', stay)
    const watcher = await watch(first)
    const { id } = await watcher.program(isPage)
    await work(page, 1)
    await until(() => watcher.read(id).names.length === 3)
    await first.stop('SIGKILL')
    await until(() => watcher.isClosed)
    await work(page, 2)
    const second = await first.again()
    open.push(second)
    const again = await watch(second)
    expect(again.line.hello.hub).not.toBe(watcher.line.hello.hub)
    const program = await again.program(isPage)
    await until(() => again.read(program.id).names.length === 8)
    await work(page, 1)
    await until(() => again.read(program.id).names.length === 11)
    expect(errors).toEqual([])
  })

  test('a page that is closed midstream leaves what it had sent, and is said to be gone', async () => {
    const page = await visit()
    const watcher = await watch()
    const { id } = await watcher.program(isPage)
    await page.evaluate(() => void setInterval(() => (globalThis as any).work(200), 5))
    await until(() => watcher.read(id).names.length > 1000)
    await page.close()
    await until(() => watcher.programs.some((program) => program.id === id && !program.connected))
    const { lines, names } = watcher.read(id)
    expect(lines[0]?.t).toBe('header')
    const later = await watch()
    await until(() => later.read(id).names.length >= names.length)
  })
})

test('what is recorded to files is whole, whoever watches', async () => {
  const recording = await startDev('both', { record: true })
  open.push(recording)
  const page = await visit(recording)
  const watcher = await watch(recording)
  const program = await watcher.program(isPage)
  expect(program.recording).toMatch(/^kept\/page-[\da-f]{16}\.spoor\.ndjson$/)
  const said = await watcher.line.hub.change({ programs: ['pages'], duration: 10_000 })
  expect(said[program.id]).toMatchObject({ limits: {}, note: 'what is recorded to a file keeps the limits that its recording began with' })
  await work(page, 500)
  await until(() => watcher.read(program.id).names.length === 1001)
  // Who watches and the file are told side by side: either may be a moment behind.
  await until(() => readFileSync(join(recording.folder, `page-${program.id}.spoor.ndjson`), 'utf8') === watcher.texts.get(program.id))
})
