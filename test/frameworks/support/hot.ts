import type { Spoor, SpoorEvent } from '@spoor/runtime'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { functionsOf } from './app.ts'
import type { Seen } from './app.ts'
import { copyOf, edit } from './fixture.ts'
import type { Fixture, Variant } from './fixture.ts'
import { serve } from './serve.ts'
import { openBrowser, sitesIn, visit } from './visit.ts'
import type { Visit } from './visit.ts'

/** A change of a file while the page is open. */
export interface Edit {
  file: string
  from: string
  to: string
  /** What the page shows when the change has come to it. */
  shows: string
}

/** What is done to an application while it runs. */
export interface Hot {
  /** Of its folder below `test/frameworks`. */
  name: string
  /** Brings the page into a state that could get lost. */
  prepare(page: Page): Promise<void>
  edits: Edit[]
  /** File -> the functions that the edits add, each as `name | what the file says at its place`. */
  added: Record<string, string[]>
  /** The functions that stay switched on, from before the edits: a selector. */
  only: string
  /** Calls what was selected and what was not. */
  touch(page: Page): Promise<void>
  /** Names of what is recorded then. */
  called: string[]
  /** An edit that is made again and again, its text and what it shows with a number in it. */
  again: { file: string; from: string; to: (times: number) => string; shows: (times: number) => string; times: number }
}

declare const spoor: Spoor

/** Components are exchanged while the page runs as they are without Spoor, and what Spoor knows of their functions stays. */
export function hotWithSpoor(hot: Hot): void {
  let browser: Browser
  beforeAll(async () => void (browser = await openBrowser()))
  afterAll(() => browser.close())

  /** The page after each edit, and `work` in the end. */
  async function changed<T>(variant: Variant, work: (seen: Visit, before: Seen['functions']) => Promise<T>): Promise<[string[], T]> {
    const fixture = copyOf(hot.name, 'hot')
    const dev = await serve(fixture, variant)
    const seen = await visit(browser, dev)
    try {
      const { page } = seen
      await hot.prepare(page)
      const before = functionsOf(fixture, await sitesIn(seen))
      await page.evaluate((only) => {
        Object.assign(globalThis, { loaded: 'once' })
        spoor.off()
        spoor.on(only)
        spoor.clear()
      }, hot.only)
      const shown = [await stateOf(page)]
      for (const change of hot.edits) {
        await make(fixture, page, change)
        shown.push(await stateOf(page))
      }
      await hot.touch(page)
      return [[...shown, await stateOf(page), ...(await seen.printed())], await work(seen, before)]
    } finally {
      await seen.close()
      await dev.close()
    }
  }

  test('components are exchanged as without Spoor, and it knows their functions again', { timeout: 240_000 }, async () => {
    const [bare] = await changed('bare', async () => undefined)
    const [shown] = await changed('auto', async (seen, before) => {
      expect(functionsOf(seen.served.fixture, await sitesIn(seen))).toEqual(merged(before, hot.added))
      const events = (await seen.page.evaluate(() => spoor.events())) as SpoorEvent[]
      expect(events.flatMap((event) => (event.type === 'call' ? event.site.name : []))).toEqual(hot.called)
      const { file, from, to, shows, times } = hot.again
      const status = await seen.page.evaluate(() => spoor.status())
      for (let n = 1; n <= times; n++) {
        await make(seen.served.fixture, seen.page, { file, from: n === 1 ? from : to(n - 1), to: to(n), shows: shows(n) })
      }
      expect(await seen.page.evaluate(() => spoor.status())).toMatchObject({ sites: status.sites, on: status.on })
    })
    expect(shown).toEqual(bare)
  })
}

function merged(functions: Seen['functions'], added: Hot['added']): Seen['functions'] {
  const entries = Object.entries(functions).map(([file, list]) => [file, [...list, ...(added[file] ?? [])].sort()])
  return Object.fromEntries(entries) as Seen['functions']
}

async function make(fixture: Fixture, page: Page, { file, from, to, shows }: Edit): Promise<void> {
  edit(fixture, file, from, to)
  await page.getByText(shows, { exact: true }).first().waitFor()
}

/** What the page shows, and how often it was loaded. */
const stateOf = (page: Page): Promise<string> =>
  page.evaluate(() => `${(globalThis as { loaded?: string }).loaded}: ${document.querySelector('#app')?.innerHTML}`)
