import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transform } from '../../packages/transform/src/index.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'

// What only a browser has: a strict policy on code, frames of other origins, the DOM, workers without the runtime.

/** Nothing inline, nothing made from text, nothing from elsewhere. */
const POLICY = "default-src 'none'; script-src 'self'; frame-src *; worker-src 'self'"

const PROGRAM = `
import { spoor } from './runtime.js'
const shown = []
const log = (...values) => shown.push(values.map(String).join(' '))
const pass = (x) => x
function fails(x) { throw x }
async function later(x) { await null; return pass(x) }
function* each(x) { yield x }
class Row { #n = 1; get n() { return this.#n } m() { return pass(this) } }
const input = document.createElement('input')
input.value = 'typed'
input.type = 'password'
const foreign = document.getElementById('foreign').contentWindow
const own = document.getElementById('own').contentWindow
const values = [document, window, document.all, document.body, input, foreign, own, navigator, location, localStorageOrNot(), document.querySelectorAll('*'), new Event('click'), new DOMException('d'), document.createRange(), getComputedStyle(document.body), new Row(), own.document, new own.Array(1, 2), customElements, performance, crypto, new Proxy(foreign, {})]
function localStorageOrNot() { try { return window.localStorage } catch (e) { return e } }
log(values.every((x) => pass(x) === x), values.length, typeof pass(document.all), pass(document.all) == null)
log(values.every((x) => { try { fails(x) } catch (e) { return e === x } }))
log(new Row().m().n, [...each(input)][0] === input)
document.body.addEventListener('click', function (event) { log('clicked', this === document.body, event.type) })
document.body.click()
const worker = new Worker('./worker.js')
const answer = new Promise((done) => { worker.onmessage = (event) => done(event.data) })
worker.postMessage(pass(4))
const done = async () => {
  log((await later(document)) === document, await answer)
  const kinds = spoor.events().filter((event) => event.site.name === 'pass').map(({ args }) => JSON.stringify(args?.[0]))
  return { shown, calls: spoor.events().length, longest: Math.max(0, ...kinds.map((text) => text.length)) }
}
const tell = (result) => console.info('result' + JSON.stringify(result))
done().then(tell, (e) => tell({ failed: String(e && e.stack) }))
`

const WORKER = `
const double = (x) => { try { if (x < 0) throw new Error('negative'); return x * 2 } finally { self.done = true } }
onmessage = (event) => postMessage(double(event.data))
`

const NO_RUNTIME = 'export const spoor = { events: () => [] }'

const PAGE = (origin: string): string =>
  `<!doctype html><body><iframe id="foreign" src="${origin}/frame"></iframe><iframe id="own" src="/frame"></iframe><script type="module" src="/program.js"></script>`

let browser: Browser
let server: Server
let texts: Record<string, string>

beforeAll(async () => {
  texts = { '/frame': '<p>frame', '/runtime.js': NO_RUNTIME }
  server = createServer((request, response) => {
    const text = texts[request.url as string]
    const type = request.url?.endsWith('.js') ? 'text/javascript' : 'text/html'
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': type, 'content-security-policy': POLICY })
    response.end(text)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
})
afterAll(async () => {
  await browser?.close()
  server?.close()
})

/** The runtime in one file; what is imported as probes meets it in its slot. */
async function bundle(entry: string): Promise<string> {
  const entryPoints = [join(import.meta.dirname, '../../packages/runtime/src', entry)]
  const { outputFiles } = await build({ entryPoints, bundle: true, format: 'esm', write: false })
  return outputFiles[0]?.text ?? ''
}

interface Shown {
  shown?: string[]
  calls?: number
  longest?: number
  failed?: string
}

/** Opens the page and gives what the program shows, and every complaint of the browser. */
async function visit(program: string, worker: string): Promise<Shown & { complaints: string[] }> {
  const { port } = server.address() as AddressInfo
  Object.assign(texts, { '/': PAGE(`http://localhost:${port}`), '/program.js': program, '/worker.js': worker })
  const page: Page = await browser.newPage()
  const complaints: string[] = []
  page.on('console', (message) => void (/error|warning/.test(message.type()) && complaints.push(message.text())))
  page.on('pageerror', (error) => void complaints.push(error.message))
  try {
    // Asked for in the page, it would be code from text.
    const failed = new Promise<never>((_, reject) => void page.on('pageerror', reject))
    const told = page.waitForEvent('console', { predicate: (message) => message.text().startsWith('result') })
    await page.goto(`http://127.0.0.1:${port}/`)
    const result = JSON.parse((await Promise.race([told, failed])).text().slice('result'.length)) as Shown
    return { ...result, complaints: complaints.filter((text) => !text.includes('favicon')) }
  } finally {
    await page.close()
  }
}

describe('a page under a policy that allows no code from text, with frames, a worker and the DOM', () => {
  let bare: Awaited<ReturnType<typeof visit>>
  const worker = transform(WORKER, 'worker.js', { sourceType: 'script' })?.code as string

  beforeAll(async () => {
    bare = await visit(PROGRAM, WORKER)
  })

  test('the program itself runs', () => {
    expect(bare).toMatchObject({ complaints: [], calls: 0 })
    expect(bare.shown).toEqual(['true 22 undefined true', 'true', '1 true', 'clicked true click', 'true 8'])
  })

  test.each([
    ['absent', { runtime: false }],
    ['off', { state: 'idle' }],
    ['on', {}],
    ['on, in the exact form', { errors: 'catch' }],
  ] as const)('and does the same with probes %s', async (name, options) => {
    const given = 'runtime' in options ? options : { ...options, runtime: './probes.js' }
    texts['/runtime.js'] = name === 'absent' ? NO_RUNTIME : await bundle('index.ts')
    texts['/probes.js'] = await bundle('probes.ts')
    const program = transform(PROGRAM, 'program.js', { sourceType: 'module', ...given })?.code as string
    const { shown, complaints, calls, longest, failed } = await visit(program, worker)
    expect({ shown, complaints, failed }).toEqual({ shown: bare.shown, complaints: [], failed: undefined })
    const on = name.startsWith('on')
    expect((calls as number) > 50).toBe(on)
    // Documents, windows and nodes are the way into graphs of any size.
    expect(longest).toBeLessThan(5000)
  })

  test('the policy is in force', async () => {
    texts['/runtime.js'] = NO_RUNTIME
    const made = "\ntry { new Function('return 1'); log('made') } catch (e) { log(e.name) }\nconst pass ="
    const { shown } = await visit(PROGRAM.replace('\nconst pass =', made), WORKER)
    expect(shown?.[0]).toBe('EvalError')
  })
})
