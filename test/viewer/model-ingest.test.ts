import { gzipSync } from 'node:zlib'
import { encodeLine, readTrace, summarise, TraceError } from '@spoor/trace'
import type { CallLine, SiteLine, Snapshot, TraceLine } from '@spoor/trace'
import { createEngine, feedResponse } from '@spoor/viewer'
import type { Engine, Note } from '@spoor/viewer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seed } from '../support/seed.ts'
import { joined } from '../trace/joined.ts'
import { diceOf, headerOf } from '../trace/program.ts'
import { bytesOf, opened, piecesOf, randomRecording, treeIn } from './model-recordings.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const { page, server } = joined()
const shop = bytesOf([...page, ...server.map((line) => ({ ...line, s: 1 }))])
const site: SiteLine = {
  t: 'site',
  n: 1,
  id: 'a.ts#f',
  file: 'a.ts',
  name: 'f',
  line: 1,
  column: 1,
  kind: 'function',
  params: ['x', '...more'],
}
const head = [headerOf(), site]

const call = (seq: number, more: Partial<CallLine> = {}): CallLine => ({
  t: 'call',
  seq,
  n: 1,
  start: seq,
  end: seq + 0.5,
  outcome: 'returned',
  ...more,
})

function joinedBytes(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

const notes = async (engine: Engine, kind: Note['kind']): Promise<string[]> =>
  (await engine.ask('overview', {})).notes.filter((note) => note.kind === kind).map(({ text }) => text)

const detailsOf = async (engine: Engine, index = 0): Promise<any> => {
  const { rows } = await engine.ask('children', { of: null, offset: index, limit: 1 })
  return engine.ask('event', { ref: rows[0]!.ref })
}

describe('values', () => {
  test('come back as they were, whatever they are and wherever chunks part', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }), fc.integer(), async (texts, seed) => {
        const error: Snapshot = { k: 'error', name: 'E"', message: texts.join('","error":') }
        const args = [...texts, { k: 'array' as const, name: 'Array', items: texts, size: 1 }]
        const bytes = bytesOf([...head, call(1, { args, value: texts.join(), outcome: 'threw', error })])
        const engine = await opened(...piecesOf(bytes, diceOf(seed), 5))
        expect(await detailsOf(engine)).toMatchObject({
          args: args.map((value, i) => ({ name: i ? '...more' : 'x', value })),
          value: texts.join(),
          error,
          row: { failed: true },
        })
      }),
      { seed, numRuns: 60 },
    )
  })

  test('are those of the last line about an event, and of what was learnt later', async () => {
    const engine = createEngine()
    const running = call(1, { outcome: 'running', args: ['first'] })
    delete running.end
    await engine.feed(bytesOf([...head, running]))
    expect((await detailsOf(engine)).row).toMatchObject({ args: ["'first'"], outcome: 'running' })
    expect((await engine.ask('overview', {})).failures).toBe(0)
    await engine.feed(bytesOf([call(1, { outcome: 'threw', args: ['last'] })]))
    expect((await detailsOf(engine)).row).toMatchObject({ args: ["'last'"], failed: true, duration: 0.5 })
    await engine.feed(bytesOf([{ t: 'learn', seq: 1, error: 'learnt' }]))
    expect((await detailsOf(engine)).error).toBe('learnt')
    expect(await engine.ask('overview', {})).toMatchObject({ calls: 1, failures: 1 })
  })

  test('of an event tell its suspensions and who created whom', async () => {
    const engine = await opened(shop)
    const { rows } = await engine.ask('functions', { filter: 'Cart.checkout', sort: 'id', descending: false, offset: 0, limit: 1 })
    const { last } = await engine.ask('function', { fn: rows[0]!.fn })
    const details = await engine.ask('event', { ref: last[0]!.ref })
    expect(details.gaps).toEqual([[91.25, 139.75]])
    expect(details.created.map(({ name }) => name)).toEqual(['showError'])
    expect((await engine.ask('event', { ref: details.created[0]!.ref })).by).toMatchObject({ name: 'Cart.checkout' })
  })

  test('that throw to steer the program are no failures', async () => {
    const steering: Snapshot = { k: 'error', name: 'Error', message: 'NEXT_REDIRECT;/login' }
    const engine = await opened(
      bytesOf([...head, call(1, { outcome: 'threw', error: steering }), call(2, { outcome: 'threw', error: 'no' })]),
    )
    expect((await engine.ask('overview', {})).failures).toBe(1)
  })
})

describe('lines', () => {
  const forms: [string, (line: TraceLine) => string][] = [
    ['with spaces', (line) => `${JSON.stringify(line, null, 1).replaceAll('\n', ' ')}\r\n`],
    ['with fields in another order', (line) => `${JSON.stringify(Object.fromEntries(Object.entries(line).reverse()))}\n`],
    ['with fields that nobody knows', (line) => `${JSON.stringify({ ...line, colour: { error: [1, '}'] } })}\n`],
    ['with escapes', (line) => encodeLine(line).replace(/[a-z](?=[^"]*"[,}\]])/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)],
  ]
  test.each(forms)('%s say the same', async (_, write) => {
    const lines = randomRecording(5, { events: 80 })
    const text = lines.map((line) => (line.t === 'call' ? write(line) : encodeLine(line))).join('')
    expect(await treeIn(await opened(encode(text)))).toEqual(await treeIn(await opened(bytesOf(lines))))
  })

  test('that are damaged are counted, told, and leave the others as they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const dice = diceOf(seed)
        const lines = randomRecording(seed, { events: 40 }).map(encodeLine)
        const whole = lines.findIndex((line) => line.includes('"t":"call"'))
        const at = whole + Math.floor(dice() * (lines.length - whole))
        const wrong = [
          lines[at]!.slice(0, Math.floor(dice() * lines[at]!.length)),
          'x',
          '[]',
          '{"t":"call","seq":-1}',
          '{"t":"call","seq":1,"n":1,"start":}',
        ]
        lines.splice(at, 1, `${wrong[Math.floor(dice() * wrong.length)]!}\n`)
        const text = lines.join('')
        const summary = await summarise(readTrace([text]))
        const engine = await opened(...piecesOf(encode(text), dice, 300))
        const { calls, marks, notes } = await engine.ask('overview', {})
        expect([calls, marks]).toEqual([summary.totals.calls, summary.totals.marks])
        expect(notes.filter(({ kind }) => kind === 'faults')).toHaveLength(summary.notes.faults)
        for (const { line, why } of summary.notes.firstFaults)
          expect(notes.find(({ kind }) => kind === 'faults')!.text).toContain(`line ${line}: ${why}`)
      }),
      { seed, numRuns: 80 },
    )
  })

  test('of hostile files end in answers', async () => {
    const hostile = [
      call(1, { parent: 1 }),
      call(2, { parent: 9_007_199_254_740_991 }),
      call(9_007_199_254_740_991, { parent: 5_000_000_000 }),
      call(3, { start: 10, end: 2 }),
      call(4, { by: 4, gaps: [[5, 1]], waited: 99 } as Partial<CallLine>),
      { ...call(5), outcome: 'exploded' } as unknown as CallLine,
      { t: 'learn', seq: 77, error: 1 } as const,
      { t: 'mark', seq: 4, time: 1, name: 'also a call' } as const,
      { t: 'site', n: 1e15, id: 'b.ts#g', file: 'b.ts', name: '__proto__', line: 0, column: 0, kind: 'function' } as const,
    ]
    const engine = await opened(bytesOf([...head, ...hostile]))
    const { to } = await engine.ask('overview', {})
    expect(await treeIn(engine)).toHaveLength(6)
    expect((await engine.ask('timeline', { from: 0, to, width: 100 })).streams).toHaveLength(1)
    expect((await engine.ask('functions', { sort: 'self', descending: true, offset: 0, limit: 9 })).rows).toHaveLength(1)
  })

  test('with values that are no JSON keep their numbers', async () => {
    const line = '{"t":"call","seq":1,"n":1,"start":1,"end":2.5,"outcome":"threw","args":[tru],"error":{nonsense}}\n'
    const engine = await opened(bytesOf(head), encode(line))
    expect((await detailsOf(engine)).row).toMatchObject({ name: 'f', duration: 1.5, args: [], failed: true })
    expect((await engine.ask('search', { text: 'tru', limit: 9, offset: 0 })).hits).toEqual([])
  })

  test('that move an event below another move what it failed as well', async () => {
    const engine = createEngine()
    await engine.feed(bytesOf([...head, call(1), call(2), call(3, { parent: 1, outcome: 'threw', error: 'no' })]))
    const shown = async (): Promise<unknown[]> => (await treeIn(engine)).map(({ row, children }) => [row.failedBelow, children.length])
    expect(await shown()).toEqual([
      [true, 1],
      [false, 0],
    ])
    await engine.feed(bytesOf([call(3, { parent: 2, outcome: 'threw', error: 'no' })]))
    expect(await shown()).toEqual([
      [false, 0],
      [true, 1],
    ])
  })

  test('of requests that go round between streams end in answers', async () => {
    const request = (seq: number, side: 'client' | 'server', span: string, more: object): TraceLine => ({
      ...({ t: 'request', seq, side, method: 'GET', url: '/', start: seq, end: seq + 1, trace: 'a'.repeat(32) } as const),
      span: span.repeat(16),
      ...more,
    })
    const lines: TraceLine[] = [
      { ...headerOf({ stream: 'a'.repeat(16) }) },
      { ...headerOf({ stream: 'b'.repeat(16) }), s: 1 },
      request(1, 'server', 'c', { parentSpan: '2'.repeat(16) }),
      request(2, 'client', '1', { call: 1 }),
      { ...request(1, 'server', 'd', { parentSpan: '1'.repeat(16) }), s: 1 },
      { ...request(2, 'client', '2', { call: 1, error: 'ECONNRESET' }), s: 1 },
    ]
    const engine = await opened(bytesOf(lines))
    const { rows } = await engine.ask('requests', { offset: 0, limit: 9 })
    expect(rows).toHaveLength(2)
    for (const { ref } of rows)
      expect((await engine.ask('functions', { under: ref, sort: 'id', descending: false, offset: 0, limit: 9 })).rows).toEqual([])
    expect((await engine.ask('path', { ref: rows[0]!.ref })).rows.length).toBeGreaterThan(0)
    const nowhere = { from: 1e6, of: rows[0]!.ref, offset: 0, limit: 9 }
    expect((await engine.ask('children', nowhere)).total).toBe(0)
  })
})

describe('a source', () => {
  test('that is no recording is refused in the words of readTrace', async () => {
    const engine = createEngine()
    await expect(engine.feed(encode('no\n'.repeat(30)), 'notes.txt')).rejects.toThrow('notes.txt:1: no recording of Spoor')
    await expect(engine.feed(encode('more\n'), 'notes.txt')).rejects.toThrow('no recording of Spoor')
    await engine.feed(encode('nothing\n'), 'short.txt')
    await expect(engine.end('short.txt')).rejects.toThrow('short.txt:1: no recording of Spoor')
    await expect(engine.feed(bytesOf([{ ...headerOf(), major: 2, minor: 5 }]), 'new')).rejects.toThrow(TraceError)
    await expect(engine.feed(bytesOf([{ ...headerOf(), major: 2, minor: 5 }]), 'new')).rejects.toThrow(
      'new:1: recorded in format 2.5; this version of Spoor reads 1.x',
    )
  })

  test('of a newer minor version is read, and what is left out is told', async () => {
    const engine = await opened(bytesOf([{ ...headerOf(), minor: 7 }, site, call(1)]), encode('{"t":"colour","of":1}\n'))
    expect(await notes(engine, 'newer')).toEqual([expect.stringMatching(/1\.7.*left out: colour/)])
    expect((await engine.ask('overview', {})).calls).toBe(1)
  })

  test('that is cut off says so, and a whole line without its end counts', async () => {
    const whole = bytesOf([...head, call(1), call(2)])
    const cut = await opened(whole.slice(0, -9))
    expect(await notes(cut, 'truncated')).toHaveLength(1)
    expect((await cut.ask('overview', {})).calls).toBe(1)
    const uncut = await opened(whole.slice(0, -1))
    expect(await notes(uncut, 'truncated')).toEqual([])
    expect((await detailsOf(uncut, 1)).row).toMatchObject({ duration: 0.5 })
  })

  test('may have the header of a stream again: parts, and what comes again after a reconnection', async () => {
    const engine = createEngine()
    await engine.feed(bytesOf([...head, call(1), { t: 'end', time: 2, reason: 'rotate' }]), 'one')
    await engine.feed(bytesOf([{ ...headerOf(), part: 2 }, site, call(1), call(2), call(3, { parent: 2 })]), 'two')
    await engine.end('one')
    expect(await engine.ask('overview', {})).toMatchObject({ calls: 3, complete: false, streams: [{ calls: 3 }] })
    await engine.end('two')
    const overview = await engine.ask('overview', {})
    expect(overview.complete).toBe(true)
    expect(overview.streams[0]).not.toHaveProperty('ended')
  })

  test('beside others: streams and functions are merged by their ids', async () => {
    const engine = createEngine()
    const [a, b] = [bytesOf(page), bytesOf(server)]
    for (let i = 0; i < Math.max(a.length, b.length); i += 100) {
      await engine.feed(a.slice(i, i + 100), 'page')
      await engine.feed(b.slice(i, i + 100), 'server')
    }
    const seen = (await treeIn(engine)).map(({ row }) => row.name)
    expect(seen).toEqual((await treeIn(await opened(shop))).map(({ row }) => row.name))
  })

  test('says what was dropped, how fine its clock is, and who was started again', async () => {
    const again = { ...headerOf({ stream: 'c'.repeat(16), origin: headerOf().origin + 60_000 }), s: 1 }
    const engine = await opened(
      shop,
      bytesOf([
        { ...headerOf(), s: 2 },
        { ...again, s: 3 },
      ]),
    )
    expect(await notes(engine, 'dropped')).toEqual(['1,231 events were not recorded (calls: 1,200, rate: 31).'])
    expect(await notes(engine, 'clock')).toEqual([expect.stringContaining('0.1 ms')])
    expect(await notes(engine, 'restarted')).toEqual(['node program.js was started again.'])
    const { drops } = await engine.ask('overview', {})
    expect(drops).toMatchObject([
      { reason: 'calls', count: 1200, fn: expect.any(Number) },
      { reason: 'rate', count: 31 },
    ])
  })

  test('of lines longer than any block is read', async () => {
    const long = 'x'.repeat(3_000_000)
    const engine = await opened(...piecesOf(bytesOf([...head, call(1, { args: [long] }), call(2)]), diceOf(1), 400_000))
    expect((await detailsOf(engine)).args[0].value).toHaveLength(long.length)
    expect((await detailsOf(engine, 1)).row).toMatchObject({ at: 1 })
  })

  test('in pieces so large that they are kept, and small ones between, says what it says in one', async () => {
    const text = 'värde "quoted" '.repeat(40)
    const calls = Array.from({ length: 4000 }, (_, i) => call(i + 1, { args: [text.slice(0, (i * 7) % text.length), i] }))
    const bytes = joinedBytes(bytesOf(head), bytesOf(calls.slice(0, 2000)), encode('damaged\n'), bytesOf(calls.slice(2000)))
    const saysOf = async (engine: Engine) => {
      const { rows } = await engine.ask('children', { of: null, offset: 0, limit: 5000 })
      return { rows, faults: await notes(engine, 'faults'), summary: await engine.ask('summary', {}) }
    }
    const whole = await saysOf(await opened(bytes))
    expect(whole.rows).toHaveLength(4000)
    expect(whole.faults).toEqual([expect.stringContaining('line 2003')])
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const dice = diceOf(seed)
      const engine = createEngine()
      for (let at = 0, size = 0; at < bytes.length; at += size) {
        size = Math.ceil(dice() < 0.5 ? dice() * 300 : 262_000 + dice() * 300_000)
        await engine.feed(bytes.slice(at, at + size), 'recording')
      }
      await engine.end('recording')
      expect(await saysOf(engine), `seed ${seed}`).toEqual(whole)
    }
  })

  test('with a damaged line loses that line alone', async () => {
    const good = encodeLine(call(2, { args: ['a', { k: 'object' as const, name: 'O', props: [['b', 1]], size: 1 }], value: 'c' })).trimEnd()
    for (let cut = 1; cut < good.length; cut++) {
      for (const end of ['', '\\', '"', '"\\']) {
        const bytes = joinedBytes(bytesOf([...head, call(1)]), encode(`${good.slice(0, cut)}${end}\n`), bytesOf([call(3), call(4)]))
        const engine = await opened(bytes)
        expect((await engine.ask('overview', {})).calls, good.slice(0, cut) + end).toBe(3)
        expect(await notes(engine, 'faults')).toEqual([expect.stringContaining('line 4')])
      }
    }
  })

  test('does not make one line of two that are damaged', async () => {
    const text = encodeLine(call(2, { value: 'c' }))
    const engine = await opened(
      joinedBytes(bytesOf([...head, call(1)]), encode(`${text.trimEnd().slice(0, -2)}\\\n"}\n`), bytesOf([call(3)])),
    )
    expect((await engine.ask('overview', {})).calls).toBe(2)
    expect(await notes(engine, 'faults')).toEqual([expect.stringMatching(/^recording: 2 lines .* line 4/)])
  })

  test('with a line without an end takes memory up to a limit, and goes on behind it', async () => {
    const engine = await opened(bytesOf(head))
    await engine.feed(bytesOf(head), 'wrong')
    const junk = new Uint8Array(2 ** 22).fill(97)
    for (let i = 0; i < 40; i++) await engine.feed(junk, 'wrong')
    expect((await engine.ask('overview', {})).memory).toBeLessThan(2 ** 27)
    await engine.feed(encode('a\n'), 'wrong')
    await engine.feed(bytesOf([call(1)]), 'wrong')
    expect(await notes(engine, 'faults')).toEqual([expect.stringContaining('line 3: too long to be a line')])
    expect((await engine.ask('overview', {})).calls).toBe(1)
  })

  test('gives the summary that @spoor/trace gives', async () => {
    const bytes = bytesOf(randomRecording(3, { events: 200 }))
    const engine = createEngine()
    for (const piece of piecesOf(bytes, diceOf(3), 5000)) await engine.feed(piece, 'recording')
    expect(await engine.ask('summary', {})).toEqual(await summarise(readTrace([bytes])))
    await engine.end()
    expect(await engine.ask('summary', {})).toEqual(await summarise(readTrace([bytes])))
  })
})

describe('a response', () => {
  const bodyOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
    new ReadableStream({
      start(controller) {
        for (const piece of piecesOf(bytes, diceOf(9), 700)) controller.enqueue(piece)
        controller.close()
      },
    })

  test.each([
    ['as it is', (bytes: Uint8Array) => bytes],
    ['compressed', (bytes: Uint8Array) => gzipSync(bytes)],
  ])('%s is read', async (_, change) => {
    const engine = createEngine()
    await feedResponse(engine, bodyOf(change(shop)), 'shop')
    expect(await engine.ask('overview', {})).toMatchObject({ calls: 10, complete: true, bytes: shop.length })
  })

  test('compressed and cut off: what there is counts, and a note says so', async () => {
    const engine = createEngine()
    const bytes = bytesOf([...head, ...Array.from({ length: 3000 }, (_, i) => call(i + 1, { args: [i * 7919] }))])
    await feedResponse(engine, bodyOf(gzipSync(bytes).subarray(0, -400)), 'shop')
    expect(await notes(engine, 'truncated')).toHaveLength(1)
    expect((await engine.ask('summary', {})).notes.truncated).toEqual(['shop'])
    expect((await engine.ask('overview', {})).calls).toBeGreaterThan(1000)
    const whole = createEngine()
    await whole.feed(bytes.slice(0, bytes.lastIndexOf(10, -2) + 1), 'ends with a line')
    await whole.end('ends with a line', true)
    expect((await whole.ask('summary', {})).notes.truncated).toEqual(['ends with a line'])
  })

  test('that is no recording fails', async () => {
    await expect(feedResponse(createEngine(), bodyOf(encode('<html>\n')), 'page.html')).rejects.toThrow('page.html:1: no recording')
  })
})
