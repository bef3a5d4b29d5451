import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launch, visit } from './page.ts'
import type { Opened, Site } from './page.ts'
import { site } from './site.ts'
import type { Shown } from './site.ts'

/** Opens a page that shows these. */
export type Open = (shown: Shown[] | undefined, hash?: string, options?: BrowserContextOptions) => Promise<Page>

/** For a file of tests: whatever a test opens is closed behind it, and nothing went wrong in it and nobody else was asked. */
export function visits(): Open {
  let browser: Browser
  const all: { at: Site; opened: Opened }[] = []
  beforeAll(async () => void (browser = await launch()))
  afterAll(() => browser?.close())
  afterEach(async () => {
    for (const { at, opened } of all.splice(0)) {
      const { faults, foreign, page } = opened
      expect(faults.filter((fault) => !/Failed to load resource/.test(fault))).toEqual([])
      expect(foreign).toEqual([])
      expect(await page.title()).not.toBe('owned')
      await page.context().close()
      at.close()
    }
  })
  return async (shown, hash, options) => {
    const at = await site(shown)
    const opened = await visit(browser, at, hash, options)
    all.push({ at, opened })
    return opened.page
  }
}
