import { diff, encodeLine, readTrace, summarise } from '@spoor/trace'
import type { CallLine, Summary, TraceLine } from '@spoor/trace'
import { describe, expect, test } from 'vitest'
import { diceOf, headerOf } from './program.ts'

interface Calls {
  name: string
  /** Milliseconds of each call. */
  took: number[]
  errors?: string[]
}

/** A recording of functions that are called one after the other. */
function recording(functions: readonly Calls[], more: readonly TraceLine[] = []): Promise<Summary> {
  let seq = 0
  let time = 0
  const lines = functions.flatMap(({ name, took, errors = [] }, i): TraceLine[] => [
    { t: 'site', n: i + 1, id: `src/a.ts#${name}`, file: 'src/a.ts', name, line: i + 1, column: 1, kind: 'function' },
    ...took.map((ms, k): CallLine => {
      const start = time
      time += ms + 1
      const message = errors[k]
      const how =
        message === undefined
          ? { outcome: 'returned' as const }
          : { outcome: 'threw' as const, error: { k: 'error' as const, name: 'Error', message } }
      return { t: 'call', seq: ++seq, n: i + 1, start, end: start + ms, ...how }
    }),
  ])
  return summarise(readTrace([[headerOf(), ...lines, ...more].map(encodeLine).join('')]))
}

/** So many times about so long, by up to a third more or less. */
const about = (ms: number, times: number, seed = 1): number[] => {
  const dice = diceOf(seed)
  return Array.from({ length: times }, () => ms * (0.7 + dice() * 0.6))
}

const names = (changes: readonly { after: { name: string } }[]): string[] => changes.map(({ after }) => after.name)

describe('what is different', () => {
  test('is nothing between a recording and itself', async () => {
    const one = await recording([{ name: 'a', took: about(5, 30), errors: ['x'] }])
    expect(diff(one, one)).toEqual({ appeared: [], gone: [], slower: [], faster: [], calls: [], outcomes: [], incomplete: false })
  })

  test('is what is new and what is gone', async () => {
    const before = await recording([
      { name: 'old', took: [1] },
      { name: 'both', took: [1] },
    ])
    const after = await recording([
      { name: 'both', took: [1] },
      { name: 'new', took: [1] },
    ])
    const { appeared, gone } = diff(before, after)
    expect([appeared.map(({ name }) => name), gone.map(({ name }) => name)]).toEqual([['new'], ['old']])
  })

  test('is what is slower or faster than chance explains, with both figures', async () => {
    const before = await recording([
      { name: 'slower', took: about(5, 50) },
      { name: 'noise', took: about(5, 50, 2) },
      { name: 'faster', took: about(9, 50, 3) },
      { name: 'once', took: [4] },
      { name: 'tiny', took: about(0.0001, 50) },
    ])
    const after = await recording([
      { name: 'slower', took: about(10, 50, 5) },
      { name: 'noise', took: about(5, 50, 6) },
      { name: 'faster', took: about(4, 50, 7) },
      { name: 'once', took: [5] },
      { name: 'tiny', took: about(0.001, 50) },
    ])
    const { slower, faster } = diff(before, after)
    expect([names(slower), names(faster)]).toEqual([['slower'], ['faster']])
    expect(slower[0]!.before.mean).toBeLessThan(6)
    expect(slower[0]!.after.mean).toBeGreaterThan(9)
    expect(names(diff(after, before).slower)).toEqual(['faster'])
  })

  test('of wildly scattered calls a few say nothing', async () => {
    const before = await recording([{ name: 'a', took: [1, 2, 90] }])
    const after = await recording([{ name: 'a', took: [1, 99, 98] }])
    expect(diff(before, after).slower).toEqual([])
  })

  test('is how often, dropped calls counted', async () => {
    const before = await recording([
      { name: 'more', took: about(1, 10) },
      { name: 'same', took: about(1, 100) },
      { name: 'kept', took: about(1, 50) },
    ])
    const drop: TraceLine = { t: 'drop', time: 0, reason: 'calls', count: 40, n: 3 }
    const after = await recording(
      [
        { name: 'more', took: about(1, 30) },
        { name: 'same', took: about(1, 104) },
        { name: 'kept', took: about(1, 10) },
      ],
      [drop],
    )
    const { calls, incomplete } = diff(before, after)
    expect(names(calls)).toEqual(['more'])
    expect(incomplete).toBe(true)
  })

  test('is how calls end', async () => {
    const before = await recording([
      { name: 'breaks', took: [1, 1] },
      { name: 'mended', took: [1, 1], errors: ['x'] },
      { name: 'otherwise', took: [1, 1], errors: ['x', 'y'] },
      { name: 'same', took: [1], errors: ['x'] },
    ])
    const after = await recording([
      { name: 'breaks', took: [1, 1], errors: ['z'] },
      { name: 'mended', took: [1, 1] },
      { name: 'otherwise', took: [1, 1], errors: ['x', 'z'] },
      { name: 'same', took: [1], errors: ['x'] },
    ])
    expect(diff(before, after).outcomes.map(({ what, after, newErrors, goneErrors }) => [after.name, what, newErrors, goneErrors])).toEqual(
      [
        ['breaks', 'fails now', ['Error: z'], []],
        ['mended', 'fails no more', [], ['Error: x']],
        ['otherwise', 'fails otherwise', ['Error: z'], ['Error: y']],
      ],
    )
  })
})
