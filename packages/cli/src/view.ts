import { randomBytes } from 'node:crypto'
import { createReadStream, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { speedscope } from '@spoor/trace'
import type { Recording, Selection } from '@spoor/trace'
import { openTrace } from '@spoor/trace/node'
import { Option } from 'commander'
import type { Command } from 'commander'
import { optionsOf } from './export.ts'
import { selectorOption, wholeNumber } from './options.ts'
import { asFailure, notesOf } from './recording.ts'

interface ViewFlags {
  only?: string[]
  request?: string
  port?: number
  open: boolean
}

export function addView(program: Command): void {
  program
    .command('view')
    .summary('look at recordings in the browser')
    .description(
      'Serves a page with the recordings in it, on this machine only, until it is interrupted. The page is speedscope, and needs no network.',
    )
    .argument('<file...>', 'recordings: `*.spoor.ndjson`, `*.spoor.ndjson.gz`, or folders of them')
    .addOption(selectorOption('--only <selectors>', 'functions whose calls are shown'))
    .option('--request <pattern>', 'only what ran for requests whose method and URL, or trace id, contain this: `POST /api/*`')
    .addOption(new Option('--port <number>', 'port to listen on (default: one that is free)').argParser((text) => wholeNumber(text)))
    .option('--no-open', 'do not open a browser')
    .action(async (files: string[], flags: ViewFlags) => view(files, flags))
}

async function view(files: string[], flags: ViewFlags): Promise<void> {
  try {
    const trace = openTrace(files)
    const selection = await optionsOf(trace, flags)
    // What cannot be read is said here, and not in a page.
    for await (const batch of trace) if (batch.length) break
    const page = await serve(trace, selection, flags.port ?? 0)
    // Who reads the address may end it at once.
    const stopped = interrupted()
    process.stdout.write(`${page.url}\n`)
    process.stderr.write(notesOf(trace))
    if (flags.open && process.stdout.isTTY) await openBrowser(page.url)
    await stopped
    await page.close()
  } catch (error) {
    throw asFailure(error)
  }
}

/** A page that shows a recording, at an address that nobody can guess. */
export interface Page {
  url: string
  close(): Promise<void>
}

/** Serves speedscope's page and the recording to this machine alone. */
export async function serve(recording: Recording, selection: Selection, port: number): Promise<Page> {
  const prefix = `/${randomBytes(16).toString('base64url')}/`
  const answer = answerer(prefix, recording, selection)
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  const { port: taken } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${taken}${prefix}#profileURL=${encodeURIComponent(RECORDING)}`, close: () => closed(server) }
}

const RECORDING = 'recording.speedscope.json'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** The page talks to this server and to nobody else. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>

function answerer(prefix: string, recording: Recording, selection: Selection): Answer {
  const folder = dirname(createRequire(import.meta.url).resolve('speedscope/dist/release/index.html'))
  // Only these: whatever a path says, no other file is opened.
  const files = new Map(readdirSync(folder).map((name) => [`${prefix}${name}`, join(folder, name)]))
  files.set(prefix, join(folder, 'index.html'))
  return async (request, response) => {
    const path = (request.url ?? '').split(/[?#]/, 1)[0]!
    const refused = refusal(request)
    if (refused) return plainAnswer(response, ...refused)
    const file = files.get(path)
    if (!file && path !== `${prefix}${RECORDING}`) return plainAnswer(response, 404, 'Not here.')
    response.writeHead(200, { ...HEADERS, 'content-type': TYPES[extname(file ?? RECORDING)] ?? 'application/octet-stream' })
    if (request.method === 'HEAD') return void response.end()
    await pipeline(file ? createReadStream(file) : Readable.from(speedscope(recording, selection)), response)
  }
}

/** Pages of other sites may know a name for this machine, but not this one. */
function refusal({ method, headers: { host = '' } }: IncomingMessage): [status: number, text: string] | undefined {
  if (method !== 'GET' && method !== 'HEAD') return [405, 'Only GET.']
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host) ? undefined : [403, 'Only for this machine.']
}

function plainAnswer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

async function openBrowser(url: string): Promise<void> {
  const { default: open } = await import('open')
  // Where there is no browser, the address has been printed.
  const child = await open(url).catch(() => undefined)
  child?.on('error', () => undefined)
}

async function interrupted(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  await new Promise<void>((resolve) => {
    const stop = (): void => {
      for (const signal of signals) process.off(signal, stop)
      resolve()
    }
    for (const signal of signals) process.on(signal, stop)
  })
}
