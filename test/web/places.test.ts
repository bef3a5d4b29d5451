import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker as Thread } from 'node:worker_threads'
import { decodeLine } from '@spoor/trace'
import type { TraceLine } from '@spoor/trace'
import { build } from 'esbuild'
import type { BuildOptions } from 'esbuild'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transform } from '../../packages/transform/src/index.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { faultsOf } from '../trace/schema.ts'
import { startEcho } from './echo.ts'
import type { Echo } from './echo.ts'

const PROGRAM = `var program = function (ask) {
  async function main(n) {
    const echoed = await ask()
    for (const step of steps(n)) late(step)
    return checked(echoed.headers.traceparent)
  }
  function* steps(n) { for (let i = 0; i < n; i++) yield i }
  function late(step) { return { step, at: 'here' } }
  function checked(header) { throw new TypeError('bad ' + typeof header) }
  return { main }
}`

/** What the recording of it says, wherever that was made. */
const STORY = [
  'program returned',
  'main threw TypeError: bad string',
  'steps < main returned',
  'late < main returned',
  'late < main returned',
  'checked < main threw TypeError: bad string',
]

let browser: Browser
let echo: Echo
let script: string
beforeAll(async () => {
  script = await bundled('globalThis.recorded = (platform, url) => recordProgram(platform, url)', { format: 'iife' })
  echo = await startEcho({
    '/': '<!doctype html>',
    '/page.js': script,
    '/worker.js': `${script}\nonmessage = async ({ data }) => postMessage(await recorded('worker', data))`,
  })
  browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
})
afterAll(() => Promise.all([browser.close(), echo.close()]))

async function bundled(rest: string, options: BuildOptions): Promise<string> {
  const { code } = transform(PROGRAM, 'src/program.js', { sourceType: 'script' }) as { code: string }
  const contents = `import { recordProgram } from './placed.ts'\n${code}\nglobalThis.program = program\n${rest}`
  const stdin = { contents, resolveDir: import.meta.dirname, loader: 'ts' as const }
  const { outputFiles } = await build({ stdin, bundle: true, write: false, target: 'es2022', conditions: ['import'], ...options })
  return (outputFiles as { text: string }[]).map(({ text }) => text).join('')
}

/** Every line is one of the format; the calls are those of the program; the request is below the call that made it. */
function judge(recording: string, platform: string): void {
  expect(faultsOf(recording)).toEqual([])
  const lines = recording
    .split('\n')
    .slice(0, -1)
    .map((text) => decodeLine(text))
  expect(lines.filter((line) => !['header', 'site', 'call', 'learn', 'request', 'end'].includes(String((line as TraceLine).t)))).toEqual([])
  const of = <T extends TraceLine['t']>(t: T) => (lines as TraceLine[]).filter((line): line is Extract<TraceLine, { t: T }> => line.t === t)
  const names = new Map(of('site').map(({ n, name }) => [n, name.replace('program.', '')]))
  const calls = of('call').sort((a, b) => a.seq - b.seq)
  const nameOf = (seq: number | undefined): string | undefined => names.get(calls.find((call) => call.seq === seq)?.n ?? 0)
  const learnt = new Map(of('learn').map(({ seq, error }) => [seq, error]))
  const story = calls.map((call) => {
    const error = (call.error ?? learnt.get(call.seq)) as { name: string; message: string } | undefined
    const below = nameOf(call.parent)
    const thrown = error ? ` ${error.name}: ${error.message}` : ''
    return `${names.get(call.n)}${below && below !== 'program' ? ` < ${below}` : ''} ${call.outcome}${thrown}`
  })
  expect(story.filter((line) => !line.startsWith('ask') && !line.includes('callback'))).toEqual(STORY)
  expect(lines[0]).toMatchObject({ t: 'header', platform })
  expect(lines.at(-1)).toMatchObject({ t: 'end' })
  const [request, ...others] = of('request')
  expect(others).toEqual([])
  expect(request).toMatchObject({ side: 'client', method: 'GET', status: 200, url: `${echo.origin}/echo` })
  expect(nameOf(request?.call)).toBe('main')
}

const url = (): string => `${echo.origin}/echo`

test('in a page', async () => {
  const page = await browser.newPage()
  await page.goto(echo.origin)
  await page.addScriptTag({ url: '/page.js' })
  judge(await page.evaluate((to) => (globalThis as any).recorded('browser', to) as Promise<string>, url()), 'browser')
})

test('in a web worker', async () => {
  const page = await browser.newPage()
  await page.goto(echo.origin)
  const recording = await page.evaluate((to) => {
    const worker = new Worker('/worker.js')
    return new Promise<string>((done, failed) => {
      worker.addEventListener('message', ({ data }) => done(data as string))
      worker.addEventListener('error', (event) => failed(new Error(event.message)))
      worker.postMessage(to)
    })
  }, url())
  judge(recording, 'worker')
})

test("in a worker thread of Node's", async () => {
  const code = `${script}\nrecorded('node', ${JSON.stringify(url())}).then((text) => require('node:worker_threads').parentPort.postMessage(text))`
  const recording = await new Promise<string>((done, failed) => {
    const worker = new Thread(code, { eval: true })
    worker.on('message', done)
    worker.on('error', failed)
  })
  judge(recording, 'node')
})

test('in workerd', async () => {
  const main = `export default { async fetch() { return new Response(await recordProgram('other', ${JSON.stringify(url())})) } }`
  const { answer, stop } = await startWorkerd(await bundled(main, { format: 'esm' }))
  judge(await answer().finally(stop), 'other')
})

async function startWorkerd(code: string): Promise<{ answer(): Promise<string>; stop(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-workerd-'))
  writeFileSync(join(folder, 'worker.js'), code)
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", network = (allow = ["private", "public"]))],
  sockets = [(name = "http", http = (), service = "main")]
);
const main :Workerd.Worker = (modules = [(name = "worker", esModule = embed "worker.js")], compatibilityDate = "2025-06-01");
`,
  )
  // On a port that is free: it says which.
  const child = spawn(workerdPath(), ['serve', join(folder, 'config.capnp'), '--socket-addr', 'http=127.0.0.1:0', '--control-fd=3'], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const printed = gather(child)
  return {
    stop: () => {
      child.kill('SIGKILL')
      rmSync(folder, { recursive: true })
    },
    async answer() {
      const port = await portOf(child).catch(() => {
        throw new Error(`workerd: ${printed()}`)
      })
      const response = await fetch(`http://127.0.0.1:${port}/`)
      const text = await response.text()
      if (!response.ok) throw new Error(`${response.status} ${text} ${printed()}`)
      return text
    },
  }
}

/** Once it listens. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((done, failed) => {
    let said = ''
    child.stdio[3]?.on('data', (piece) => {
      said += String(piece)
      const port = /"event":"listen".*"port":(\d+)/.exec(said)?.[1]
      if (port) done(Number(port))
    })
    child.on('exit', failed)
  })
}

function workerdPath(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('workerd/package.json'))
  return require.resolve(`@cloudflare/workerd-${process.platform}-${process.arch === 'x64' ? '64' : process.arch}/bin/workerd`)
}

function gather(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (text += String(piece)))
  return () => text
}
