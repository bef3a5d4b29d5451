import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import * as Trace from '@paulirish/trace_engine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transform } from '../../packages/transform/src/index.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { startEcho } from './echo.ts'
import type { Echo } from './echo.ts'

let browser: Browser
let echo: Echo
beforeAll(async () => {
  echo = await startEcho({ '/': '<!doctype html>' })
  browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
})
afterAll(() => Promise.all([browser.close(), echo.close()]))

const PROGRAM = `
  const busy = (ms) => { const until = performance.now() + ms; while (performance.now() < until); }
  async function outer() {
    inner()
    await new Promise((done) => setTimeout(done, 20))
    try { bad() } catch {}
    await fetch('/a?b=1')
    return 1
  }
  function inner() { busy(4); leaf(); busy(4) }
  function leaf() { busy(2) }
  function bad() { busy(2); throw new TypeError('no') }
  return outer`

/** Runs the program in a page. @returns calls as the recorder has them, in order of beginning */
async function run(page: Page): Promise<Recorded[]> {
  const { code } = transform(PROGRAM, 'src/program.js', { sourceType: 'script', exclude: ['**#busy'] }) as { code: string }
  const contents = `
    import { spoor } from '../../packages/runtime/src/index.ts'
    import { devtoolsTrack } from '../../packages/runtime/src/devtools.ts'
    import { watchRequests } from '../../packages/runtime/src/requests.ts'
    globalThis.run = async () => {
      const stop = [spoor.subscribe(devtoolsTrack()), watchRequests()]
      await new Function(${JSON.stringify(code)})()()
      for (const one of stop) one()
      return spoor.events().map(({ site, method, start, end, ran, waited }) => ({ name: site?.name ?? method, start, end, ran, waited }))
    }`
  const stdin = { contents, resolveDir: import.meta.dirname, loader: 'ts' as const }
  const { outputFiles } = await build({ stdin, bundle: true, format: 'iife', write: false, target: 'es2022' })
  await page.addScriptTag({ content: (outputFiles[0] as { text: string }).text })
  return page.evaluate(() => (globalThis as unknown as { run(): Promise<Recorded[]> }).run())
}

interface Recorded {
  name: string
  start: number
  end: number
  ran?: number
  waited?: number
}

/** Records a performance profile as the panel does, while `work` is done. */
async function profile<T>(page: Page, work: () => Promise<T>): Promise<{ events: object[]; result: T }> {
  const session = await page.context().newCDPSession(page)
  const events: object[] = []
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...value))
  const complete = new Promise<void>((done) => session.once('Tracing.tracingComplete', () => done()))
  const categories =
    '-*,devtools.timeline,disabled-by-default-devtools.timeline,disabled-by-default-v8.inspector,v8.execute,blink.user_timing,blink.console,loading,toplevel'
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories.split(','), excludedCategories: ['*'] },
  })
  const result = await work()
  await session.send('Tracing.end')
  await complete
  return { events, result }
}

interface Entry {
  name: string
  start: number
  end: number
  color: string | undefined
  level: number
}

/** Track -> its entries as DevTools finds them, in milliseconds since the first. */
async function tracksIn(events: object[]): Promise<Record<string, Entry[]>> {
  const model = Trace.TraceModel.Model.createWithAllHandlers()
  await model.parse(events as never, { isFreshRecording: true } as never)
  const { ExtensionTraceData } = (model.parsedTrace() as unknown as { data: { ExtensionTraceData: Extension } }).data
  const group = ExtensionTraceData.extensionTrackData.find(({ name, isTrackGroup }) => isTrackGroup && name === 'Spoor')
  const all = Object.values(group?.entriesByTrack ?? {}).flat()
  const first = Math.min(...all.map(({ ts }) => ts))
  const entryOf = (one: Extension['extensionTrackData'][number]['entriesByTrack'][string][number]): Entry => ({
    name: one.name,
    start: (one.ts - first) / 1000,
    end: (one.ts + (one.dur ?? 0) - first) / 1000,
    color: one.devtoolsObj.color,
    level: ExtensionTraceData.entryToNode.get(one)?.depth ?? -1,
  })
  return Object.fromEntries(Object.entries(group?.entriesByTrack ?? {}).map(([track, list]) => [track, list.map(entryOf)]))
}

interface Extension {
  extensionTrackData: {
    name: string
    isTrackGroup: boolean
    entriesByTrack: Record<string, { name: string; ts: number; dur?: number; devtoolsObj: { color?: string } }[]>
  }[]
  entryToNode: Map<unknown, { depth: number }>
}

test('DevTools finds our tracks in a profile of Chromium, with names, nesting, colours and the times of the recorder', async () => {
  const page = await browser.newPage()
  await page.goto(echo.origin)
  const { events, result } = await profile(page, () => run(page))
  const tracks = await tracksIn(events)
  expect(tracks['Calls']?.map(({ name, color, level }) => [name, color, level])).toEqual([
    ['outer', 'primary-light', 0],
    ['inner', 'primary', 1],
    ['leaf', 'primary', 2],
    ['outer.Promise callback', 'primary', 1],
    ['outer', 'primary-light', 0],
    ['bad threw', 'error', 1],
    ['outer', 'primary-light', 0],
  ])
  expect(tracks['Waiting']?.map(({ name }) => name)).toEqual(['outer', 'outer'])
  expect(tracks['Requests']?.map(({ name }) => name)).toEqual([`GET ${echo.origin}/a?b=\u2026 200`])
  const lengths = (track: string, name: string): number =>
    (tracks[track] ?? []).filter((entry) => entry.name.replace(' threw', '') === name).reduce((sum, { start, end }) => sum + end - start, 0)
  const origin = (result[0] as Recorded).start
  for (const { name, start, end, ran, waited } of result) {
    if (name === 'anonymous' || ran === undefined) continue
    const first = tracks['Calls']?.find((entry) => entry.name.replace(' threw', '') === name) as Entry
    // The clock of a page that is not isolated has steps of 0.1 ms.
    expect([name, first.start]).toEqual([name, expect.closeTo(start - origin, 0)])
    expect([name, lengths('Calls', name)]).toEqual([name, expect.closeTo(ran, 0)])
    expect([name, lengths('Waiting', name)]).toEqual([name, expect.closeTo(waited ?? 0, 0)])
    expect(lengths('Calls', name) + lengths('Waiting', name)).toBeCloseTo(end - start, 0)
  }
})
