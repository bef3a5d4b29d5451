import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { until } from '../web/live-fixture.ts'
import { addToCart, buy } from './shop-fixture.ts'
import { launch } from './support/page.ts'

export const PATIENCE = { timeout: 60_000 }

interface Stoppable {
  stop(signal?: NodeJS.Signals): Promise<void>
}

export interface Visit {
  /** The shop's page. */
  customer: Page
  /** Ours. */
  page: Page
  /** What went wrong in it. */
  faults: string[]
}

export interface Shops {
  /** With a folder of their own for sockets: processes of other tests are not found. */
  env: NodeJS.ProcessEnv
  /** It is stopped behind the test. */
  keep<T extends Stoppable>(server: T): T
  /** The shop's page, and ours. @param url of the shop; it ends with `/` */
  visit(url: string): Promise<Visit>
  /** Another tab beside them. */
  tab(url: string): Promise<Page>
  browser(): Browser
}

/** For a file of tests: whatever a test opens and starts is closed and stopped behind it. */
export function shops(): Shops {
  let browser: Browser
  const running: Stoppable[] = []
  const env: NodeJS.ProcessEnv = {}
  beforeAll(async () => {
    env['XDG_RUNTIME_DIR'] = mkdtempSync(join(tmpdir(), 'spoor-shop-'))
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(env['XDG_RUNTIME_DIR']!, { recursive: true, force: true })
  })
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()))
    await Promise.all(running.splice(0).map((server) => server.stop('SIGKILL')))
  })
  const tab = async (url: string): Promise<Page> => {
    const page = await browser.contexts()[0]!.newPage()
    page.setDefaultTimeout(PATIENCE.timeout)
    await page.goto(url)
    return page
  }
  const visit = async (url: string): Promise<Visit> => {
    await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const customer = await tab(url)
    await customer.getByRole('button', { name: 'Add Ridge boots' }).waitFor(PATIENCE)
    const page = await tab(`${url}__spoor/`)
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    // Requests are watched as soon as somebody is there to see them.
    await until(async () => (await streams(page).filter({ hasText: /tab/ }).count()) > 0)
    return { customer, page, faults }
  }
  return { env, keep: (server) => (running.push(server), server), visit, tab, browser: () => browser }
}

export const go = (page: Page, view: string): Promise<void> => page.evaluate((to) => void (location.hash = `#/${to}`), view)

export const streams = (page: Page): Locator => page.getByRole('group', { name: 'Processes, tabs and workers' }).getByRole('button')

/** The row of a function, which may be one of hundreds. */
export async function functionRow(page: Page, name: string): Promise<Locator> {
  await go(page, `functions?filter=${encodeURIComponent(`**#${name}`)}`)
  const row = rowOf(page, 'Functions', name)
  await row.waitFor(PATIENCE)
  return row
}

export const rowOf = (page: Page, label: string, text: string | RegExp): Locator =>
  page
    .getByRole(label === 'Call tree' ? 'treegrid' : 'grid', { name: label })
    .getByRole('row')
    .filter({ hasText: text })
    .first()

/** A purchase, and one that fails where nobody thought of Portugal. */
export async function buyTwice(customer: Page, isPortugalKnown = false): Promise<void> {
  await addToCart(customer, 'Ridge boots')
  await buy(customer)
  await customer.getByText('Thank you').waitFor(PATIENCE)
  await customer.getByRole('button', { name: 'Shop again' }).click()
  await addToCart(customer, 'Ember lantern')
  await buy(customer, { country: 'Portugal' })
  await customer.getByText(isPortugalKnown ? 'Thank you' : 'Something broke in the shop').waitFor(PATIENCE)
}
