import type { CallEvent, Site, Snapshot } from '@spoor/shared'
import { createRecorder } from '@spoor/trace'
import type { Recorder, RecorderOptions } from '@spoor/trace'

/** What a text in a page must never do: run, load, or become an element. */
export const HOSTILE = `</script><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`

const far = 1e12

/** Of Node on an exact clock, where nothing else is said; nothing is left out. */
const recorderOf = (more: Pick<RecorderOptions, 'title'> & Partial<RecorderOptions>): Recorder =>
  createRecorder({
    platform: 'node',
    versions: { node: '20.20.2' },
    origin: ORIGIN,
    clock: 0,
    limits: { first: far, last: 0, perSecond: far, rate: far, depth: 1e6, queue: far },
    ...more,
  })

const site = (file: string, name: string, line: number, more: Partial<Site> = {}): Site => ({
  id: `${file}#${name}`,
  file,
  name,
  line,
  column: 3,
  kind: 'function',
  async: false,
  generator: false,
  params: [],
  ...more,
})

const SITES = {
  buy: site('src/cart.ts', 'Cart.buy', 40, { async: true, params: ['order', 'note'] }),
  total: site('src/cart.ts', 'Cart.total', 12),
  render: site('src/ui/list.tsx', 'render', 5),
  format: site('src/ui/format.ts', 'format', 8, { params: ['price'] }),
  cell: site('src/ui/list.tsx', 'cell', 30),
  hostile: site('src/ui/hostile.ts', HOSTILE, 1),
  handle: site('src/server.js', 'handle', 3, { async: true }),
  query: site('src/db.js', 'query', 9, { async: true, params: ['sql'] }),
  poll: site('src/poll.js', 'poll', 2),
}

export const ORIGIN = 1_795_000_000_000

/** Time 0 of the page: when it begins with anything, so that what the page of the viewer shows counts from there. */
const START = 100

class Play {
  #seq = 0

  constructor(readonly recorder: Recorder) {}

  /** A call with all that happens in it. Times are milliseconds. */
  call(
    what: Site,
    start: number,
    end: number | undefined,
    more: Partial<CallEvent> & { waits?: [number, number][]; within?: (seq: number) => void } = {},
  ): number {
    const { waits = [], within, ...rest } = more
    const call: CallEvent = { ...EMPTY, seq: ++this.#seq, site: what, start, ...rest }
    this.recorder.enter(call)
    within?.(call.seq)
    for (const [pause, resume] of waits) {
      call.ran = pause - start - call.waited
      this.recorder.pause(call)
      call.waited += resume - pause
      this.recorder.resume(call)
    }
    if (end !== undefined) {
      Object.assign(call, { end, ran: end - start - call.waited, outcome: rest.error === undefined ? 'returned' : 'threw' })
      this.recorder.exit(call)
    }
    return call.seq
  }

  next(): number {
    return ++this.#seq
  }
}

const EMPTY: CallEvent = {
  type: 'call',
  seq: 0,
  site: SITES.buy,
  parent: 0,
  createdBy: 0,
  depth: 0,
  start: 0,
  end: undefined,
  ran: 0,
  waited: 0,
  outcome: 'running',
  args: undefined,
  value: undefined,
  error: undefined,
}

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SENT = '00f067aa0ba902b7'

/**
 * A click in a tab that asks a server, 100 ms after the tab's clock began: `Cart.buy` from 0 to 400 ms of the recording, with `Cart.total`
 * at 10 to 40; `render` from 500 to 600 with `format` at 510 to 550, which throws, and two hundred short ones; a hostile name from 620 to 680.
 */
export function tab(): string {
  const recorder = recorderOf({
    platform: 'browser',
    title: 'http://localhost:5173/cart',
    versions: { spoor: '0.1.0' },
    stream: '1'.repeat(16),
    clock: 0.1,
  })
  const play = new Play(recorder)
  const at = (ms: number): number => START + ms
  const args: Snapshot[] = [{ k: 'object', name: 'Order', props: [['lamps', 2]], size: 1 }, HOSTILE]
  const buy = play.call(SITES.buy, at(0), at(400), {
    args,
    value: 42,
    waits: [[at(60), at(380)]],
    within: (parent) => {
      recorder.mark({ type: 'mark', seq: play.next(), parent, time: at(5), name: 'sale begins', data: undefined })
      play.call(SITES.total, at(10), at(40), { parent, depth: 1, value: 12.5 })
      const request = {
        type: 'request',
        seq: play.next(),
        parent,
        side: 'client',
        method: 'POST',
        url: '/api/checkout',
        start: at(50),
        status: 201,
      } as const
      recorder.request({ ...request, end: at(370), error: undefined, trace: TRACE, span: SENT, parentSpan: undefined })
    },
  })
  play.call(SITES.render, at(500), at(600), {
    createdBy: buy,
    within: (parent) => {
      play.call(SITES.format, at(510), at(550), {
        parent,
        depth: 1,
        args: [-1],
        error: { k: 'error', name: 'RangeError', message: `no price ${HOSTILE}` },
      })
      for (let i = 0; i < 200; i++) play.call(SITES.cell, at(560 + i * 0.15), at(560.1 + i * 0.15), { parent, depth: 1 })
    },
  })
  play.call(SITES.hostile, at(620), at(680), { args: [HOSTILE], value: HOSTILE })
  return recorder.take(at(700), 'unload')
}

/** The server that it asks; 100 ms later on the same clock. `poll` runs still. */
export function server(): string {
  const recorder = recorderOf({
    title: 'node --enable-source-maps server.mjs',
    stream: '2'.repeat(16),
    origin: ORIGIN + START,
    pid: 4711,
  })
  const play = new Play(recorder)
  const seq = play.next()
  play.call(SITES.handle, 105, 295, {
    parent: seq,
    waits: [[125, 285]],
    within: (parent) => play.call(SITES.query, 120, 285, { parent, depth: 1, args: ['select left from stock'], waits: [[130, 280]] }),
  })
  const request = {
    type: 'request',
    seq,
    parent: 0,
    side: 'server',
    method: 'POST',
    url: '/api/checkout',
    start: 100,
    end: 300,
    status: 201,
  } as const
  recorder.request({ ...request, error: undefined, trace: TRACE, span: 'b7ad6b7169203331', parentSpan: SENT })
  play.call(SITES.poll, 650, undefined)
  // What runs still is told when it was running before.
  return recorder.take(690) + recorder.take(700)
}

export const shop = (): { name: string; text: string }[] => [
  { name: 'tab.spoor.ndjson', text: tab() },
  { name: 'server.spoor.ndjson', text: server() },
]

/**
 * A server that has eight requests at once: `/of/1` from 10 ms on, `/of/2` from 20 ms on, and so on, each 400 ms; the third is refused, the
 * fifth fails, the eighth is not answered. Each is handled by a call that begins 1 ms later.
 */
export function crowd(): { name: string; text: string }[] {
  const recorder = recorderOf({
    title: 'node crowd.mjs',
    stream: '3'.repeat(16),
  })
  const play = new Play(recorder)
  play.call(SITES.poll, 0, 5)
  for (let i = 1; i <= 8; i++) {
    const [seq, start] = [play.next(), i * 10]
    play.call(SITES.handle, start + 1, start + 399, { parent: seq })
    recorder.request({
      type: 'request',
      seq,
      parent: 0,
      side: 'server',
      method: 'GET',
      url: `/of/${i}`,
      start,
      end: i === 8 ? undefined : start + 400,
      status: i === 8 ? undefined : ({ 3: 404, 5: 500 }[i] ?? 200),
      error: undefined,
      trace: TRACE,
      span: `${i}`.repeat(16),
      parentSpan: undefined,
    })
  }
  play.call(SITES.poll, 995, 1000)
  return [{ name: 'crowd.spoor.ndjson', text: recorder.take(1000, 'exit') }]
}

/** As many calls as asked for, nested, a few of them failing; of `functions` functions. */
export function* many(count: number, functions = 120): Generator<string, void, void> {
  const recorder = recorderOf({
    title: 'node busy.mjs',
  })
  const sites = Array.from({ length: functions }, (_, i) => site(`src/part${i % 7}.ts`, `work${i}`, i + 1))
  let seed = 42
  const random = (): number => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) / 0x7fffffff
  let [seq, time] = [0, 0]
  const run = (parent: number, depth: number, budget: number): void => {
    const call: CallEvent = {
      ...EMPTY,
      seq: ++seq,
      site: sites[Math.floor(random() * functions)]!,
      parent,
      depth,
      start: time,
      args: [seq],
      value: seq,
    }
    recorder.enter(call)
    time += 0.001 + random() * 0.004
    for (let left = budget - 1; left > 0 && seq < count && depth < 30;) {
      const part = Math.max(1, Math.floor(left * random() * 0.7))
      run(call.seq, depth + 1, part)
      left -= part
    }
    time += 0.001 + random() * 0.01
    Object.assign(call, { end: time, ran: time - call.start, outcome: 'returned' })
    recorder.exit(call)
  }
  while (seq < count) {
    run(0, 0, 50 + Math.floor(random() * 2000))
    time += random() * 3
    if (recorder.waiting > 20_000) yield recorder.take(time)
  }
  yield recorder.take(time, 'exit')
}
