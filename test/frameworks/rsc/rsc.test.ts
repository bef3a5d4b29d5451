import { join } from 'node:path'
import type { Spoor } from '@spoor/runtime'
import type { Browser } from 'playwright-core'
import { createBuilder, preview } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyOf, edit, fixtureOf, inShell, read } from '../support/fixture.ts'
import type { Fixture, Variant } from '../support/fixture.ts'
import { placeOf } from '../support/frames.ts'
import { serve } from '../support/serve.ts'
import type { Dev, Served } from '../support/serve.ts'
import { openBrowser, placesIn, sitesIn, visit } from '../support/visit.ts'

let browser: Browser
beforeAll(async () => void (browser = await openBrowser()))
afterAll(() => browser.close())

const fixture = fixtureOf('rsc')
const at = (file: string, token: string): string => placeOf(read(fixture, `src/${file}`), token)

/** Name and place of the functions of each file. */
const PLACES: Record<string, string[]> = {
  'label.ts': [`label ${at('label.ts', 'function label')}`],
  'button.tsx': [
    `Button ${at('button.tsx', 'function Button')}`,
    `Button.onClick ${at('button.tsx', 'async function onClick')}`,
    `Button.onClick callback ${at('button.tsx', '() => void onClick')}`,
  ],
  'actions.ts': [
    `bump ${at('actions.ts', 'async function bump')}`,
    `count ${at('actions.ts', 'async function count')}`,
    `fail ${at('actions.ts', 'async (code')}`,
  ],
  'root.tsx': [
    `Stock ${at('root.tsx', 'async function Stock')}`,
    `Root ${at('root.tsx', 'function Root')}`,
    `Root.addStep ${at('root.tsx', 'async function addStep')}`,
    `Root.act callback ${at('root.tsx', 'async (extra')}`,
    `Root.act callback.map callback ${at('root.tsx', '(one)')}`,
  ],
}

/** Server functions in every way: with bound variables, as an arrow, of a file, and one that throws. */
async function story(served: Served) {
  const seen = await visit(browser, served)
  await seen.page.waitForFunction('globalThis.ready')
  const steps: string[] = []
  for (const [id, text, stock] of [
    ['step', 'step: total: 14', 14],
    ['arrow', 'arrow: total: 24', 24],
    ['file', 'file: total: 25', 25],
    ['fail', 'fail: RangeError: refused 0', 25],
  ] as const) {
    await seen.page.click(`#${id}`)
    // What the action returned, and what the server rendered behind it: either may be there first.
    for (const shown of [text, `lamps: ${stock}`]) await seen.page.getByText(shown, { exact: true }).waitFor()
    steps.push(await seen.page.innerText('body'))
  }
  const places = await Promise.all(['label.ts', 'button.tsx'].map((file) => placesIn(seen, `src/${file}`).catch(() => [])))
  return { steps, printed: await seen.printed(), errors: seen.errors.map(String), places }
}

/** What is on the page after edits of a client component and of a file on both sides, and whether it stayed. */
async function edits(served: Served, copy: Fixture) {
  const seen = await visit(browser, served)
  await seen.page.waitForFunction('globalThis.ready')
  await seen.page.click('#file')
  for (const shown of ['file: total: 1', 'lamps: 1']) await seen.page.getByText(shown, { exact: true }).waitFor()
  const idsNow = async (): Promise<string[]> => (await sitesIn(seen).catch(() => [])).map(({ id }) => id).sort()
  const ids = [await idsNow()]
  const pages: [html: string, stayed: boolean][] = []
  const after = async (file: string, from: string, to: string, shows: string): Promise<void> => {
    await seen.page.evaluate('globalThis.stayed = true')
    edit(copy, file, from, to)
    await seen.page.getByText(shows, { exact: true }).waitFor()
    pages.push([await seen.page.innerText('body'), Boolean(await seen.page.evaluate('globalThis.stayed'))])
  }
  await after('src/button.tsx', '{label(id, text)}', '{label(id, `${text}!`)}', 'file: total: 1!')
  await after('src/label.ts', '`${name}: ', '`${name} = ', 'file = total: 1!')
  ids.push(await idsNow())
  return { pages, errors: seen.errors.map(String), ids: ids.every(({ length }) => length === 0) ? [] : ids }
}

type Result = Awaited<ReturnType<typeof story>>
const untraced = ({ places: _, ...rest }: Result): Omit<Result, 'places'> => rest

/** What the server recorded, of the functions that the browser asked for. */
function actionsRun(): string[] {
  const { serverSpoor } = globalThis as unknown as { serverSpoor: Spoor }
  const calls = serverSpoor.events().flatMap((event) => (event.type === 'call' ? event : []))
  const actions = calls.filter(({ site }) => /^(?:Root\.|bump|fail)/.test(site.name))
  return [...new Set(actions.map(({ site, outcome }) => `${site.id} ${outcome}`))].sort()
}

const ACTIONS = [
  'src/actions.ts#bump returned',
  'src/actions.ts#fail threw',
  'src/root.tsx#Root.act callback promised',
  'src/root.tsx#Root.act callback.map callback returned',
  'src/root.tsx#Root.addStep promised',
]

describe('dev', () => {
  const serving = async <T>(variant: Variant, work: (dev: Dev) => Promise<T>): Promise<T> => {
    const dev = await serve(fixture, variant)
    return work(dev).finally(() => dev.close())
  }

  test('client components, server components and actions do the same, and are traced where they run', async () => {
    const bare = await serving('bare', story)
    const traced = await serving('auto', story)
    expect(untraced(traced)).toEqual(untraced(bare))
    expect(traced.places).toEqual([PLACES['label.ts'], PLACES['button.tsx']])
    expect(actionsRun()).toEqual(ACTIONS)
  })

  test('edits: client components, and what both sides have, are swapped and keep their state as without Spoor; ids stay', async () => {
    const edited = async (variant: Variant) => {
      const copy = copyOf('rsc', `hot-${variant}`)
      const dev = await serve(copy, variant)
      return edits(dev, copy).finally(() => dev.close())
    }
    const bare = await edited('bare')
    expect(bare.pages.map(([, stayed]) => stayed)).toEqual([true, true])
    const { ids, ...traced } = await edited('auto')
    expect({ ...traced, ids: [] }).toEqual(bare)
    expect(ids[1]).toEqual(ids[0])
    expect(ids[0]).toContain('src/button.tsx#Button.onClick')
  })

  test('a file has the same functions in all environments that have it', async () => {
    await serving('auto', async ({ server }) => {
      const sites = async (environment: string, file: string): Promise<string[]> => {
        const { code = '' } = (await server.environments[environment]?.transformRequest(`/src/${file}`)) ?? {}
        const cells = JSON.parse(/["']spoor:1["'],\s*"[^"]*",\s*\d,\s*(\[[^\]]*\])/.exec(code)?.[1] ?? '[]') as (string | number)[]
        return Array.from({ length: cells.length / 5 }, (_, i) => `${cells[i * 5]} ${cells[i * 5 + 1]}:${cells[i * 5 + 2]}`).sort()
      }
      for (const [file, environments] of [
        ['label.ts', ['client', 'ssr', 'rsc']],
        ['button.tsx', ['client', 'ssr']],
        ['actions.ts', ['rsc']],
        ['root.tsx', ['rsc']],
      ] as const)
        for (const environment of environments)
          expect([file, environment, await sites(environment, file)]).toEqual([file, environment, [...PLACES[file]!].sort()])
      // Others have a reference to it, which says nothing of its functions.
      for (const [file, environment] of [
        ['button.tsx', 'rsc'],
        ['actions.ts', 'client'],
        ['actions.ts', 'ssr'],
      ] as const)
        expect([file, environment, await sites(environment, file)]).toEqual([file, environment, []])
    })
  })

  test('an action takes along the variables that it took, and none of ours', async () => {
    const bound = (variant: Variant): Promise<string[]> =>
      serving(variant, async ({ server }) => {
        const { code = '' } = (await server.environments['rsc']?.transformRequest('/src/root.tsx')) ?? {}
        return [...code.matchAll(/\.bind\(null, ?(?:\S*?\()?(\[[^\]]*\])/g)].map(([, variables]) =>
          (variables as string).replaceAll(/\s/g, ''),
        )
      })
    const bare = await bound('bare')
    expect(bare).toHaveLength(2)
    expect(bare[0]).toBe('[step,{length:tags.length}]')
    expect(await bound('auto')).toEqual(bare)
  })
})

test('a build: the same', async () => {
  const built = async (variant: Variant): Promise<Result> => {
    const copy = copyOf('rsc', `build-${variant}`)
    const config = { root: copy.root, configFile: join(copy.root, 'vite.config.ts'), logLevel: 'error' } as const
    return inShell(variant, async () => {
      await (await createBuilder(config)).buildApp()
      const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0 } })
      const url = server.resolvedUrls?.local[0] as string
      return story({ fixture: copy, url, close: () => server.close() }).finally(() => server.close())
    })
  }
  const bare = await built('bare')
  const traced = await built('on')
  expect(untraced(traced)).toEqual(untraced(bare))
  expect(traced.places).toEqual([PLACES['label.ts'], PLACES['button.tsx']])
  expect(actionsRun()).toEqual(ACTIONS)
})
