import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'

const BUILT = fileURLToPath(new URL('../../packages/viewer/dist/page/', import.meta.url))

const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' }

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self' data:; base-uri 'none'"

/** A file that is served, or the status that is answered instead. */
export type Shown = { name: string; text: string | Uint8Array } | { name: string; status: number }

export interface Site {
  url: string
  server: Server
  close(): void
}

/**
 * The built page under a strict policy.
 * @param shown files; `'live'`: what runs is watched, and `more` answers for the hub; nothing: no recording
 */
export async function site(
  shown?: Shown[] | 'live',
  more?: (request: IncomingMessage, response: ServerResponse) => boolean,
): Promise<Site> {
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://x').pathname.slice(1) || 'index.html'
    if (more?.(request, response)) return
    if (Array.isArray(shown) && path.startsWith('recording/')) return serve(shown, path.slice('recording/'.length), response)
    try {
      const file = readFileSync(BUILT + path)
      response.writeHead(200, {
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': POLICY,
      })
      response.end(path === 'index.html' ? told(file.toString(), shown) : file)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', () => ready()))
  const close = (): void => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server, close }
}

function told(html: string, shown: Shown[] | 'live' | undefined): string {
  const kind = shown === 'live' ? 'live' : shown && 'files'
  return kind ? html.replace('<title>', `<meta name="spoor-source" content="${kind}" /><title>`) : html
}

function serve(shown: Shown[], path: string, response: ServerResponse): void {
  if (path === 'index.json') {
    response.end(JSON.stringify({ files: shown.map((file) => ({ name: file.name, size: 'text' in file ? file.text.length : 0 })) }))
    return
  }
  const file = shown[Number(path)]
  if (file && 'text' in file) response.end(file.text)
  else response.writeHead(file?.status ?? 404).end()
}

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })

export interface Opened {
  page: Page
  /** Uncaught errors, what the console calls an error, and what the policy refused. */
  faults: string[]
  /** Addresses of other origins that it asked for. */
  foreign: string[]
}

/** A page in a context of its own. @param hash where in it: `#/tree` */
export async function visit(browser: Browser, { url }: Site, hash = '', options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  const faults: string[] = []
  const foreign: string[] = []
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())))
  page.on('request', (one) => void (!one.url().startsWith(url) && !/^(data|blob):/.test(one.url()) && foreign.push(one.url())))
  await page.goto(url + hash)
  return { page, faults, foreign }
}

/** The colour of a point of the chart, in CSS pixels of its canvas. */
export const pixel = (page: Page, x: number, y: number): Promise<[r: number, g: number, b: number]> =>
  page.evaluate(
    ([x, y]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('.chart canvas')!
      const ratio = canvas.width / canvas.clientWidth
      return [...canvas.getContext('2d')!.getImageData(x * ratio, y * ratio, 1, 1).data].slice(0, 3) as [number, number, number]
    },
    [x, y] as const,
  )

/** How many pixels of the chart have about that colour. */
export const pixelsLike = (page: Page, [r, g, b]: readonly [number, number, number], from = 0): Promise<number> =>
  page.evaluate(
    ([r, g, b, from]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('.chart canvas')!
      const { data } = canvas.getContext('2d')!.getImageData(0, from, canvas.width, canvas.height - from)
      let like = 0
      for (let i = 0; i < data.length; i += 4)
        if (Math.abs(data[i]! - r) + Math.abs(data[i + 1]! - g) + Math.abs(data[i + 2]! - b) < 24) like++
      return like
    },
    [r, g, b, from] as const,
  )

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds, by WCAG and its best practices: rule and place. The page has to be open with `bypassCSP`. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const found = await page.evaluate('axe.run().then(({ violations }) => violations)')
  return (found as { id: string; nodes: { target: string[]; failureSummary?: string }[] }[]).flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  )
}
