import { MessageChannel } from 'node:worker_threads'
import type { CallLine, SiteLine, Snapshot, TraceLine } from '@spoor/trace'
import { createEngine, createWorkerEngine } from '@spoor/viewer'
import type { Engine, Overview, SearchHit, WorkerLike } from '@spoor/viewer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { serve } from '../../packages/viewer/src/model/port.ts'
import type { Port } from '../../packages/viewer/src/model/port.ts'
import { seed } from '../support/seed.ts'
import { joined } from '../trace/joined.ts'
import { headerOf } from '../trace/program.ts'
import { bytesOf, opened } from './model-recordings.ts'

const { page, server } = joined()
const shop = bytesOf([...page, ...server.map((line) => ({ ...line, s: 1 }))])

const NAMES = ['handle', 'load', 'query', 'parse']
const sites = NAMES.map((name, i): SiteLine => ({
  t: 'site',
  n: i + 1,
  id: `src/db.ts#${name}`,
  file: 'src/db.ts',
  name,
  line: i + 1,
  column: 1,
  kind: 'function',
}))

const call = (seq: number, n: number, more: Partial<CallLine> = {}): CallLine => ({
  t: 'call',
  seq,
  n,
  start: seq,
  end: 100 - seq,
  outcome: 'returned',
  ...more,
})
const threw = (error?: Snapshot): Partial<CallLine> => ({ outcome: 'threw', ...(error !== undefined && { error }) })
const no: Snapshot = { k: 'error', name: 'TypeError', message: 'no' }

describe('errors', () => {
  test('go through calls that gave the promise of another back', async () => {
    const through = [
      headerOf(),
      ...sites,
      call(3, 3, { parent: 2, end: 4, ...threw(no) }),
      call(2, 2, { parent: 1, outcome: 'promised' }),
      call(1, 1, threw(no)),
      call(11, 3, { parent: 10, end: 12, ...threw(no) }),
      call(10, 2, { outcome: 'promised' }),
    ]
    const { groups } = await (await opened(bytesOf(through))).ask('errors', { offset: 0, limit: 10 })
    expect(groups.map(({ count, path, uncaught }) => ({ count, path: path.map(({ name }) => name), uncaught }))).toEqual([
      { count: 2, path: ['query', 'load', 'handle'], uncaught: true },
    ])
  })

  test('go through functions that are not async and gave a promise back, unless those caught what was thrown at once', async () => {
    const promise: Snapshot = { k: 'opaque', name: 'Promise' }
    const ask = async (isAsync: boolean): Promise<unknown> => {
      const through = [
        headerOf(),
        ...sites.map((site) => (site.name === 'query' && isAsync ? { ...site, async: true as const } : site)),
        call(4, 3, { parent: 3, end: 5, ...threw(no) }),
        call(3, 4, { parent: 2, value: promise }),
        call(2, 2, { parent: 1, value: promise }),
        call(1, 1, threw(no)),
      ]
      const { groups } = await (await opened(bytesOf(through))).ask('errors', { offset: 0, limit: 10 })
      return groups.map(({ count, path, caughtBy }) => [count, path.map(({ name }) => name), caughtBy?.name])
    }
    expect(await ask(true)).toEqual([[1, ['query', 'parse', 'load', 'handle'], undefined]])
    expect(await ask(false)).toEqual([[2, ['query'], 'parse']])
  })

  test('are not caught, and not passed on, by who has left before', async () => {
    const left = [
      headerOf(),
      ...sites,
      call(1, 1, { end: 10, ...threw(no) }),
      call(2, 2, { parent: 1, end: 20, ...threw(no) }),
      call(11, 3, { end: 30 }),
      call(12, 4, { parent: 11, end: 40, ...threw('late') }),
    ]
    const { groups } = await (await opened(bytesOf(left))).ask('errors', { offset: 0, limit: 10 })
    expect(groups.map(({ count, path, uncaught }) => ({ count, path: path.map(({ name }) => name), uncaught }))).toEqual([
      { count: 2, path: ['handle'], uncaught: true },
      { count: 1, path: ['parse'], uncaught: false },
    ])
    for (const group of groups) expect(group).not.toHaveProperty('caughtBy')
  })

  const lines: TraceLine[] = [
    headerOf(),
    ...sites,
    // query throws, load lets it pass, handle catches it and goes on.
    call(3, 3, { parent: 2, end: 4, ...threw(no) }),
    call(2, 2, { parent: 1, ...threw(no) }),
    call(1, 1),
    // parse throws another; handle, of which nobody knows what it threw, is at the top.
    call(11, 4, { parent: 10, ...threw('a text') }),
    call(10, 1, threw()),
    // The same as at first, and in its place another is thrown above.
    call(22, 3, { parent: 21, end: 24, ...threw(no) }),
    call(21, 2, { parent: 20, ...threw({ k: 'error', name: 'HttpError', message: '500' }) }),
    // Its caller was dropped.
    call(31, 4, { parent: 30, ...threw(7) }),
  ]

  test('are told once each, with the path that they took and who caught them', async () => {
    const engine = await opened(bytesOf(lines))
    const { groups, total } = await engine.ask('errors', { offset: 0, limit: 10 })
    expect(total).toBe(4)
    const shown = groups.map(({ name, message, count, path, caughtBy, uncaught, refs }) => ({
      text: `${name}: ${message}`,
      count,
      uncaught,
      refs: refs.length,
      path: path.map((row) => row.name),
      caughtBy: caughtBy?.name,
    }))
    expect(shown).toEqual([
      { text: 'TypeError: no', count: 2, uncaught: false, refs: 2, path: ['query', 'load'], caughtBy: 'handle' },
      { text: "string: 'a text'", count: 1, uncaught: true, refs: 1, path: ['parse', 'handle'], caughtBy: undefined },
      { text: 'HttpError: 500', count: 1, uncaught: false, refs: 1, path: ['load'], caughtBy: undefined },
      { text: 'number: 7', count: 1, uncaught: false, refs: 1, path: ['parse'], caughtBy: undefined },
    ])
    expect(groups[0]).toMatchObject({ first: 3, last: 23, ref: groups[0]!.refs[0], thrownBy: { name: 'query', error: 'TypeError: no' } })
    const { groups: loaded } = await engine.ask('errors', { offset: 0, limit: 10, filter: 'load' })
    expect(loaded.map(({ message }) => message)).toEqual(['500'])
    expect((await engine.ask('errors', { offset: 1, limit: 2 })).groups.map(({ message }) => message)).toEqual(["'a text'", '500'])
  })

  test('are known above as well, until it turns out that nothing failed', async () => {
    const engine = await opened(bytesOf(lines))
    const { rows } = await engine.ask('children', { of: null, offset: 0, limit: 10 })
    expect(rows.map(({ failed, failedBelow }) => [failed, failedBelow])).toEqual([
      [false, true],
      [true, true],
      [true, true],
      [true, false],
    ])
    const steering: Snapshot = { k: 'error', name: 'Error', message: 'NEXT_NOT_FOUND' }
    await engine.feed(bytesOf([headerOf(), { t: 'learn', seq: 11, error: steering }]), 'more')
    const after = await engine.ask('children', { of: null, offset: 1, limit: 1 })
    expect(after.rows).toMatchObject([{ failed: true, failedBelow: false }])
  })
})

describe('requests', () => {
  test('have what ran below them, the queries among that, and requests', async () => {
    const request = (seq: number, more: object): TraceLine => ({
      ...({
        t: 'request',
        seq,
        side: 'server',
        method: 'GET',
        url: `/${seq}`,
        start: seq,
        end: 90,
        status: 200,
        trace: 'a'.repeat(32),
        span: `${seq}`.padStart(16, '0'),
      } as const),
      ...more,
    })
    const lines: TraceLine[] = [
      headerOf(),
      ...sites,
      request(1, {}),
      call(2, 1, { parent: 1 }),
      call(3, 3, { parent: 2, args: ['  SELECT *\nfrom lamps', 7] }),
      // The driver is given the same text.
      call(4, 2, { parent: 3, args: [{ k: 'object', name: 'Object', props: [['text', '  SELECT *\nfrom lamps']], size: 1 }] }),
      call(5, 3, { parent: 2, args: [1, { k: 'string', v: 'insert into lamps', size: 900 }], ...threw('full') }),
      call(6, 4, { parent: 2, args: ['selected by hand'] }),
      request(7, { side: 'client', call: 2, status: 503 }),
      request(50, { error: 'aborted', status: undefined }),
    ]
    const engine = await opened(bytesOf(lines))
    const { rows, total } = await engine.ask('requests', { offset: 0, limit: 9 })
    expect(total).toBe(3)
    expect(rows).toMatchObject([
      { name: 'GET /1', calls: 5, failures: 1, requests: 1, failed: false, failedBelow: true, request: { side: 'server', status: 200 } },
      { name: 'GET /7', calls: 0, failed: true, request: { side: 'client', status: 503 } },
      { name: 'GET /50', failed: true },
    ])
    expect(rows[0]!.queries.map(({ text, duration }) => [text, duration])).toEqual([
      ['  SELECT *\\nfrom lamps', 94],
      ['insert into lamps…', 90],
    ])
    const named = async (filter: string): Promise<string[]> =>
      (await engine.ask('requests', { filter, offset: 0, limit: 9 })).rows.map(({ name }) => name)
    expect(await named('/7')).toEqual([])
    expect(await named('GET')).toHaveLength(3)
    expect(await named('**#parse')).toEqual(['GET /1'])
  })
})

describe('search', () => {
  const hitsOf = async (engine: Engine, text: string, more: object = {}): Promise<SearchHit[]> =>
    (await engine.ask('search', { text, limit: 20, offset: 0, ...more })).hits

  test('finds names, files, requests, marks and values, and says where', async () => {
    const engine = await opened(shop)
    const shown = async (text: string): Promise<string[]> =>
      (await hitsOf(engine, text)).map(({ where, text, at }) => `${where}: ${text.slice(...at)}`)
    expect(await shown('CART')).toEqual(['function: Cart', 'argument: Cart', 'mark: Cart'])
    expect(await shown('server/st')).toEqual(['file: server/st'])
    expect(await shown('/api/checkout')).toEqual(['request: /api/checkout'])
    expect(await shown('idle')).toEqual(['mark: idle'])
    expect(await shown('Select Left')).toEqual(['argument: select left'])
    expect(await shown('3.0')).toEqual(['result: 3.0'])
    expect(await shown('"lamp"')).toEqual(expect.arrayContaining(['error: "lamp"', 'argument: "lamp"']))
    // What stands in the file and not in the program.
    for (const nothing of ['props', 'message', 'outcome', '"k"', 'returned', ' ']) expect(await shown(nothing)).toEqual([])
  })

  test('in parts, within a scope', async () => {
    const engine = await opened(shop)
    const all = await hitsOf(engine, 'o')
    expect(all.length).toBeGreaterThan(5)
    expect((await engine.ask('search', { text: 'o', limit: 3, offset: 0 })).more).toBe(true)
    expect(await hitsOf(engine, 'o', { limit: 3, offset: 2 })).toEqual(all.slice(2, 5))
    expect((await hitsOf(engine, 'select', { streams: [0] })).map(({ where }) => where)).toEqual([])
  })

  test('finds any part of any text, whatever its case, and however JSON writes it', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 3, maxLength: 12 }).filter((one) => one.trim().length > 2 && !/\p{Lt}/u.test(one))
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom('same', 'upper', 'lower'), fc.nat(), async (text, how, from) => {
        const nested: Snapshot = {
          k: 'object',
          name: 'Object',
          props: [['ключ', { k: 'array', name: 'Array', items: [text], size: 1 }]],
          size: 1,
        }
        const engine = await opened(bytesOf([headerOf(), ...sites, call(1, 1, { args: [nested] })]))
        const part = Array.from(text)
          .slice(from % (Array.from(text).length - 2))
          .join('')
        const cased = how === 'upper' ? part.toUpperCase() : how === 'lower' ? part.toLowerCase() : part
        // Letters that have no other case of as many bytes are found as they are.
        fc.pre(
          new TextEncoder().encode(cased).length === new TextEncoder().encode(part).length &&
            cased.toLowerCase() === part.toLowerCase() &&
            part.trim() !== '',
        )
        expect((await hitsOf(engine, cased)).some(({ where }) => where === 'argument')).toBe(true)
      }),
      { seed, numRuns: 200 },
    )
  })
})

describe('in a worker', () => {
  const connected = (): Engine => {
    const { port1, port2 } = new MessageChannel()
    serve(createEngine(), port1 as unknown as Port)
    return createWorkerEngine(port2 as unknown as WorkerLike)
  }

  test('answers are the same, arrays and all', async () => {
    const [remote, local] = [connected(), await opened(shop.slice())]
    await remote.feed(shop.slice(0, 1000))
    await remote.feed(shop.subarray(1000))
    await remote.end()
    // What is a part of something larger stays there.
    expect(shop.length).toBeGreaterThan(0)
    const timeline = { from: 0, to: 400, width: 800 }
    const revision = { revision: expect.any(Number) }
    expect(await remote.ask('timeline', timeline)).toEqual({ ...(await local.ask('timeline', timeline)), ...revision })
    expect(await remote.ask('summary', {})).toEqual(await local.ask('summary', {}))
    remote.close()
  })

  test('errors come back as errors, with what to do', async () => {
    const engine = connected()
    await expect(engine.ask('path', { ref: 3 })).rejects.toThrow('no event 3')
    const wrong = engine.feed(bytesOf([{ ...headerOf(), major: 3 }]), 'new.ndjson')
    await expect(wrong).rejects.toMatchObject({
      name: 'TraceError',
      code: 'newer-major',
      file: 'new.ndjson',
      line: 1,
      hint: expect.stringContaining('npm install'),
    })
    engine.close()
    await expect(engine.ask('overview', {})).rejects.toThrow('was closed')
  })

  test('who listens is told of what comes, and no more often than need be', async () => {
    const engine = connected()
    const told: Overview[] = []
    const since = performance.now()
    const stop = engine.onChange((overview) => told.push(overview))
    await engine.feed(bytesOf([headerOf(), ...sites]))
    for (let seq = 1; seq <= 200; seq++) await engine.feed(bytesOf([call(seq, 1)]))
    await expect.poll(() => told.at(-1)?.calls).toBe(200)
    expect(told.length).toBeLessThan((performance.now() - since) / 90 + 3)
    stop()
    const before = told.length
    await engine.feed(bytesOf([call(201, 1)]))
    expect((await engine.ask('overview', {})).calls).toBe(201)
    expect(told).toHaveLength(before)
    engine.close()
  })
})
