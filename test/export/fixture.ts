import type { CallLine, HeaderLine, RequestLine, SiteLine, Snapshot, TraceLine } from '@spoor/trace'

/** Names that formats stumble over, each of which must come out as it went in. */
export const HOSTILE: string[] = [
  `quote " and ' and \` and \\`,
  'line\nbreak\r\nand tab\tand bell\u0007',
  '</script><!-- <b>bold</b> -->',
  'arrow --> ->> ==> -.-> end',
  'separators \u2028 \u2029',
  'emoji 👩‍👩‍👧 and lone \ud83d half',
  'semi;colon#35;hash#quot;|pipe|{brace}[bracket](paren)<angle>%%{init: x}%%',
  '=HYPERLINK("https://x.test","x")',
  '+1,2;3',
  `very long ${'x'.repeat(5000)}`,
  '__proto__',
  'end',
  'שלום עולם',
  '',
]

const header = (s: number, more: Partial<HeaderLine>): HeaderLine => ({
  t: 'header',
  ...(s ? { s } : {}),
  format: 'spoor-trace',
  major: 1,
  minor: 0,
  stream: `${s}`.repeat(16),
  origin: 1_795_000_000_000 + s * 10.25,
  clock: 0,
  platform: 'node',
  title: 'node server.mjs',
  pid: 4242,
  versions: { node: '20.20.2' },
  ...more,
})

const site = (s: number, n: number, name: string, more: Partial<SiteLine> = {}): SiteLine => {
  const file = more.file ?? 'src/server.js'
  return { t: 'site', ...(s ? { s } : {}), n, id: `${file}#${name}`, file, name, line: n * 10, column: 3, kind: 'function', ...more }
}

const call = (s: number, seq: number, n: number, start: number, end: number | undefined, more: Partial<CallLine> = {}): CallLine => ({
  t: 'call',
  ...(s ? { s } : {}),
  seq,
  n,
  start,
  ...(end === undefined ? { outcome: 'running' } : { end, outcome: 'returned' }),
  ...more,
})

const request = (s: number, seq: number, start: number, end: number | undefined, more: Partial<RequestLine>): RequestLine => ({
  t: 'request',
  ...(s ? { s } : {}),
  seq,
  side: 'client',
  method: 'POST',
  url: '/api/checkout',
  start,
  ...(end === undefined ? {} : { end, status: 200 }),
  trace: 'a'.repeat(32),
  span: 'b'.repeat(16),
  ...more,
})

export const failure: Snapshot = {
  k: 'error',
  name: 'TypeError',
  message: 'card\n"declined" </script>',
  stack: 'TypeError: card\n    at pay (src/server.js:30:3)',
}

/** A server: nested sync calls, async calls that overlap, a generator, failures, calls that never end, what was dropped. */
export const server: TraceLine[] = [
  header(0, {}),
  site(0, 1, 'handle', { async: true, params: ['request', '{id,name}'] }),
  site(0, 2, 'parse', { params: ['text'] }),
  site(0, 3, 'pay', { file: 'src/pay.js', params: ['cart', 'card'] }),
  site(0, 4, 'query', { file: 'src/db.js', async: true, params: ['sql'] }),
  site(0, 5, 'rows', { file: 'src/db.js', generator: true }),
  site(0, 6, 'watch', { async: true }),
  site(0, 7, 'spin'),
  request(0, 1, 0.5, 60, { side: 'server', span: 'c'.repeat(16), parentSpan: 'b'.repeat(16) }),
  // Two handlers side by side: each waits while the other runs.
  call(0, 3, 2, 1.1, 2.25, { parent: 2, depth: 1, args: ['a=1'], value: { k: 'object', name: 'Object', props: [['a', 1]], size: 1 } }),
  call(0, 5, 2, 4, 4.5, { parent: 4, depth: 1, args: ['b=2'], value: { k: 'undefined' } }),
  call(0, 6, 5, 4.6, 9.6, { parent: 4, depth: 1, ran: 2, waited: 3, gaps: [[5, 6], [6.5, 8.5]], outcome: 'closed' }), // prettier-ignore
  call(0, 7, 4, 10, 40, { parent: 4, depth: 1, ran: 2, waited: 28, gaps: [[11, 39]], args: [`SELECT * FROM "cart" WHERE name = 'x'; --> <b>`], value: { k: 'array', name: 'Array', items: [1, 2], size: 200 } }), // prettier-ignore
  call(0, 8, 3, 21, 25, { parent: 2, depth: 1, outcome: 'threw', args: [{ k: 'circular' }, { k: 'redacted' }] }),
  { t: 'learn', seq: 8, error: failure },
  call(0, 2, 1, 1, 26, { ran: 7.5, waited: 17.5, gaps: [[2.5, 20]], outcome: 'threw', error: failure, args: [{ k: 'opaque', name: 'IncomingMessage' }, { k: 'object', name: 'Object', props: [['__proto__', 1], ['name', 'N']], size: 3 }] }), // prettier-ignore
  // Ended after its caller.
  call(0, 9, 4, 41, 55, { parent: 4, depth: 1, ran: 1, waited: 13, gaps: [[42, 55]], moreGaps: 2 }),
  call(0, 4, 1, 3, 50, { ran: 17.5, waited: 29.5, gaps: [[11, 40.5]], value: 'done' }),
  { t: 'mark', seq: 10, parent: 0, time: 51, name: 'sale </script> begins', data: { k: 'map', name: 'Map', entries: [['k', 1n.toString()]], size: 1 } }, // prettier-ignore
  { t: 'drop', time: 52, reason: 'ring', count: 120 },
  { t: 'drop', time: 58, reason: 'ring', count: 3, n: 2 },
  // Written twice while it ran; never ended.
  call(0, 11, 6, 56, undefined, { ran: 1, waited: 0.5, gaps: [[57, 57.5]] }),
  call(0, 11, 6, 56, undefined, { ran: 2, waited: 1, gaps: [[57, 57.5], [58, 58.5]] }), // prettier-ignore
  // Written while it ran, and then ended; its caller was dropped.
  call(0, 13, 2, 59, undefined, { parent: 12, depth: 1 }),
  call(0, 13, 2, 59, 61, { parent: 12, depth: 1, args: [{ k: 'string', v: 'long', size: 9000 }] }),
  call(0, 14, 7, 62, undefined, {}),
  { t: 'end', time: 70, reason: 'signal' },
]

/** A worker of the server, whose lines stand between those of others. */
export const worker: TraceLine[] = [
  header(1, { thread: 1, parentStream: '0'.repeat(16) }),
  site(1, 1, 'work', { file: 'src/worker.js' }),
  ...[1, 2, 3].map((seq) => call(1, seq, 1, seq * 10, seq * 10 + 5, { value: { k: 'number', v: 'NaN' } })),
]

/** A page, whose clock is coarse: calls begin and end at the same instant. Its functions have every hostile name. */
export const page: TraceLine[] = [
  header(2, { platform: 'browser', title: 'https://shop.test/</script>', clock: 0.1, pid: 0 }),
  ...HOSTILE.map((name, i) =>
    site(2, i + 1, name, { file: i % 2 ? 'src/"odd", <file>.js' : 'src/page.js', params: ['__proto__', 'value'] }),
  ),
  request(2, 1, 0.2, 55, {}),
  request(2, 2, 0.3, undefined, { method: 'GET', url: '/api/<b>;#', span: 'd'.repeat(16), trace: 'e'.repeat(32) }),
  ...HOSTILE.map((name, i) => call(2, i + 4, i + 1, 0.1, 0.1, { parent: 3, depth: 1, args: [name, { k: 'string', v: name, size: 9999 }], value: name })), // prettier-ignore
  call(2, 3, 1, 0.1, 0.1),
  { t: 'mark', s: 2, seq: 100, time: 0.2, name: HOSTILE[1]! },
]

/** All of them in one file, as `merge` leaves them. */
export const shop: TraceLine[] = [...server, ...worker, ...page].sort((a, b) => Number(b.t === 'header') - Number(a.t === 'header'))

/** Lines -> what exporters read: batches, from the beginning each time. */
export const asRecording = (lines: readonly TraceLine[], size = 7): readonly (readonly TraceLine[])[] =>
  Array.from({ length: Math.ceil(lines.length / size) }, (_, i) => lines.slice(i * size, (i + 1) * size))

export async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

/** The calls of a stream in their last state, by number. */
export function callsOf(lines: readonly TraceLine[], s: number): Map<number, CallLine> {
  const calls = lines.filter((line): line is CallLine => line.t === 'call' && (line.s ?? 0) === s)
  return new Map(calls.map((line) => [line.seq, line]))
}
