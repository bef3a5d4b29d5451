import { describe, expect, test } from 'vitest'
import { createRecorder, RECORD_LIMITS } from '../../packages/trace/src/index.ts'
import type { DropReason, RecordLimits } from '../../packages/trace/src/index.ts'
import { callOf, linesOf, ofKind, recorderWith, siteOf, whole } from './events.ts'

const site = siteOf('f')

describe('lines', () => {
  test('the header, then each function before its first call', () => {
    const recorder = recorderWith()
    whole(recorder, callOf(site, { seq: 7, parent: 3, createdBy: 2, depth: 1, start: 1.00049, end: 2.5, value: 'x', args: [1] }))
    whole(recorder, callOf(site, { seq: 8, start: 1, end: 4, ran: 1, waited: 2 }))
    const [header, first, call, second, ...rest] = linesOf(recorder.take())
    expect(header).toMatchObject({ t: 'header', format: 'spoor-trace', major: 1, stream: '0123456789abcdef', limits: RECORD_LIMITS })
    expect(first).toEqual({
      t: 'site',
      n: 1,
      id: 'src/a.js#f',
      file: 'src/a.js',
      name: 'f',
      line: 1,
      column: 1,
      kind: 'function',
      params: ['a'],
    })
    expect(call).toEqual({
      t: 'call',
      seq: 7,
      n: 1,
      parent: 3,
      by: 2,
      depth: 1,
      start: 1,
      end: 2.5,
      outcome: 'returned',
      args: [1],
      value: 'x',
    })
    expect(second).toEqual({ t: 'call', seq: 8, n: 1, start: 1, end: 4, ran: 1, waited: 2, outcome: 'returned' })
    expect(rest).toEqual([])
    expect(recorder.take()).toBe('')
  })

  test('suspensions, of which a hundred are kept', () => {
    const recorder = recorderWith()
    const call = callOf(site, { outcome: 'running', end: undefined, ran: 0 })
    recorder.enter(call)
    for (let i = 0; i < 103; i++) {
      call.ran += 1
      recorder.pause(call)
      call.waited += 2
      recorder.resume(call)
    }
    recorder.exit(Object.assign(call, { outcome: 'returned', end: 310 }))
    const [line] = ofKind(linesOf(recorder.take()), 'call')
    expect(line).toMatchObject({ moreGaps: 3, waited: 206 })
    expect(line?.gaps?.slice(0, 2)).toEqual([
      [1, 3],
      [4, 6],
    ])
    expect(line?.gaps).toHaveLength(100)
  })

  test('a call that runs on is told once without its end, and then with it', () => {
    const recorder = recorderWith()
    const call = callOf(site, { outcome: 'running', end: undefined })
    recorder.enter(call)
    const told = [1, 2, 3, 4].map(() => ofKind(linesOf(recorder.take(10)), 'call').length)
    expect(told).toEqual([0, 1, 0, 0])
    recorder.exit(Object.assign(call, { outcome: 'returned', end: 9 }))
    expect(ofKind(linesOf(recorder.take(10)), 'call')).toMatchObject([{ seq: call.seq, end: 9 }])
  })

  test('a call that runs on is told of once it has taken what is asked for, and whoever was told of its beginning is told of its end', () => {
    const recorder = recorderWith({ duration: 1000, depth: 1 })
    const [short, long, deep] = [0, 0, 2].map((depth) => callOf(site, { outcome: 'running', end: undefined, start: 0, depth }))
    for (const call of [short, long, deep]) recorder.enter(call!)
    const runningAt = (time: number): number[] => ofKind(linesOf(recorder.take(time)), 'call').map(({ seq }) => seq)
    expect([250, 500, 750].flatMap(runningAt)).toEqual([])
    recorder.exit(Object.assign(short!, { outcome: 'returned', end: 900 }))
    expect([1000, 1250, 1500].map(runningAt)).toEqual([[long!.seq], [], []])
    recorder.configure({ duration: 10_000 })
    recorder.exit(Object.assign(long!, { outcome: 'returned', end: 1600 }))
    expect(ofKind(linesOf(recorder.take(1750)), 'call')).toMatchObject([{ seq: long!.seq, end: 1600 }])
    expect(ofKind(linesOf(recorder.take(2000, 'exit')), 'call')).toMatchObject([{ seq: deep!.seq, outcome: 'running' }])
  })

  test('of a function that was called often enough none more is told of before it has ended', () => {
    const recorder = recorderWith({ first: 2, last: 1 })
    const calls = Array.from({ length: 4 }, () => callOf(site, { outcome: 'running', end: undefined, start: 0 }))
    for (const call of calls.slice(0, 2)) whole(recorder, Object.assign(call, { outcome: 'returned', end: 1 }))
    for (const call of calls.slice(2)) recorder.enter(call)
    expect([1, 2, 3].flatMap((time) => ofKind(linesOf(recorder.take(time)), 'call').map(({ seq }) => seq))).toEqual(
      calls.slice(0, 2).map(({ seq }) => seq),
    )
  })

  test('what is learnt of a call goes into its line, or behind it', () => {
    const recorder = recorderWith()
    const error = { k: 'error', name: 'E', message: 'm' } as const
    const [early, late] = [callOf(site, { outcome: 'threw' }), callOf(site, { outcome: 'threw' })]
    whole(recorder, early)
    // Behind others that have ended since.
    for (let i = 0; i < 5; i++) whole(recorder, callOf(site))
    recorder.learn({ ...early, error })
    whole(recorder, late)
    const text = recorder.take()
    recorder.learn({ ...late, error })
    const threw = ofKind(linesOf(text), 'call').filter(({ outcome }) => outcome === 'threw')
    expect(threw.map((call) => call.error)).toEqual([error, undefined])
    expect(ofKind(linesOf(text), 'learn')).toEqual([])
    expect(linesOf(recorder.take())).toEqual([{ t: 'learn', seq: late.seq, error }])
  })

  test('marks, requests and the end', () => {
    const recorder = recorderWith()
    recorder.mark({ type: 'mark', seq: 1, parent: 0, time: 2, name: 'here', data: { k: 'undefined' } })
    const request = {
      type: 'request',
      seq: 2,
      parent: 5,
      side: 'client',
      method: 'GET',
      url: '/a',
      trace: 't',
      span: 's',
      parentSpan: undefined,
    } as const
    recorder.request({ ...request, start: 1, end: undefined, status: undefined, error: undefined })
    recorder.request({ ...request, start: 1, end: 3, status: 200, error: undefined })
    const lines = linesOf(recorder.take(9, 'exit')).slice(1)
    expect(lines).toEqual([
      { t: 'mark', seq: 1, time: 2, name: 'here', data: { k: 'undefined' } },
      { t: 'request', seq: 2, call: 5, side: 'client', method: 'GET', url: '/a', start: 1, end: 3, status: 200, trace: 't', span: 's' },
      { t: 'end', time: 9, reason: 'exit' },
    ])
    expect(recorder.take(9, 'exit')).toBe('')
  })

  test('a request that is under way when the recording ends has no end', () => {
    const recorder = recorderWith()
    const request = { type: 'request', parent: 0, side: 'server', method: 'GET', url: '/a', trace: 't', parentSpan: undefined } as const
    const open = { end: undefined, status: undefined, error: undefined }
    recorder.request({ ...request, ...open, seq: 1, span: 's1', start: 1 })
    recorder.request({ ...request, ...open, seq: 2, span: 's2', start: 2 })
    recorder.request({ ...request, ...open, seq: 1, span: 's1', start: 1, end: 3, status: 200 })
    expect(ofKind(linesOf(recorder.take(4)), 'request').map(({ seq, end }) => [seq, end])).toEqual([[1, 3]])
    const last = { t: 'request', seq: 2, side: 'server', method: 'GET', url: '/a', start: 2, trace: 't', span: 's2' }
    expect(ofKind(linesOf(recorder.take(9, 'exit')), 'request')).toEqual([last])
  })

  test('each part can be read by itself', () => {
    const recorder = recorderWith()
    whole(recorder, callOf(site))
    recorder.take()
    expect(recorder.nextPart()).toBe(1)
    whole(recorder, callOf(site))
    expect(linesOf(recorder.take()).map(({ t }) => t)).toEqual(['header', 'site', 'call'])
    whole(recorder, callOf(site))
    recorder.nextPart()
    expect(linesOf(recorder.take())[0]).toMatchObject({ part: 3 })
  })
})

describe('limits', () => {
  const flood = (limits: Partial<RecordLimits>, more: Parameters<typeof callOf>[1][]): { calls: number; drops: Record<string, number> } => {
    const recorder = recorderWith(limits)
    for (const one of more) whole(recorder, callOf(site, one))
    const lines = linesOf(recorder.take(5000, 'exit'))
    const drops = Object.fromEntries(ofKind(lines, 'drop').map(({ reason, count }) => [reason, count]))
    return { calls: ofKind(lines, 'call').length, drops }
  }
  const times = (count: number, more: Parameters<typeof callOf>[1] = {}): Parameters<typeof callOf>[1][] =>
    Array.from({ length: count }, () => more)

  test.each<[DropReason, Partial<RecordLimits>, Parameters<typeof callOf>[1]]>([
    ['damped', { perSecond: 10 }, {}],
    ['rate', { rate: 10 }, {}],
    ['queue', { queue: 10 }, {}],
  ])('%s: ten are kept, the others counted', (reason, limits, more) => {
    expect(flood(limits, times(100, more))).toEqual({ calls: 10, drops: { [reason]: 90 } })
  })

  test('without limits all of a flood is kept', () => {
    const none = { perSecond: Infinity, rate: Infinity, queue: Infinity }
    expect(flood(none, times(5000))).toEqual({ calls: 5000, drops: {} })
  })

  test('depth and duration', () => {
    expect(flood({ depth: 5 }, [...times(2, { depth: 5 }), ...times(3, { depth: 6 })])).toEqual({ calls: 2, drops: { depth: 3 } })
    expect(flood({ duration: 2 }, [...times(2, { end: 2 }), ...times(3, { end: 1.9 })])).toEqual({ calls: 2, drops: { duration: 3 } })
  })

  test('the first, the last and every failing call', () => {
    const recorder = recorderWith({ first: 3, last: 2 })
    const seqs = Array.from({ length: 20 }, (_, i) => {
      const call = callOf(site, { outcome: i === 10 ? 'threw' : 'returned' })
      whole(recorder, call)
      return call.seq
    })
    const lines = linesOf(recorder.take(1, 'exit'))
    expect(ofKind(lines, 'call').map(({ seq }) => seq)).toEqual([0, 1, 2, 10, 18, 19].map((i) => seqs[i]))
    expect(ofKind(lines, 'drop')).toEqual([{ t: 'drop', time: 1, reason: 'calls', count: 14, n: 1 }])
  })

  test('failing calls get through where others are damped', () => {
    const recorder = recorderWith({ perSecond: 1, rate: 1, depth: 1, duration: 5 })
    for (let i = 0; i < 20; i++) whole(recorder, callOf(site, { outcome: 'threw', depth: 9 }))
    expect(ofKind(linesOf(recorder.take()), 'call')).toHaveLength(20)
  })

  test('a flood of one function leaves room for the others, in this second and in the next', () => {
    const recorder = recorderWith({ perSecond: 5 })
    for (let i = 0; i < 100; i++) whole(recorder, callOf(site))
    whole(recorder, callOf(siteOf('g')))
    for (let i = 0; i < 100; i++) whole(recorder, callOf(site, { start: 1500, end: 1501 }))
    const lines = linesOf(recorder.take())
    expect(ofKind(lines, 'call').map(({ n }) => n)).toEqual([1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1])
  })

  test('each second has its own rate, whoever used up the last one', () => {
    const recorder = recorderWith({ rate: 2 })
    for (const second of [0, 1, 3])
      for (let i = 0; i < 5; i++) whole(recorder, callOf(siteOf(`f${i}`), { start: second * 1000, end: second * 1000 + i }))
    expect(ofKind(linesOf(recorder.take()), 'call').map(({ end }) => end)).toEqual([0, 1, 1000, 1001, 3000, 3001])
  })

  test.each<[DropReason, Partial<RecordLimits>]>([
    ['rate', { perSecond: 1e6, rate: 1000 }],
    ['queue', { perSecond: 1e6, queue: 1000 }],
  ])('%s: who called those that flood is kept, although it ends behind them', (reason, limits) => {
    const recorder = recorderWith(limits)
    const caller = callOf(siteOf('caller'), { outcome: 'running', end: undefined })
    recorder.enter(caller)
    for (let i = 0; i < 5000; i++) whole(recorder, callOf(site, { parent: caller.seq }))
    recorder.exit(Object.assign(caller, { outcome: 'returned', end: 9 }))
    const lines = linesOf(recorder.take())
    const calls = ofKind(lines, 'call')
    expect([calls.length, calls.at(-1)]).toEqual([901, expect.objectContaining({ seq: caller.seq, end: 9 })])
    expect(ofKind(lines, 'drop')).toEqual([expect.objectContaining({ reason, count: 4100 })])
  })

  test('calls that never end: of ten thousand is known that they run', () => {
    const recorder = recorderWith()
    for (let i = 0; i < 10_100; i++) recorder.enter(callOf(site, { outcome: 'running', end: undefined }))
    const running = ofKind(linesOf(recorder.take(5, 'exit')), 'call')
    expect(running).toHaveLength(10_000)
  })

  test('values that were left out for their cost are counted, and texts that only look like them are not', () => {
    const recorder = recorderWith()
    whole(recorder, callOf(site, { args: [{ k: 'omitted' }] }))
    whole(recorder, callOf(site, { value: { k: 'array', name: 'Array', items: [{ k: 'opaque', name: 'A', thinned: true }], size: 1 } }))
    whole(recorder, callOf(site, { args: ['{"k":"omitted"}', '"thinned":true'] }))
    expect(ofKind(linesOf(recorder.take(3)), 'drop')).toEqual([{ t: 'drop', time: 3, reason: 'values', count: 2, n: 1 }])
  })

  test('what is no limit is refused', () => {
    const header = { title: '', platform: 'node', versions: {} } as const
    expect(() => createRecorder({ ...header, limits: { firts: 1 } as never })).toThrow('limits.firts: there is no such limit')
    expect(() => createRecorder({ ...header, limits: { rate: -1 } })).toThrow('limits.rate: -1 is no number from 0')
  })
})
