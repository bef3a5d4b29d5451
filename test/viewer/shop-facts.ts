import type { Page } from 'playwright-core'
import { until } from '../web/live-fixture.ts'
import { go, PATIENCE, rowOf } from './shop-page.ts'

/** What a page shows of a recording, as text; without when things were since it began. */
export interface Shown {
  /** Calls and failures. */
  counts: string[]
  /** Filter -> rows. */
  functions: Record<string, string[]>
  requests: string[]
  errors: string[]
  /** Of all requests, opened as far as what failed. */
  tree: string[]
}

const PARTS = [
  'src/core/cart.ts',
  'src/core/checkout.ts, src/core/payment.ts',
  'src/web/api.ts, src/web/use-shop.ts',
  '**#Shop.addItem, **#Shop.checkout',
]

/** Reads every view that is a table. @param failed name of a function that failed */
export async function shownBy(page: Page, failed: string): Promise<Shown> {
  const functions: Shown['functions'] = {}
  for (const filter of PARTS)
    functions[filter] = (await rowsAt(page, `functions?filter=${encodeURIComponent(filter)}`, 'Functions')).toSorted()
  const requests = await rowsAt(page, 'requests?filter=api', 'Requests')
  const errors = await rowsAt(page, 'errors', 'Errors')
  await go(page, `tree?filter=${encodeURIComponent(`**#${failed}, api`)}`)
  await rowOf(page, 'Call tree', /./).waitFor(PATIENCE)
  // What comes meanwhile is drawn anew.
  await until(async () => {
    await page.getByRole('button', { name: 'Open what failed' }).click()
    const row = rowOf(page, 'Call tree', failed).waitFor({ timeout: 5000 })
    return row.then(
      () => true,
      () => false,
    )
  })
  // That the page itself was asked for is seen by who looks; a recording has it where something traced ran for it.
  const tree = (await rows(page, 'Call tree')).filter((row) => !row.startsWith('1 GET / '))
  const counts = await page.locator('.foot > span').allTextContents()
  return { counts: counts.filter((text) => /calls?$|failures?$/.test(text)), functions, requests, errors, tree }
}

async function rowsAt(page: Page, hash: string, label: string): Promise<string[]> {
  await go(page, hash)
  await rowOf(page, label, /./).waitFor(PATIENCE)
  return rows(page, label)
}

/** Once they are drawn: nothing more comes of them. */
async function rows(page: Page, label: string): Promise<string[]> {
  let last: string[] = []
  return until(async () => {
    const now = await rowsNow(page, label)
    const isSame = now.length > 0 && now.join('\n') === last.join('\n')
    last = now
    await page.waitForTimeout(300)
    return isSame && now
  })
}

const rowsNow = (page: Page, label: string): Promise<string[]> =>
  page.getByRole(label === 'Call tree' ? 'treegrid' : 'grid', { name: label }).evaluate((table) => {
    const titles = [...table.querySelectorAll('[role=columnheader]')].map((head) => head.textContent)
    const isWhen = (column: number): boolean => ['Began', 'At', 'Last'].includes(titles[column]?.trim() ?? '')
    return [...table.querySelectorAll('.table-row')].map((row) => {
      const cells = [...row.querySelectorAll<HTMLElement>('[role=gridcell]')].filter((_, column) => !isWhen(column))
      return [row.getAttribute('aria-level') ?? '', ...cells.map((cell) => cell.innerText)].join(' ').replaceAll(/\s+/g, ' ').trim()
    })
  })
