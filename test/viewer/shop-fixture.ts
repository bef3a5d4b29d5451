import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { ended, listening } from '../support/listening.ts'
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
export const startShop = (root: string, env: NodeJS.ProcessEnv = {}, flags: string[] = []): Promise<Served> =>
  startServer('shop-dev.mjs', root, env, 0, flags)

const vite = realpathSync(fileURLToPath(new URL('../../playground/vite/', import.meta.url)))

export interface Api {
  url: string
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** The shop's API, built with Spoor in it, as a process of its own that may be watched. @param name of the folder that it is built into */
export async function startApi(name: string, more: NodeJS.ProcessEnv = {}): Promise<Api> {
  const out = join(vite, '.cache/viewer', name)
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, ...rest } = process.env
  const env = { ...rest, NODE_ENV: 'development', SPOOR: '1', OUT: out, OPTIONS: '{"console":false}' }
  const bin = join(dirname(fileURLToPath(import.meta.resolve('vite/package.json'))), 'bin/vite.js')
  execFileSync(process.execPath, [bin, 'build', '-c', 'vite.server.config.ts', '--mode', 'development'], { cwd: vite, env, stdio: 'pipe' })
  const { SPOOR: ____, ...plain } = env
  const child = spawn(process.execPath, ['--import', 'spoor/register', join(out, 'server/main.js')], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...plain, PORT: '0', SPOOR_CONTROL: '1', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { url } = await listening(child, /(http:\S+)\n/)
  return { url, stop: (signal) => ended(child, signal) }
}

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
