import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** View -> where it is. */
const VIEWS: Record<string, string> = {
  timeline: 'timeline',
  tree: `tree?filter=${encodeURIComponent('src/server/**,src/core/**')}`,
  functions: 'functions',
  function: `function/${encodeURIComponent('src/core/address.ts#shippingLabel')}`,
  requests: 'requests?filter=api',
  errors: 'errors',
  search: 'search?q=boots',
}

/** Pictures of each view, light and dark, for the docs: `SCREENSHOTS=docs`, as seen from the top of the workspace. */
export async function picturesOf(page: Page, folder: string): Promise<void> {
  for (const colours of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: colours, reducedMotion: 'reduce' })
    for (const [name, hash] of Object.entries(VIEWS)) {
      await page.evaluate((to) => void (location.hash = `#/${to}`), hash)
      await page.waitForTimeout(700)
      if (name === 'timeline') await page.keyboard.press('f')
      await page.waitForTimeout(300)
      await page.screenshot({ path: join(folder, `viewer-${name}-${colours}.png`) })
    }
  }
}
