import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { spoor as recorder } from '@spoor/runtime'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderBuilt, renderInDev, tell } from './app.ts'
import type { App, Rendered, RenderedBuilt, Seen, Told } from './app.ts'
import { fixtureOf } from './fixture.ts'
import type { Variant } from './fixture.ts'
import { buildTo, serve, serveBuilt } from './serve.ts'
import type { Served } from './serve.ts'
import { openBrowser } from './visit.ts'

const BUILT = 'built with probes'

/** An application does the same with Spoor as without: from the dev server, built, and rendered on the server. */
export function sameWithSpoor(app: App): void {
  let browser: Browser
  beforeAll(async () => void (browser = await openBrowser()))
  afterAll(() => browser.close())

  async function toldBy(serving: Promise<Served>): Promise<[Told, Seen]> {
    const served = await serving
    try {
      const { calls, functions, ...told } = await tell(browser, served, app)
      return [told, { calls, functions }]
    } finally {
      await served.close()
    }
  }

  const modes: [string, Variant[], (variant: Variant) => Promise<Served>][] = [
    ['from the dev server', ['auto', 'idle'], (variant) => serve(fixtureOf(app.name), variant)],
    [BUILT, ['on'], (variant) => serveBuilt(fixtureOf(app.name), variant)],
  ]
  describe.each(modes)('%s', (mode, variants, serving) => {
    let bare: Told
    beforeAll(async () => {
      const [told, seen] = await toldBy(serving('bare'))
      expect(seen).toEqual({ calls: [], functions: {} })
      bare = told
    })

    test.each(variants)('%s: it shows, prints and throws the same, and what it throws is at the author’s places', async (variant) => {
      const [told, seen] = await toldBy(serving(variant))
      if (mode === BUILT) expect(withoutNames(told)).toEqual(withoutNames(bare))
      else {
        expect(told).toEqual(bare)
        expect(told.errors.map(({ frames }) => frames)).toEqual(app.frames)
      }
      expect(seen.functions).toEqual(app.functions)
      const calls = seen.calls.map(({ name, parent }) => (parent ? `${parent} > ${name}` : name))
      expect(calls).toEqual(variant === 'idle' ? [] : expect.arrayContaining(app.calls))
    })
  })

  test('built for production without probes it is the same to the byte', async () => {
    const fixture = fixtureOf(app.name)
    expect(filesIn(await buildTo(fixture, 'auto'))).toEqual(filesIn(await buildTo(fixture, 'bare')))
  })

  test('rendered on the server it is the same', async () => {
    const rendered = await inTurn<Variant, Rendered>(['bare', 'auto'], async (variant) => {
      const dev = await serve(fixtureOf(app.name), variant)
      recorder.clear()
      try {
        return await renderInDev(dev)
      } finally {
        await dev.close()
      }
    })
    expect(rendered[1]).toEqual(rendered[0])
    expect(recorder.events().length).toBeGreaterThan(0)
    const built = await inTurn<Variant, RenderedBuilt>(['bare', 'on'], async (variant) =>
      renderBuilt(await buildTo(fixtureOf(app.name), variant, { ssr: 'src/entry-server.ts' })),
    )
    expect({ ...built[1], called: [] }).toEqual(built[0])
    expect(built[1]?.called.length).toBeGreaterThan(0)
  })
}

/** Minifiers choose other names for functions in other text. */
const withoutNames = ({ errors, ...told }: Told): Told => ({
  ...told,
  errors: errors.map(({ message, frames }) => ({ message, frames: frames.map((frame) => frame.replace(/^.*? (?=src\/)/, '')) })),
})

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}

/** Path -> content. */
function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [join(parentPath, name).slice(folder.length), readFileSync(join(parentPath, name), 'latin1')]),
  )
}
