import type { CallLine, RequestLine, TraceLine } from '@spoor/trace'
import { BOX_FLAGS } from '@spoor/viewer'
import type { Engine, TimelineBoxes, TimelineStream } from '@spoor/viewer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Least } from '../../packages/viewer/src/model/least.ts'
import { seed } from '../support/seed.ts'
import { joined } from '../trace/joined.ts'
import { diceOf, headerOf } from '../trace/program.ts'
import { bytesOf, opened, piecesOf, randomRecording, treeIn } from './model-recordings.ts'

interface Box {
  kind: 'call' | 'request'
  row: number
  from: number
  to: number
  ref: number
}

/** Calls and requests, as they are drawn where there is room for each. */
const boxesIn = ({ boxes, requests }: TimelineStream): Box[] => [...boxesOf('call', boxes), ...boxesOf('request', requests)]

const boxesOf = (kind: Box['kind'], { row, from, to, ref }: Pick<TimelineBoxes, 'row' | 'from' | 'to' | 'ref'>): Box[] =>
  Array.from(ref, (one, i) => ({ kind, row: row[i]!, from: from[i]!, to: to[i]!, ref: one }))

function barsIn({ requests: { row, from, to, flags, label, labels } }: TimelineStream): { text: string }[] {
  return Array.from(row, (_, i) => ({ ...labels[label[i]!]!, row: row[i], from: from[i], to: to[i], flags: flags[i] }))
}

const WIDE = 1e6

async function whole(engine: Engine): Promise<TimelineStream[]> {
  const { to } = await engine.ask('overview', {})
  return (await engine.ask('timeline', { from: 0, to, width: WIDE })).streams
}

describe('the timeline', () => {
  test('has every call and request once, none over another, and each below what it began in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(0, 0.3), async (seed, lost) => {
        const engine = await opened(bytesOf(randomRecording(seed, { lost })))
        const parents = new Map<number, number>()
        const walk = (branches: Awaited<ReturnType<typeof treeIn>>, above: number): void => {
          for (const { row, children } of branches) {
            if (row.kind !== 'mark') parents.set(row.ref, above)
            walk(children, row.ref)
          }
        }
        walk(await treeIn(engine), -1)
        const { streams, requests } = await engine.ask('overview', {})
        const drawn = (await whole(engine)).map(boxesIn)
        const rows = new Map(drawn.flat().map((box) => [box.ref, box]))
        const sides = drawn.flat().length - rows.size
        expect(sides).toBe(0)
        for (const ref of parents.keys()) expect(rows.has(ref)).toBe(true)
        expect(rows.size - parents.size).toBeLessThanOrEqual(requests)
        expect(streams).toHaveLength(2)
        for (const boxes of drawn) expect(overlaps(boxes)).toEqual([])
        for (const [ref, above] of parents) {
          const [box, outer] = [rows.get(ref)!, rows.get(above)]
          const isSame = outer && drawn.some((boxes) => boxes.includes(box) && boxes.includes(outer))
          if (isSame && box.kind === 'call' && outer.kind === 'call' && outer.to > box.from) expect(box.row).toBeGreaterThan(outer.row)
        }
      }),
      { seed, numRuns: 80 },
    )
  })

  test('nests what runs without waiting, one row for each caller', async () => {
    const calls: CallLine[] = [call(1, 0, 10), call(2, 1, 4, 1), call(3, 2, 3, 2), call(4, 5, 9, 1), call(5, 12, 13)]
    const engine = await opened(bytesOf([headerOf(), ...calls.toReversed()]))
    const [stream] = await whole(engine)
    expect(stream!.rows).toBe(3)
    expect(boxesIn(stream!).sort((a, b) => a.from - b.from)).toMatchObject([
      { row: 0, from: 0, to: 10 },
      { row: 1, from: 1, to: 4 },
      { row: 2, from: 2, to: 3 },
      { row: 1, from: 5, to: 9 },
      { row: 0, from: 12, to: 13 },
    ])
  })

  test('shows where calls wait, marks, and both sides of a request with a link from one to the other', async () => {
    const { page, server } = joined()
    const engine = await opened(bytesOf([...page, ...server.map((line) => ({ ...line, s: 1 }))]))
    const [shop, api] = await whole(engine)
    expect(shop!.marks.map(({ name, at }) => [name, at])).toEqual([
      ['sale begins', 90.75],
      ['idle', 150],
    ])
    expect(shop!.waits.from).toEqual(Float64Array.of(91.5, 91.25))
    expect(barsIn(shop!)).toEqual([{ text: 'POST /api/checkout', status: 409, row: 0, from: 91, to: 139, flags: BOX_FLAGS.SENT }])
    expect(barsIn(api!)).toMatchObject([{ text: 'POST /api/checkout', from: 99, flags: 0 }])
    const [client, answering] = [shop!.requests.ref[0]!, api!.requests.ref[0]!]
    const { from, to } = await engine.ask('links', { ref: client })
    expect(from).toBeNull()
    expect(to).toEqual([{ ref: answering, stream: 1, kind: 'request', row: 0, at: 99 }])
    expect((await engine.ask('links', { ref: to[0]!.ref })).from).toMatchObject({ ref: client, stream: 0 })
    // `showError` was created by a call that had ended.
    const { hits } = await engine.ask('search', { text: 'showError', limit: 1, offset: 0 })
    const { last } = await engine.ask('function', { fn: hits[0]!.fn! })
    expect((await engine.ask('links', { ref: last[0]!.ref })).from).toMatchObject({ stream: 0, at: 140 })
  })

  test('gives requests rows of their own, as many as run at once, and calls those that they would have without them', async () => {
    const handled = [request(1, 0, 10), call(2, 1, 9, 1), request(3, 5, 7, 2), request(4, 10, 12), request(5, 11, 13)]
    // What runs in a request of the second of two at once lies below that, although there is room above.
    const beside = [call(6, 20, 25), call(7, 21, 40), request(8, 30, 38, 7), call(9, 31, 32, 8)]
    const engine = await opened(bytesOf([headerOf(), ...[...handled, ...beside].toReversed()]))
    const [stream] = await whole(engine)
    const placed = boxesIn(stream!).map(({ kind, row, from, to }) => `${kind} in row ${row} from ${from} to ${to}`)
    expect(placed.sort()).toEqual([
      'call in row 0 from 1 to 9',
      'call in row 0 from 20 to 25',
      'call in row 1 from 21 to 40',
      'call in row 2 from 31 to 32',
      'request in row 0 from 0 to 10',
      'request in row 0 from 10 to 12',
      'request in row 0 from 30 to 38',
      'request in row 1 from 11 to 13',
      'request in row 1 from 5 to 7',
    ])
    expect([stream!.rows, stream!.requests.rows]).toEqual([3, 2])
  })

  test('draws requests that are too narrow together, tells how many they are, and which failed', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => ({ ...request(i + 1, i, i + 0.4), ...(i === 1234 && { status: 503 }) }))
    const engine = await opened(bytesOf([headerOf(), ...lines]))
    const { streams } = await engine.ask('timeline', { from: 0, to: 3000, width: 300 })
    const { flags, count, label, labels, ref } = streams[0]!.requests
    expect(flags.length).toBeLessThanOrEqual(300)
    expect(flags.length).toBeGreaterThan(100)
    expect(count.reduce((sum, one) => sum + one)).toBe(3000)
    const failed = [...flags].flatMap((flag, i) => (flag & BOX_FLAGS.FAILED ? [i] : []))
    expect(failed.map((i) => labels[label[i]!])).toEqual([{ text: '', status: 503 }])
    expect((await engine.ask('event', { ref: ref[failed[0]!]! })).row).toMatchObject({ name: 'GET /of/1235', failed: true })
    const near = await engine.ask('timeline', { from: 100, to: 103, width: 300 })
    expect(barsIn(near.streams[0]!).map(({ text }) => text)).toEqual(['GET /of/101', 'GET /of/102', 'GET /of/103', 'GET /of/104'])
  })

  test('says what failed, runs and is not in the filter', async () => {
    const { server } = joined()
    const engine = await opened(bytesOf(server))
    const { to } = await engine.ask('overview', {})
    const { streams } = await engine.ask('timeline', { from: 0, to, width: WIDE, filter: 'query' })
    const { names } = await engine.ask('names', { from: 0 })
    const found = Array.from(streams[0]!.boxes.fn, (fn, i) => `${names[fn]!.name} ${streams[0]!.boxes.flags[i]!}`)
    const { FAILED, RUNNING, ASYNC, DIMMED } = BOX_FLAGS
    expect(found.sort()).toEqual(
      [
        `postCheckout ${FAILED + ASYNC + DIMMED}`,
        `query ${ASYNC}`,
        `query ${ASYNC}`,
        `query ${ASYNC + RUNNING}`,
        `reserve ${FAILED + ASYNC + DIMMED}`,
      ].sort(),
    )
  })

  test('is merged where there is no room, shows failures all the same, and leaves no time out', async () => {
    const dice = diceOf(7)
    const lines: TraceLine[] = [headerOf()]
    for (let i = 0; i < 20_000; i++) {
      const start = i + Math.floor(dice() * 500) / 1000
      lines.push({ ...call(i + 1, start, start + 0.2), ...(i === 12_345 && { outcome: 'threw' as const, error: 'no' }) })
    }
    const engine = await opened(bytesOf(lines))
    const { to } = await engine.ask('overview', {})
    const { streams } = await engine.ask('timeline', { from: 0, to, width: 400 })
    const { boxes } = streams[0]!
    expect(boxes.ref.length).toBeLessThanOrEqual(4 * 400)
    expect(boxes.ref.length).toBeGreaterThan(300)
    const failed = [...boxes.flags].flatMap((flags, i) => (flags & BOX_FLAGS.FAILED ? [i] : []))
    expect(failed).toHaveLength(1)
    const { row } = await engine.ask('event', { ref: boxes.ref[failed[0]!]! })
    expect(row).toMatchObject({ error: "'no'" })
    const covered = (time: number): boolean => boxes.from.some((from, i) => from <= time + 0.001 && time - 0.001 <= boxes.to[i]!)
    for (let i = 0; i < 20_000; i += 97) expect(covered((await firstAt(engine, i)).at)).toBe(true)
  })
  test('merges none that is wide enough to be seen by itself', async () => {
    const narrow = Array.from({ length: 50 }, (_, i) => call(i + 1, i / 100, i / 100 + 0.005))
    const engine = await opened(bytesOf([headerOf(), ...narrow, call(51, 0.5, 900), call(52, 900.1, 1000)]))
    const { streams } = await engine.ask('timeline', { from: 0, to: 1000, width: 100 })
    const { from, to, flags } = streams[0]!.boxes
    expect(Array.from(from, (time, i) => [time, to[i], flags[i]])).toEqual([
      [0, 0.495, BOX_FLAGS.MERGED],
      [0.5, 900, 0],
      [900.1, 1000, 0],
    ])
  })
})

describe('rows', () => {
  test('that are free are found as by looking at each', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(9), fc.nat(9)), { maxLength: 120 }), (steps) => {
        const least = new Least()
        const busy = new Map<number, number>()
        for (const [from, time, until] of steps) {
          let place = from
          while ((busy.get(place) ?? -1) > time) place++
          expect(least.first(from, time)).toBe(place)
          busy.set(place, until)
          least.set(place, until)
        }
      }),
      { seed, numRuns: 300 },
    )
  })
})

const firstAt = async (engine: Engine, offset: number): Promise<{ at: number }> => {
  const { rows } = await engine.ask('children', { of: null, offset, limit: 1 })
  return rows[0]!
}

describe('a recording that grows', () => {
  test('answers at any time as one of that length that is opened at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const dice = diceOf(seed)
        const pieces = piecesOf(bytesOf(randomRecording(seed, { events: 60, running: 0.4 })), dice, 2000)
        const live = await opened()

        for (let i = 1; i <= pieces.length; i++) {
          await live.feed(pieces[i - 1]!.slice(), 'live')
          if (dice() < 0.4) expect(await everything(live)).toEqual(await everything(await grown(pieces.slice(0, i))))
        }
      }),
      { seed, numRuns: 25 },
    )
  })
})

async function grown(pieces: Uint8Array[]): Promise<Engine> {
  const bytes = pieces.flatMap((piece) => [...piece])
  const engine = await opened()
  await engine.feed(Uint8Array.from(bytes), 'live')
  return engine
}

/** What all is asked, without the numbers that events have here or there. */
async function everything(engine: Engine): Promise<unknown> {
  const { streams, calls, marks, requests, failures, to } = await engine.ask('overview', {})
  const page = { offset: 0, limit: 1000 }
  const { rows } = await engine.ask('functions', { sort: 'id', descending: false, ...page })
  const { groups } = await engine.ask('errors', page)
  const drawn = streams.length ? (await engine.ask('timeline', { from: 0, to, width: WIDE })).streams : []
  const answer = {
    streams,
    calls,
    marks,
    requests,
    failures,
    to,
    rows,
    tree: await treeIn(engine, {}, null, 1000),
    errors: groups.map(({ refs: _, ...group }) => group),
    requested: (await engine.ask('requests', page)).rows,
    drawn: drawn.map((stream) => [
      stream.rows,
      boxesIn(stream)
        .map(({ kind, row, from, to }) => [kind, row, from, to].join(' '))
        .sort(),
    ]),
  }
  return JSON.parse(JSON.stringify(answer, (key, value: unknown) => (key === 'ref' || key === 'fn' ? undefined : value)))
}

function overlaps(boxes: Box[]): Box[][] {
  const sorted = [...boxes].sort((a, b) => a.kind.localeCompare(b.kind) || a.row - b.row || a.from - b.from || a.to - b.to)
  return sorted.flatMap((box, i) => {
    const last = sorted[i - 1]
    return last && last.kind === box.kind && last.row === box.row && last.to > box.from + 1e-6 ? [[last, box]] : []
  })
}

const request = (seq: number, start: number, end: number, call = 0): RequestLine => ({
  t: 'request',
  seq,
  side: 'client',
  method: 'GET',
  url: `/of/${seq}`,
  start,
  end,
  status: 200,
  trace: 'a'.repeat(32),
  span: `${seq}`.padStart(16, '0'),
  ...(call && { call }),
})

const call = (seq: number, start: number, end: number, parent = 0): CallLine => ({
  t: 'call',
  seq,
  n: 1,
  ...(parent && { parent }),
  start,
  end,
  outcome: 'returned',
})
