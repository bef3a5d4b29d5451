import { json } from '@spoor/trace'
import type { PlainEvent, TraceLine } from '@spoor/trace'
import { expect, test } from 'vitest'
import { asRecording, callsOf, failure, HOSTILE, page, server, shop, textOf, worker } from './fixture.ts'

interface Layout {
  traces: PlainEvent[]
  metadata: { total_events: number; max_depth: number }
}

const exported = async (lines: readonly TraceLine[], window?: number): Promise<Layout> =>
  JSON.parse(await textOf(json(asRecording(lines), {}, window)))

test('a call is an entry and an exit, or an exception, in the order of time', async () => {
  const { traces, metadata } = await exported(server)
  expect(
    traces.map(({ seq, timestamp, type, depth, data }) => [
      seq,
      Math.round((timestamp - 1_795_000_000_000) * 1000) / 1000,
      type,
      depth,
      data['function'],
    ]),
  ).toEqual([
    [1, 1, 'function_entry', 0, 'handle'],
    [2, 1.1, 'function_entry', 1, 'parse'],
    [3, 2.25, 'function_exit', 1, 'parse'],
    [4, 3, 'function_entry', 0, 'handle'],
    [5, 4, 'function_entry', 1, 'parse'],
    [6, 4.5, 'function_exit', 1, 'parse'],
    [7, 4.6, 'function_entry', 1, 'rows'],
    [8, 9.6, 'function_exit', 1, 'rows'],
    [9, 10, 'function_entry', 1, 'query'],
    [10, 21, 'function_entry', 1, 'pay'],
    [11, 25, 'exception', 1, 'pay'],
    [12, 26, 'exception', 0, 'handle'],
    [13, 40, 'function_exit', 1, 'query'],
    [14, 41, 'function_entry', 1, 'query'],
    [15, 50, 'function_exit', 0, 'handle'],
    [16, 55, 'function_exit', 1, 'query'],
    [17, 56, 'function_entry', 0, 'watch'],
    [18, 59, 'function_entry', 1, 'parse'],
    [19, 61, 'function_exit', 1, 'parse'],
    [20, 62, 'function_entry', 0, 'spin'],
  ])
  expect(metadata).toEqual({ total_events: 20, max_depth: 1, streams: ['node server.mjs'], dropped: { ring: 123 } })
})

test('data holds values as JSON, and what is no JSON as text', async () => {
  const { traces } = await exported(server)
  expect(traces[0]!.data).toEqual({
    function: 'handle',
    file: 'src/server.js',
    line: 10,
    column: 3,
    stream: 0,
    call: 2,
    kind: 'function',
    async: true,
    args: { request: 'IncomingMessage {…}', '{id,name}': JSON.parse('{"__proto__":1,"name":"N","…":"… 1 more"}') },
  })
  expect(traces[10]!.data).toMatchObject({
    duration_ms: 4,
    waited_ms: 0,
    error: { name: 'TypeError', message: (failure as { message: string }).message },
  })
  expect(traces[12]!.data).toMatchObject({ duration_ms: 30, waited_ms: 28, outcome: 'returned', result: [1, 2, '… 198 more'] })
})

test('streams are joined by time', async () => {
  const { traces, metadata } = await exported(shop)
  const times = traces.map(({ timestamp }) => timestamp)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(traces.map(({ seq }) => seq)).toEqual(traces.map((_, i) => i + 1))
  const ended = [0, 1, 2].flatMap((s) => [...callsOf(shop, s).values()]).filter(({ end }) => end !== undefined)
  expect(metadata.total_events).toBe(traces.length)
  expect(traces.filter(({ type }) => type !== 'function_entry')).toHaveLength(ended.length)
  expect(new Set(traces.map(({ data }) => data['stream']))).toEqual(new Set([0, 1, 2]))
})

test('callees stand between the beginning and the end of their callers, at one instant too', async () => {
  const { traces } = await exported(page)
  expect(traces[0]).toMatchObject({ type: 'function_entry', data: { call: 3 } })
  expect(traces.at(-1)).toMatchObject({ type: 'function_exit', data: { call: 3 } })
  for (let i = 1; i < traces.length - 1; i += 2) expect(traces[i]!.data['call']).toBe(traces[i + 1]!.data['call'])
})

test('however few events are held at once, the file is the same', async () => {
  const whole = await textOf(json(asRecording(shop)))
  for (const window of [1, 2, 7, 1000]) expect(await textOf(json(asRecording(shop), {}, window))).toBe(whole)
})

test('names and values come out as they went in, and the text can stand in a page', async () => {
  const text = await textOf(json(asRecording(page)))
  expect(text).not.toMatch(/<|\u2028|\u2029/)
  const { traces } = JSON.parse(text) as Layout
  const entries = traces.filter(({ type, data }) => type === 'function_entry' && data['parent'] === 3)
  expect(entries.map(({ data }) => data['function'])).toEqual(HOSTILE)
  expect(entries.map(({ data }) => Object.entries(data['args']!)[0])).toEqual(HOSTILE.map((name) => ['__proto__', name]))
})

test('an empty recording is a file too', async () => {
  expect(await exported([])).toMatchObject({ traces: [], metadata: { total_events: 0, max_depth: 0 } })
  expect((await exported(worker.slice(0, 2))).traces).toEqual([])
})
