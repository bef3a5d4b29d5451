import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHandler } from '@spoor/viewer/node'
import type { Project, Stored } from '@spoor/viewer/node'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { CHROMIUM_ARGS, chromiumPath } from '../../support/chromium.ts'

export interface Served {
  /** Of the page. */
  url: string
  close(): void
}

/** Answers in the place of the server, or not. */
type Instead = (request: IncomingMessage, response: ServerResponse) => boolean

/** The built page, as `spoor view` serves it, with these recordings. */
export async function servePage(recordings: readonly Stored[], project?: Project, instead?: Instead): Promise<Served> {
  const handle = createHandler({ base: '/__spoor/', rules: { hosts: [] }, recordings, ...(project && { project }) })
  const server = createServer((request, response) => {
    if (!instead?.(request, response)) handle(request, response, () => response.writeHead(404).end())
  })
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', () => ready()))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/__spoor/`,
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
}

/** A page in a context of its own that has read its recording. @param hash where in it: `#/tree` */
export async function openPage(browser: Browser, served: Served, hash: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())))
  await page.goto(`${served.url}#/compare`)
  await page.waitForFunction(
    () =>
      document.querySelector('.phase')?.textContent === 'Recording' &&
      document.querySelector('footer')!.textContent.includes('call') &&
      document.querySelector('[data-growing=false]'),
  )
  await page.evaluate((to) => (location.hash = to), hash)
  return { page, faults }
}
