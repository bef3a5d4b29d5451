import { chrome } from '@spoor/trace'
import type { TraceEvent, TraceLine } from '@spoor/trace'
import { expect, test } from 'vitest'
import { parseWithDevtools } from './engine.ts'
import { asRecording, callsOf, HOSTILE, page, server, shop, textOf, worker } from './fixture.ts'

const eventsOf = async (lines: readonly TraceLine[], selection = {}): Promise<TraceEvent[]> =>
  JSON.parse(await textOf(chrome(asRecording(lines), selection))).traceEvents

const origin = 1_795_000_000_000_000

/** Complete events of one thread that overlap without one lying within the other. */
function overlaps(events: readonly TraceEvent[]): string[] {
  const complete = events.filter(({ ph }) => ph === 'X').map(({ name, ts, dur = 0 }) => ({ name, ts, end: ts + dur }))
  return complete.flatMap((a, i) =>
    complete
      .slice(i + 1)
      .flatMap((b) =>
        (a.ts < b.ts && b.ts < a.end && a.end < b.end) || (b.ts < a.ts && a.ts < b.end && b.end < a.end) ? [`${a.name} × ${b.name}`] : [],
      ),
  )
}

test('each call is there once, at its microseconds', async () => {
  const events = await eventsOf(shop)
  for (const s of [0, 1, 2]) {
    const shift = origin + s * 10_250
    for (const call of callsOf(shop, s).values()) {
      const of = events.filter(
        ({ cat, args }) => (cat === 'spoor' || cat === 'spoor.async') && (args as { seq?: number } | undefined)?.seq === call.seq,
      )
      const begun = of.filter(({ ph, ts }) => ph !== 'i' && ts === shift + call.start * 1000)
      expect(begun.length, `${s}#${call.seq}`).toBeGreaterThan(0)
      const last = s === 0 ? 70 : s === 1 ? 35 : 55
      const end = shift + (call.end ?? last) * 1000
      const ends = begun.map((one) => (one.ph === 'X' ? one.ts + one.dur! : events.find(({ ph, id }) => ph === 'e' && id === one.id)!.ts))
      expect(ends).toContain(end)
    }
  }
  expect(events.filter(({ ph, cat }) => (ph === 'X' && cat === 'spoor') || ph === 'b')).toHaveLength(
    [0, 1, 2].reduce((sum, s) => sum + callsOf(shop, s).size, 0),
  )
})

test('nothing overlaps on any thread, though async calls do', async () => {
  const events = await eventsOf(shop)
  expect(events.filter(({ ph }) => ph === 'b').map(({ name }) => name)).toEqual(['rows', 'query', 'handle', 'query', 'handle', 'watch'])
  const threads = [...new Set(events.map(({ tid }) => tid))]
  expect(threads.length).toBeGreaterThan(4)
  for (const thread of threads) expect(overlaps(events.filter(({ tid }) => tid === thread))).toEqual([])
  // What would be wrong is seen.
  const [a, b] = [1, 2].map((ts) => ({ name: 'x', cat: '', ph: 'X' as const, pid: 1, tid: 1, ts, dur: 2 }))
  expect(overlaps([a!, b!])).toHaveLength(1)
})

test('while an async call waits, it does not run: its parts are those times in which it did', async () => {
  const parts = (await eventsOf(server)).filter(({ cat, args }) => cat === 'spoor.part' && (args as { seq: number }).seq === 4)
  expect(parts.map(({ ts, dur }) => [(ts - origin) / 1000, dur! / 1000])).toEqual([[3, 8], [40.5, 9.5]]) // prettier-ignore
})

test('arguments, results and errors are shown, those that became known later too', async () => {
  const args = (await eventsOf(server)).find(({ name }) => name === 'pay')!.args
  expect(args).toEqual({
    seq: 8,
    parent: 2,
    place: 'src/pay.js:30:3',
    outcome: 'threw',
    args: { cart: '[Circular]', card: '‹redacted›' },
    error: { name: 'TypeError', message: 'card\n"declined" </script>', stack: expect.stringContaining('at pay') },
  })
})

test('processes and threads have names, and each stream is a thread of its own', async () => {
  const events = await eventsOf(shop)
  const named = (what: string): unknown[] => events.filter(({ name }) => name === what).map(({ args }) => (args as { name: string }).name)
  expect(named('process_name')).toEqual(['node server.mjs', 'https://shop.test/</script>'])
  expect(named('thread_name')).toEqual(['main', 'requests', 'worker 1', 'main', 'requests', 'requests 2'])
  const threads = new Set(events.filter(({ cat }) => cat === 'spoor').map(({ pid, tid }) => `${pid} ${tid}`))
  expect(threads.size).toBe(3)
  expect([...threads].every((one) => !/\b0\b/.test(one))).toBe(true)
})

test('an arrow leads from a request to its answer, and nowhere else', async () => {
  const events = await eventsOf(shop)
  const flows = events.filter(({ cat }) => cat === 'spoor.flow')
  expect(flows.map(({ ph, id }) => [ph, id])).toEqual([['f', '0xbbbbbbbbbbbbbbbb'], ['s', '0xbbbbbbbbbbbbbbbb']]) // prettier-ignore
  for (const flow of flows) {
    const carrier = events.find(({ cat, ph, tid, ts }) => cat === 'spoor.request' && ph === 'X' && tid === flow.tid && ts === flow.ts)
    expect(carrier?.name).toBe('POST /api/checkout')
  }
})

test('marks and what was dropped are instants', async () => {
  const instants = (await eventsOf(server)).filter(({ ph }) => ph === 'i')
  expect(instants.map(({ name, ts }) => [name, (ts - origin) / 1000])).toEqual([
    ['sale </script> begins', 51],
    ['dropped 120: ring', 52],
    ['dropped 3: ring', 58],
  ])
})

test('every name comes out as it went in, and the text can stand in a page', async () => {
  const text = await textOf(chrome(asRecording(page)))
  expect(text).not.toMatch(/<|\u2028|\u2029/)
  const names = new Set((JSON.parse(text).traceEvents as TraceEvent[]).map(({ name }) => name))
  for (const name of HOSTILE) expect(names).toContain(name)
})

test('only the functions asked for', async () => {
  const events = await eventsOf(server, { only: ['src/db.js', '!**#rows'] })
  expect(events.filter(({ cat }) => cat === 'spoor' || cat === 'spoor.async').map(({ name, ph }) => `${ph} ${name}`)).toEqual(
    expect.arrayContaining(['b query', 'b query']),
  )
  expect(events.some(({ name }) => name === 'handle' || name === 'rows')).toBe(false)
})

test('an empty recording, and one without its header, are files too', async () => {
  expect(await eventsOf([])).toEqual([])
  const cut = await eventsOf(worker.slice(2))
  expect(cut.filter(({ ph }) => ph === 'X').map(({ name }) => name)).toEqual(['function 1', 'function 1', 'function 1'])
})

test("DevTools' own reader understands it", async () => {
  const { data } = await parseWithDevtools(await textOf(chrome(asRecording(shop))))
  const { traceBounds, threadsInProcess } = data.Meta
  expect(traceBounds.min).toBe(origin + 500)
  expect(traceBounds.max).toBe(origin + 20_500 + 55_000)
  expect([...threadsInProcess.get(4242).values()].map(({ args }: any) => args.name)).toEqual(['main', 'requests', 'worker 1'])
})
