import { ofRequest } from '@spoor/trace'
import type { TraceLine } from '@spoor/trace'
import { expect, test } from 'vitest'

const STREAM = '0123456789abcdef'
const site = (n: number, name: string): TraceLine => ({
  t: 'site',
  n,
  id: `src/app.js#${name}`,
  file: 'src/app.js',
  name,
  line: n,
  column: 1,
  kind: 'function',
})
const call = (seq: number, n: number, rest: object): TraceLine => ({
  t: 'call',
  seq,
  n,
  start: seq,
  end: seq + 0.5,
  outcome: 'returned',
  ...rest,
})
const request = (seq: number, path: string, end: number): TraceLine => ({
  t: 'request',
  seq,
  side: 'server',
  method: 'GET',
  url: `http://localhost/${path}`,
  start: seq,
  end,
  status: 200,
  trace: String(seq).padStart(32, '0'),
  span: String(seq).padStart(16, '0'),
})

/** Two requests at once, whose handler was created while the app was set up. */
const LINES: TraceLine[] = [
  {
    t: 'header',
    format: 'spoor-trace',
    major: 1,
    minor: 0,
    stream: STREAM,
    origin: 0,
    clock: 0,
    platform: 'node',
    title: 'app',
    versions: {},
  },
  site(1, 'setup'),
  site(2, 'setup.handler'),
  site(3, 'query'),
  call(1, 1, {}),
  request(2, 'lamps', 20),
  request(3, 'chairs', 20),
  call(4, 2, { parent: 2, by: 1 }),
  call(5, 2, { parent: 3, by: 1 }),
  call(6, 3, { parent: 4 }),
  call(7, 3, { parent: 5 }),
  { t: 'end', time: 30, reason: 'exit' },
]

test.each([
  ['GET */lamps', [4, 6]],
  ['GET */chairs', [5, 7]],
])('what ran for %s is what says so, whoever created it and whatever arrived since', async (pattern, expected) => {
  const wanted = await ofRequest([LINES], pattern)
  expect([1, 4, 5, 6, 7].filter((seq) => wanted?.(STREAM, seq))).toEqual(expected)
})
