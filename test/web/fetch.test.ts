import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RequestEvent } from '../../packages/runtime/src/index.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { startEcho } from './echo.ts'
import type { Echo } from './echo.ts'

let browser: Browser
let own: Echo
let other: Echo
let page: Page

beforeAll(async () => {
  const script = await bundled()
  own = await startEcho({
    '/': '<!doctype html>',
    '/page.js': script,
    '/worker.js': `${script}\nonmessage = async ({ data }) => postMessage(await both(data))`,
  })
  other = await startEcho()
  browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
  page = await browser.newPage()
  await page.goto(own.origin)
  await page.addScriptTag({ url: '/page.js' })
})
afterAll(async () => {
  await browser.close()
  await Promise.all([own.close(), other.close()])
})

/** `both(other)`: all cases bare and then watched, and the events of the latter. */
async function bundled(): Promise<string> {
  const contents = `
    import { spoor } from '../../packages/runtime/src/index.ts'
    import { watchRequests } from '../../packages/runtime/src/requests.ts'
    import { run } from './cases.js'
    Object.assign(globalThis, { spoor, watchRequests })
    const native = [fetch, globalThis.XMLHttpRequest?.prototype.send]
    globalThis.both = async (other, options) => {
      const bare = await run(other)
      const stop = watchRequests(options)
      spoor.clear()
      const watched = await run(other)
      const events = spoor.events()
      stop()
      const restored = fetch === native[0] && globalThis.XMLHttpRequest?.prototype.send === native[1]
      await fetch('/after')
      return { bare, watched, events, restored, after: spoor.events().length - events.length }
    }`
  const stdin = { contents, resolveDir: import.meta.dirname, loader: 'ts' as const }
  const { outputFiles } = await build({ stdin, bundle: true, format: 'iife', write: false, target: 'es2022' })
  return (outputFiles[0] as { text: string }).text
}

type Found = Record<string, { traceparent?: boolean } | undefined>
interface Both {
  bare: Found
  watched: Found
  events: RequestEvent[]
  restored: boolean
  after: number
}

/** Cases that bring a header of their own, or go elsewhere, or nowhere. */
const WITHOUT =
  /another origin|opaque|own|data|object with a text|members|used up$|face|place|promise|ticks|handled|sent twice|not opened|bad method/

function judge({ bare, watched, events, restored, after }: Both): void {
  const sent = Object.keys(bare).filter((name) => (watched[name] as { traceparent?: boolean })?.traceparent && !bare[name]?.traceparent)
  const without = (found: Found): Found =>
    JSON.parse(JSON.stringify(found, (key, value: unknown) => (key === 'traceparent' ? undefined : value))) as Found
  expect(without(watched)).toEqual(without(bare))
  const answered = Object.keys(bare).filter((name) => bare[name] && 'traceparent' in bare[name] && !WITHOUT.test(name))
  expect(sent.sort()).toEqual(expect.arrayContaining(answered.filter((name) => !/aborted/.test(name)).sort()))
  expect(sent.filter((name) => /another origin|own/.test(name))).toEqual([])
  expect(events.length).toBeGreaterThan(30)
  expect({ restored, after }).toEqual({ restored: true, after: 0 })
}

test('in a page: the program sees no difference, and what is its own carries the header', async () => {
  judge(await page.evaluate((origin) => (globalThis as any).both(origin) as Promise<Both>, other.origin))
})

test('in a worker: the same', async () => {
  const found = await page.evaluate((origin) => {
    const worker = new Worker('/worker.js')
    return new Promise<Both>((done, failed) => {
      worker.addEventListener('message', ({ data }) => done(data as Both))
      worker.addEventListener('error', (event) => failed(new Error(event.message)))
      worker.postMessage(origin)
    })
  }, other.origin)
  judge(found)
})
