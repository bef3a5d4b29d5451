import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHandler } from '@spoor/viewer/node'
import type { Project, Stored } from '@spoor/viewer/node'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { PATIENCE } from '../../web/live-fixture.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../../support/chromium.ts'

/** Where a page is served. */
export interface Site {
  /** Of the page; it ends with `/`. */
  url: string
  server: Server
  close(): void
}

/** Answers in the place of the server, or not. */
export type Instead = (request: IncomingMessage, response: ServerResponse) => boolean

/** The built page, as `spoor view` serves it, with these recordings. */
export async function servePage(recordings: readonly Stored[], project?: Project, instead?: Instead): Promise<Site> {
  const handle = createHandler({ base: '/__spoor/', rules: { hosts: [] }, recordings, ...(project && { project }) })
  const served = await listen((request, response) => {
    if (!instead?.(request, response)) handle(request, response, () => response.writeHead(404).end())
  })
  return { ...served, url: `${served.url}__spoor/` }
}

/** A server on this machine, at any port that is free. */
export async function listen(answer: RequestListener): Promise<Site> {
  const server = createServer(answer)
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', () => ready()))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    server,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })

export interface Opened {
  page: Page
  /** What went wrong in it: uncaught errors, what it wrote to the console as an error, what its policy refused. */
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
  const { origin } = new URL(url)
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())))
  page.on('request', (one) => void (!one.url().startsWith(`${origin}/`) && !/^(data|blob):/.test(one.url()) && foreign.push(one.url())))
  await page.goto(url + hash)
  return { page, faults, foreign }
}

/** One that has read its recording. */
export async function openPage(browser: Browser, served: Site, hash: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const opened = await visit(browser, served, '#/compare', options)
  const { page } = opened
  page.setDefaultTimeout(PATIENCE)
  await page.waitForFunction(
    () =>
      document.querySelector('.phase')?.textContent === 'Recording' &&
      document.querySelector('footer')!.textContent.includes('call') &&
      document.querySelector('[data-growing=false]'),
  )
  await page.evaluate((to) => (location.hash = to), hash)
  return opened
}
