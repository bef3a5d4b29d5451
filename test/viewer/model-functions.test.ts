import { readTrace, summarise } from '@spoor/trace'
import type { FunctionRow } from '@spoor/viewer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seed } from '../support/seed.ts'
import { joined } from '../trace/joined.ts'
import { diceOf } from '../trace/program.ts'
import { bytesOf, opened, piecesOf, randomRecording } from './model-recordings.ts'

const ALL = { sort: 'id', descending: false, offset: 0, limit: 1000 } as const

describe('functions', () => {
  test('took what summarise of @spoor/trace says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(0, 0.2), async (seed, lost) => {
        const bytes = bytesOf(randomRecording(seed, { lost, events: 80 }))
        const summary = await summarise(readTrace([bytes]))
        const engine = await opened(...piecesOf(bytes, diceOf(seed), 500))
        const { rows, total } = await engine.ask('functions', ALL)
        const expected = summary.functions.filter(({ calls }) => calls).sort((a, b) => a.id.localeCompare(b.id, 'en'))
        expect(total).toBe(expected.length)
        const figures = ({ id, calls, running, self, total, waited, max, failures }: FunctionRow): unknown => ({
          id,
          calls,
          running,
          max,
          failures,
          self: round(self),
          total: round(total),
          waited: round(waited),
        })
        expect(rows.map(figures)).toEqual(
          expected.map(({ id, calls, running, self, total, waited, longest, failed, passed }) => ({
            id,
            calls,
            running,
            max: longest,
            failures: failed + passed,
            self: round(self),
            total: round(total),
            waited: round(waited),
          })),
        )
      }),
      { seed, numRuns: 150 },
    )
  })

  test('are summed over those calls that are meant', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 0, max: 40 }), async (seed, from) => {
        const engine = await opened(bytesOf(randomRecording(seed, { events: 60 })))
        const scope = { streams: [1], from, to: from + 20 }
        const { rows } = await engine.ask('functions', { ...ALL, ...scope })
        const calls = new Map<number, number[]>()
        const { rows: all } = await engine.ask('children', { of: null, offset: 0, limit: 1000 })
        const walk = async (list: typeof all): Promise<void> => {
          for (const { ref, kind, fn, stream, at, duration, children } of list) {
            const end = duration === undefined ? Infinity : at + duration
            if (kind === 'call' && stream === 1 && at <= scope.to && end >= scope.from)
              calls.set(fn, [...(calls.get(fn) ?? []), duration ?? NaN])
            if (children) await walk((await engine.ask('children', { of: ref, offset: 0, limit: 1000 })).rows)
          }
        }
        await walk(all)
        expect(new Map(rows.map(({ fn, calls }) => [fn, calls]))).toEqual(new Map([...calls].map(([fn, list]) => [fn, list.length])))
        for (const { fn, median, p95, max } of rows) {
          const sorted = calls
            .get(fn)!
            .filter((one) => !Number.isNaN(one))
            .sort((a, b) => a - b)
          const share = (part: number): number => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
          expect([median, p95, max]).toEqual([share(0.5), share(0.95), sorted.at(-1) ?? 0])
        }
      }),
      { seed, numRuns: 40 },
    )
  })

  test('are sorted, paged, and new since a time', async () => {
    const { page, server } = joined()
    const engine = await opened(bytesOf([...page, ...server.map((line) => ({ ...line, s: 1 }))]))
    const names = async (more: object): Promise<string[]> =>
      (await engine.ask('functions', { ...ALL, ...more })).rows.map(({ name }) => name)
    expect(await names({ sort: 'max', descending: true, limit: 3 })).toEqual(['onBuyClick', 'Cart.checkout', 'postCheckout'])
    expect(await names({ sort: 'max', descending: true, limit: 3, offset: 2 })).toEqual(['postCheckout', 'reserve', 'query'])
    expect(await names({ filter: 'checkout', sort: 'name' })).toEqual(['Cart.checkout', 'postCheckout'])
    expect(await names({ filter: 'src/**, !**#format' })).toHaveLength(3)
    expect(await names({ filter: '!format' })).toHaveLength(6)
    const { rows } = await engine.ask('functions', { ...ALL, since: 100 })
    expect(rows.filter(({ isNew }) => isNew).map(({ name }) => name)).toEqual(['reserve', 'showError'])
  })
})

describe('a function', () => {
  test('has callers, callees, classes of durations, and calls', async () => {
    const { page, server } = joined()
    const engine = await opened(bytesOf([...page, ...server.map((line) => ({ ...line, s: 1 }))]))
    const { fn } = await engine.ask('find', { id: 'server/stock.ts#reserve' })
    const one = await engine.ask('function', { fn })
    expect(one).toMatchObject({
      row: { name: 'reserve', calls: 1, failures: 1, max: 21, median: 21 },
      params: ['items'],
      callers: [{ name: 'postCheckout', calls: 1, total: 21 }],
      callees: [{ name: 'query', calls: 1, total: 19 }],
      last: [{ name: 'reserve' }],
      slowest: [{ name: 'reserve' }],
    })
    const filled = one.histogram.filter(({ count }) => count)
    expect(filled).toEqual([{ from: expect.any(Number), to: expect.any(Number), count: 1, failed: 1 }])
    expect(filled[0]!.from).toBeLessThanOrEqual(21)
    expect(filled[0]!.to).toBeGreaterThan(21)
    await expect(engine.ask('function', { fn: 99 })).rejects.toThrow('no function 99')
  })

  test('is found by its place', async () => {
    const engine = await opened(bytesOf(joined().page))
    const at = async (line: number): Promise<string | undefined> => {
      const { fn } = await engine.ask('find', { file: 'src/cart.ts', line })
      return fn < 0 ? undefined : (await engine.ask('function', { fn })).row.name
    }
    expect([await at(39), await at(40), await at(90)]).toEqual([undefined, 'Cart.checkout', 'Cart.checkout'])
    expect(await engine.ask('names', { from: 3 })).toEqual({ names: [{ name: 'showError', file: 'src/toast.ts', line: 9, async: false }] })
  })
})

/** Sums in another order differ in their last digits. */
const round = (time: number): number => Math.round(time * 100) / 100
