import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Pair } from '../support/certificate.ts'
import { ended, listening } from '../support/listening.ts'
import type { CallLine, HeaderLine, RequestLine, SiteLine, TraceLine } from '@spoor/trace'

const cache = fileURLToPath(new URL('../.cache/web/', import.meta.url))
const script = fileURLToPath(new URL('dev-server.mjs', import.meta.url))

const FILES = {
  'package.json': '{ "name": "live", "version": "1.0.0", "type": "module" }',
  'index.html': '<!doctype html><title>live</title><button id="pay">pay</button><script type="module" src="/src/main.js"></script>',
  'src/main.js': `import { work } from './work.js'
async function pay(event) {
  const paid = await ask('/api/pay?card=4242')
  shown(paid)
  document.title = 'paid'
}
async function ask(path) {
  const response = await fetch(path)
  return response.json()
}
function shown({ amount }) { return amount }
document.querySelector('#pay').addEventListener('click', pay)
globalThis.work = work
globalThis.startWorker = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
document.documentElement.dataset.ready = '1'
`,
  'src/work.js': `export function work(count) {
  for (let i = 0; i < count; i++) step(i)
  return count
}
function step(i) { return twice(i) }
function twice(i) { return i * 2 + Math.min(i, 1) }
`,
  'src/worker.js': `import { work } from './work.js'
addEventListener('message', ({ data }) => postMessage(work(data)))
`,
  'src/api.js': `export async function handle(url) {
  await null
  return charge(url.length)
}
function charge(amount) {
  if (amount > 1000) throw new RangeError('too much')
  return { amount }
}
`,
}

export interface Dev {
  url: string
  /** Where recordings go. */
  folder: string
  process: ChildProcess
  stop(signal?: NodeJS.Signals): Promise<void>
  /** Starts it again, as another process on the same port. */
  again(): Promise<Dev>
}

/** A fresh project on a dev server. @param record whether recordings are asked for. @param pair a certificate and its key: over HTTP/2 */
export async function startDev(name: string, { record = true, options = {}, pair }: DevOptions = {}): Promise<Dev> {
  const root = join(cache, name)
  rmSync(root, { recursive: true, force: true })
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return serve(root, record, options, 0, pair)
}

interface DevOptions {
  record?: boolean
  options?: object
  pair?: Pair
}

async function serve(root: string, record: boolean, options: object, port: number, pair?: Pair): Promise<Dev> {
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, NODE_ENV: ____, ...env } = process.env
  const more = { ...(record && { SPOOR_RECORD: 'kept' }), ...(pair && { PAIR: JSON.stringify(pair) }) }
  const child = spawn(process.execPath, [script, root, String(port), JSON.stringify(options)], {
    cwd: root,
    env: { ...env, ...more, NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { url } = await listening(child)
  const stop = (signal?: NodeJS.Signals): Promise<void> => ended(child, signal)
  const again = (): Promise<Dev> => serve(root, record, options, Number(new URL(url).port), pair)
  return { url, folder: join(root, 'kept'), process: child, stop, again }
}

/** One recorded stream. */
export interface Recorded {
  header: HeaderLine
  lines: TraceLine[]
  calls: CallLine[]
  requests: RequestLine[]
  /** `name` of each call, in the order of beginning. */
  names: string[]
  nameOf(call: CallLine): string
  dropped: number
  end: string | undefined
}

export const recorded = (folder: string): Recorded[] =>
  readdirSync(folder)
    .sort()
    .map((name) => readRecording(join(folder, name)))

function readRecording(path: string): Recorded {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as TraceLine)
  const of = <T extends TraceLine['t']>(t: T) => lines.filter((line): line is Extract<TraceLine, { t: T }> => line.t === t)
  const sites = new Map(of('site').map((site: SiteLine) => [site.n, site.name]))
  const nameOf = ({ n }: CallLine): string => sites.get(n) ?? '?'
  const calls = [...new Map(of('call').map((call) => [call.seq, call])).values()].sort((a, b) => a.seq - b.seq)
  return {
    header: of('header')[0] as HeaderLine,
    lines,
    calls,
    requests: [...new Map(of('request').map((request) => [request.seq, request])).values()],
    names: calls.map(nameOf),
    nameOf,
    dropped: of('drop').reduce((sum, { count }) => sum + count, 0),
    end: of('end')[0]?.reason,
  }
}

/** Milliseconds in which what is waited for comes, however slow and busy the machine is. */
export const PATIENCE = 60_000

/** Until `found` gives something; what it throws meanwhile is thrown in the end. */
export async function until<T>(found: () => T | undefined | false | Promise<T | undefined | false>, seconds = PATIENCE / 1000): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    try {
      const value = await found()
      if (value) return value
      if (Date.now() > end) throw new Error(`nothing came of ${found} within ${seconds} s`)
    } catch (error) {
      if (Date.now() > end) throw error
    }
    await new Promise((done) => setTimeout(done, 50))
  }
}
