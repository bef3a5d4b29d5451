import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** View -> where it is. */
const VIEWS: Record<string, string> = {
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
    const shoot = async (name: string): Promise<void> => {
      await page.mouse.move(640, 795)
      await page.waitForTimeout(900)
      await page.screenshot({ path: join(folder, `viewer-${name}-${colours}.png`) })
    }
    for (const [name, hash] of Object.entries(VIEWS)) {
      await page.evaluate((to) => void (location.hash = `#/${to}`), hash)
      if (name === 'requests') await choose(page, /checkout.*201/s)
      await shoot(name)
      await page.keyboard.press('Escape')
    }
    await chooseFailed(page)
    await page.getByRole('button', { name: 'Zoom to it' }).click()
    await page.getByRole('button', { name: 'In timeline' }).click()
    await withoutWorkers(page, () => shoot('timeline'))
    await page.getByRole('button', { name: 'All of the time' }).click()
    await chooseFailed(page)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Open what failed' }).click()
    await page.getByRole('button', { name: 'Close details' }).click()
    await shoot('tree')
    await page.keyboard.press('Escape')
    await page.evaluate(() => void (location.hash = '#/functions'))
    const panel = page.getByRole('button', { name: 'What is recorded' })
    await panel.click()
    await page.getByLabel('Selectors', { exact: true }).fill('src/core/cart.ts, **#Shop.*')
    await shoot('steering')
    await panel.click()
  }
}

/** The checkout that failed, among the requests. */
async function chooseFailed(page: Page): Promise<void> {
  await page.evaluate(() => void (location.hash = '#/requests'))
  await choose(page, /checkout.*500/s)
}

const choose = (page: Page, text: RegExp): Promise<void> =>
  page.getByRole('grid', { name: 'Requests' }).getByRole('row').filter({ hasText: text }).first().click()

/** Workers, which have no part in it. */
async function withoutWorkers(page: Page, work: () => Promise<void>): Promise<void> {
  const workers = page
    .getByRole('group', { name: 'Processes, tabs and workers' })
    .getByRole('button')
    .filter({ hasText: 'search-worker.ts' })
  for (const one of await workers.all()) await one.click()
  await work()
  for (const one of await workers.all()) await one.click()
}
