import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { fixtureOf } from '../support/fixture.ts'
import type { Fixture, Variant } from '../support/fixture.ts'
import { authorsFrames } from '../support/frames.ts'
import { serve, serveBuilt } from '../support/serve.ts'
import type { Served } from '../support/serve.ts'
import { visit } from '../support/visit.ts'
import type { Visit } from '../support/visit.ts'

export interface Setup {
  /** Of `vite.config.ts`. @default 'no compiler' */
  way?: string
  /** Spoor is the last of the plugins. */
  last?: boolean
  options?: object
  build?: boolean
  fixture?: Fixture
}

/** The fixture's page, served as the setup says, for as long as `work` takes. */
export async function withPage<T>(browser: Browser, variant: Variant, setup: Setup, work: (seen: Visit) => Promise<T>): Promise<T> {
  const { fixture = fixtureOf('react'), build = false } = setup
  const served = await configured(setup, () => (build ? serveBuilt(fixture, variant) : serve(fixture, variant)))
  try {
    const seen = await visit(browser, served)
    await seen.page.getByText('Add').waitFor()
    return await work(seen)
  } finally {
    await served.close()
  }
}

/** With the setup in the environment, for the fixture's configuration to read. */
export async function configured<T>({ way, last, options }: Setup, work: () => Promise<T>): Promise<T> {
  const env = { REACT_WAY: way, SPOOR_LAST: last ? '1' : undefined, SPOOR_OPTIONS: options && JSON.stringify(options) }
  for (const [key, value] of Object.entries(env)) value === undefined ? delete process.env[key] : (process.env[key] = value)
  try {
    return await work()
  } finally {
    for (const key of Object.keys(env)) delete process.env[key]
  }
}

/** What a person sees who tries everything: the page after each step, what is printed, how often what was rendered, and what goes wrong where. */
export interface Story {
  pages: Record<string, string>
  printed: string[]
  renders: Record<string, number>
  errors: string[]
  frames: string[]
}

export async function tell(seen: Visit): Promise<Story> {
  const { page, served, errors } = seen
  const pages: Record<string, string> = {}
  const step = async (id: string, text: string): Promise<void> => {
    if (id) await page.click(`#${id}`)
    await page.getByText(text, { exact: true }).waitFor()
    pages[id || 'begin'] = await page.innerHTML('#app')
  }
  await step('', 'Count: 0')
  await step('add', 'Count: 1')
  await step('wider', 'Add 2')
  await step('add', 'Count: 3')
  await step('load', 'tent')
  await page.fill('input', 'o')
  await step('theme', 'rope')
  await page.getByText('rope', { exact: true }).click()
  await step('tick', 'Ticks: 11')
  await step('late', 'used')
  await step('broken', 'stopped: too long: broken in render')
  await step('redirected', 'stopped: to /login')
  await page.click('#fail')
  await expect.poll(() => errors.length, { timeout: 60_000 }).toBe(1)
  return {
    pages,
    printed: (await seen.printed()).map((line) => placeless(line, served)),
    renders: await page.evaluate<Record<string, number>>('renders'),
    errors: errors.map(({ message }) => message),
    frames: await authorsFrames(served, errors[0]?.stack ?? ''),
  }
}

/** Without places in what was built, which are not the same with probes in. */
const placeless = (text: string, { url }: Served): string =>
  text
    .replaceAll(url, '/')
    .replaceAll(/\/(\S+?)\?[vt]=\w+/g, '/$1')
    .replaceAll(/-[\w-]{8}\.js/g, '.js')
    .replaceAll(/:\d+:\d+\b/g, '')
