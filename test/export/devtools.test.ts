import { devtools } from '@spoor/trace'
import { expect, test } from 'vitest'
import { parseWithDevtools } from './engine.ts'
import { asRecording, callsOf, HOSTILE, page, server, shop, textOf } from './fixture.ts'

interface Entry {
  name: string
  ts: number
  dur: number
  devtoolsObj: { track: string; trackGroup: string; color: string; tooltipText: string; properties: [string, string][] }
}

const origin = 1_795_000_000_000_000

async function tracksOf(text: string): Promise<Record<string, Entry[]>> {
  const { data } = await parseWithDevtools(text)
  const groups = data.ExtensionTraceData.extensionTrackData
  expect(groups.map(({ name }: { name: string }) => name)).toEqual(['Spoor'])
  return groups[0].entriesByTrack
}

test("DevTools' own reader finds every call on our tracks, with its times", async () => {
  const tracks = await tracksOf(await textOf(devtools(asRecording(shop))))
  const entries = Object.values(tracks).flat()
  for (const s of [0, 1, 2]) {
    for (const call of callsOf(shop, s).values()) {
      const entry = entries.filter(
        ({ ts, devtoolsObj: { properties } }) =>
          properties.some(([name, value]) => name === 'Call' && value === `#${call.seq}`) && ts === origin + s * 10_250 + call.start * 1000,
      )
      const last = s === 0 ? 70 : 55
      expect(
        entry.map(({ dur }) => dur),
        `${s}#${call.seq}`,
      ).toContain(Math.round(((call.end ?? last) - call.start) * 1000))
    }
  }
  const requests = 3
  expect(entries).toHaveLength([0, 1, 2].reduce((sum, s) => sum + callsOf(shop, s).size, requests))
})

test('on no track does anything overlap, and callees lie within their callers', async () => {
  const tracks = await tracksOf(await textOf(devtools(asRecording(server))))
  expect(Object.keys(tracks).sort()).toEqual(['node server.mjs', 'node server.mjs · overlapping 1', 'node server.mjs · requests'])
  for (const entries of Object.values(tracks)) {
    for (const a of entries)
      for (const b of entries)
        expect(a.ts < b.ts && b.ts < a.ts + a.dur && a.ts + a.dur < b.ts + b.dur, `${a.name} × ${b.name}`).toBe(false)
  }
  const second = tracks['node server.mjs · overlapping 1']!.map(({ name }) => name)
  expect(second.slice(0, 4)).toEqual(['handle', 'parse', 'rows', 'query'])
})

test('what failed has its colour, its error and its place', async () => {
  const tracks = await tracksOf(await textOf(devtools(asRecording(server))))
  const pay = tracks['node server.mjs']!.find(({ name }) => name === 'pay')!
  expect(pay.devtoolsObj).toMatchObject({ color: 'error', trackGroup: 'Spoor' })
  expect(pay.devtoolsObj.properties).toEqual([
    ['Place', 'src/pay.js:30:3'],
    ['Outcome', 'threw'],
    ['Argument cart', '[Circular]'],
    ['Argument card', '‹redacted›'],
    ['Threw', 'TypeError: card "declined" </script>'],
    ['Call', '#8'],
  ])
})

test('the panel shows the whole time, from the first call to the last', async () => {
  const calls = server.filter(({ t }) => t === 'header' || t === 'site' || t === 'call')
  const { data } = await parseWithDevtools(await textOf(devtools(asRecording(calls))))
  expect([data.Meta.traceBounds.min, data.Meta.traceBounds.max].map((ts) => (ts - origin) / 1000)).toEqual([1, 62])
})

test('marks are markers', async () => {
  const { data } = await parseWithDevtools(await textOf(devtools(asRecording(server))))
  expect(data.ExtensionTraceData.extensionMarkers.map(({ name, ts }: Entry) => [name, (ts - origin) / 1000])).toEqual([
    ['sale </script> begins', 51],
    ['dropped 120: ring', 52],
    ['dropped 3: ring', 58],
  ])
})

test('every name comes out as it went in, and the text can stand in a page', async () => {
  const text = await textOf(devtools(asRecording(page)))
  expect(text).not.toMatch(/<|\u2028|\u2029/)
  const entries = Object.values(await tracksOf(text)).flat()
  for (const name of HOSTILE)
    expect(
      entries.some((entry) => entry.name === name),
      JSON.stringify(name),
    ).toBe(true)
})
