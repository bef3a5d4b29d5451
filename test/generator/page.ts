import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Page } from 'playwright-core'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import type { Batch, Platform, Shown } from './platform.ts'
import { preludeOf } from './platform.ts'

const HOST = readFileSync(join(import.meta.dirname, 'page-host.js'), 'utf8')
const SILENCE_MS = 60_000
/** What programs leave behind adds up: a page is replaced after so many runs of one. */
const RUNS = 20_000

/** Runs programs in Chromium. */
export async function chromiumPlatform(): Promise<Platform> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
  let page: Page | undefined
  let runs = 0

  async function fresh(): Promise<Page> {
    await page?.close()
    runs = 0
    const next = await browser.newPage()
    await next.setContent('<!doctype html><body></body>')
    await next.addScriptTag({ content: HOST })
    return next
  }

  async function run({ kind, condition, texts }: Batch): Promise<Shown[]> {
    if (!page || runs > RUNS) page = await fresh()
    runs += texts.length
    const job = { kind, prelude: preludeOf(condition), texts }
    const silence = setTimeout(() => void page?.close(), SILENCE_MS)
    try {
      return await page.evaluate(
        (batch) => (globalThis as unknown as { runBatch: (batch: unknown) => Promise<Shown[]> }).runBatch(batch),
        job,
      )
    } finally {
      clearTimeout(silence)
      if (page.isClosed()) page = undefined
    }
  }

  const version = Number.parseInt(browser.version(), 10)
  return { name: 'chromium', using: version >= 134, run, close: () => browser.close() }
}
