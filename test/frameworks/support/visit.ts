import type { Site, SpoorEvent } from '@spoor/runtime'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { vi } from 'vitest'
import { CHROMIUM_ARGS, chromiumPath } from '../../support/chromium.ts'
import type { Served } from './serve.ts'

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })

/** One page of a fixture in the browser. The fixture's entry puts `spoor` of `spoor/runtime` on `globalThis`. */
export interface Visit {
  page: Page
  served: Served
  /** What the page has printed so far, `type: text`, without what Vite's client and the framework's developer tools say. */
  printed(): Promise<string[]>
  /** How often modules were exchanged so far. */
  hotUpdates(): number
  /** What nobody caught. */
  errors: Error[]
  close(): Promise<void>
}

export async function visit(browser: Browser, served: Served, path = ''): Promise<Visit> {
  const context = await browser.newContext()
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const lines: string[] = []
  const errors: Error[] = []
  page.on('console', (message) => void lines.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => void errors.push(error))
  await page.goto(served.url + path)
  const printed = async (): Promise<string[]> => {
    // Effects run behind the frame that shows what they belong to.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)))))
    const end = `debug: everything before this was printed, ${lines.length}`
    await page.evaluate((text) => console.debug(text), end.slice('debug: '.length))
    await vi.waitUntil(() => lines.includes(end), { timeout: 60_000 })
    return lines.filter((line) => !/^debug: everything before this|^\w+: (?:%c)?\[vite\]|download the .* devtools/i.test(line))
  }
  const hotUpdates = (): number => lines.filter((line) => line.includes('[vite] hot updated')).length
  return { page, served, printed, hotUpdates, errors, close: () => context.close() }
}

/** One call of the program, by names. */
export interface Called {
  /** Of the function; the part behind the file's name. */
  name: string
  file: string
  /** Name of the caller, '' at the top. */
  parent: string
  outcome: string
}

declare const spoor: { events(): SpoorEvent[]; sites(): Site[] }

/** The calls recorded in the page, oldest first. */
export async function callsIn({ page }: Visit): Promise<Called[]> {
  const events = (await page.evaluate(() => spoor.events())) as SpoorEvent[]
  const calls = events.flatMap((event) => (event.type === 'call' ? event : []))
  const names = new Map(calls.map(({ seq, site }) => [seq, site.name]))
  return calls.map(({ site, parent, outcome }) => ({ name: site.name, file: site.file, parent: names.get(parent) ?? '', outcome }))
}

/** The functions known in the page. */
export const sitesIn = ({ page }: Visit): Promise<Site[]> => page.evaluate(() => spoor.sites())

/** `name line:column` of the functions of one file, in the order of the text. */
export async function placesIn(visit: Visit, file: string): Promise<string[]> {
  const sites = (await sitesIn(visit)).filter((site) => site.file === file)
  return sites.sort((a, b) => a.line - b.line || a.column - b.column).map(({ name, line, column }) => `${name} ${line}:${column}`)
}
