import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { startServer } from './serve-fixture.ts'
import type { Served } from './serve-fixture.ts'

const shop = fileURLToPath(new URL('../../playground/shop/', import.meta.url))
const cache = fileURLToPath(new URL('../.cache/viewer/', import.meta.url))

/** A copy of the playground's shop, which may be edited. */
export function copyOfShop(name: string): string {
  const root = join(cache, name)
  rmSync(root, { recursive: true, force: true })
  mkdirSync(root, { recursive: true })
  // It stands two folders deeper.
  writeFileSync(join(root, 'tsconfig.json'), readFileSync(join(shop, 'tsconfig.json'), 'utf8').replace('../../', '../../../../'))
  for (const file of ['src', 'index.html', 'package.json']) cpSync(join(shop, file), join(root, file), { recursive: true })
  symlinkSync(join(shop, 'node_modules'), join(root, 'node_modules'))
  return realpathSync(root)
}

/** Its page under Vite; the API in the same process, or where `API` in the environment says. */
export const startShop = (root: string, env: NodeJS.ProcessEnv = {}): Promise<Served> => startServer('shop-dev.mjs', root, env)

/** Puts a thing into the cart. */
export async function addToCart(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Add ${name}` }).click()
  await page.locator('.lines').getByText(name).waitFor()
}

/** Fills in the form and pays; it is in the cart already what is bought. */
export async function buy(page: Page, choice: { country?: string; card?: string } = {}): Promise<void> {
  if (choice.country) await page.getByLabel('Country').selectOption({ label: choice.country })
  if (choice.card) await page.getByLabel('Card').selectOption({ label: choice.card })
  await page.getByRole('button', { name: 'Buy' }).click()
}
