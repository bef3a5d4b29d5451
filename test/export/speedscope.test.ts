import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { speedscope } from '@spoor/trace'
import type { TraceLine } from '@spoor/trace'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asRecording, callsOf, HOSTILE, page, server, shop, textOf } from './fixture.ts'

const require = createRequire(import.meta.url)
const schema = JSON.parse(readFileSync(require.resolve('speedscope/dist/release/file-format-schema.json'), 'utf8'))
const isValid = new Ajv({ strict: false }).compile(schema)

interface File {
  profiles: { name: string; unit: string; startValue: number; endValue: number; events: { type: 'O' | 'C'; frame: number; at: number }[] }[]
  shared: { frames: { name: string; file?: string; line?: number; col?: number }[] }
}

async function exported(lines: readonly TraceLine[]): Promise<File> {
  const file = JSON.parse(await textOf(speedscope(asRecording(lines))))
  expect(isValid(file), JSON.stringify(isValid.errors)).toBe(true)
  return file
}

/** name, from, to of what lies in a profile; fails where it is not properly nested or goes back in time. */
function spansOf(
  { shared: { frames } }: File,
  { events, startValue, endValue }: File['profiles'][number],
): [name: string, from: number, to: number, depth: number][] {
  const open: { frame: number; at: number; place: number }[] = []
  const spans: [string, number, number, number][] = []
  let last = startValue
  for (const { type, frame, at } of events) {
    expect(at).toBeGreaterThanOrEqual(last)
    last = at
    if (type === 'O') {
      open.push({ frame, at, place: spans.push([frames[frame]!.name, at, at, open.length]) - 1 })
      continue
    }
    const top = open.pop()!
    expect(top.frame).toBe(frame)
    spans[top.place]![2] = at
  }
  expect(open).toEqual([])
  expect(last).toBeLessThanOrEqual(endValue)
  return spans
}

test("files fit speedscope's schema, and every call is in one profile, properly nested", async () => {
  const file = await exported(shop)
  const spans = file.profiles.flatMap((profile) => spansOf(file, profile))
  expect(spans).toHaveLength([0, 1, 2].reduce((sum, s) => sum + callsOf(shop, s).size, 0))
  expect(file.profiles.map(({ name }) => name)).toEqual([
    'node server.mjs',
    'node server.mjs · overlapping 1',
    'node server.mjs (worker 1)',
    'https://shop.test/</script>',
  ])
})

test('async calls that overlap lie in lanes of their own, with what they called', async () => {
  const file = await exported(server)
  const [first, second] = file.profiles.map((profile) => spansOf(file, profile))
  // Times are since the first call, at 1 ms.
  expect(first).toEqual([
    ['handle', 0, 25, 0],
    ['parse', 0.1, 1.25, 1],
    ['pay', 20, 24, 1],
    ['query', 40, 54, 0],
    ['watch', 55, 69, 0],
  ])
  expect(second).toEqual([
    ['handle', 2, 49, 0],
    ['parse', 3, 3.5, 1],
    ['rows', 3.6, 8.6, 1],
    ['query', 9, 39, 1],
    // Whether `watch` ran at the time, nobody knows.
    ['parse', 58, 60, 0],
    ['spin', 61, 69, 0],
  ])
})

test('functions are known by their places and come out with their names', async () => {
  const { shared } = await exported(page)
  expect(shared.frames.map(({ name }) => name).sort()).toEqual([...HOSTILE].sort())
  const known = await exported(server)
  expect(known.shared.frames).toContainEqual({ name: 'pay', file: 'src/pay.js', line: 30, col: 3 })
})

test('an empty recording is a file too', async () => {
  expect((await exported([])).profiles).toEqual([])
})

test('whatever the calls, nothing overlaps in any lane', async () => {
  const call = fc.record({ start: fc.nat(20), length: fc.nat(10), parent: fc.nat(8), pause: fc.nat(10) })
  const plan = fc.array(call, { minLength: 1, maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(plan, async (calls) => {
      const starts = calls.map(({ start }) => start).sort((a, b) => a - b)
      const lines = calls.map(({ length, parent, pause }, i): TraceLine => {
        const end = starts[i]! + length
        const gap = pause < length ? { gaps: [[starts[i]! + pause, end] as [number, number]], waited: length - pause } : {}
        return {
          t: 'call',
          seq: i + 1,
          n: 1,
          ...(i > parent ? { parent: i - parent } : {}),
          start: starts[i]!,
          end,
          outcome: 'returned',
          ...gap,
        }
      })
      const header = server.slice(0, 2)
      const file = await exported([...header, ...lines.reverse()])
      expect(file.profiles.flatMap((profile) => spansOf(file, profile))).toHaveLength(calls.length)
    }),
    { numRuns: 300, seed: 1 },
  )
})
