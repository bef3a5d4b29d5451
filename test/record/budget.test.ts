import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CallEvent, Snapshot, Spoor } from '../../packages/runtime/src/index.ts'
import type { Recorder } from '../../packages/runtime/src/slot.ts'

type Runtime = typeof import('../../packages/runtime/src/index.ts')

const SLOT = Symbol.for('spoor.runtime/1')
const held = globalThis as Record<symbol, unknown>

/** Milliseconds; each look at the clock takes a hundredth of one, so that looking at a value takes as long. */
let time: number
let spoor: Spoor
let format: Runtime['formatSnapshot']
let probes: Recorder
let outer: unknown
let last: Pick<CallEvent, 'args' | 'value'>

beforeEach(async () => {
  time = 0
  outer = held[SLOT]
  delete held[SLOT]
  vi.resetModules()
  vi.stubGlobal('performance', { now: () => (time += 0.01) })
  const runtime = await import('../../packages/runtime/src/index.ts')
  spoor = runtime.spoor
  format = runtime.formatSnapshot
  probes = held[SLOT] as Recorder
  probes.register('spoor:1', 'a.js', 1, ['busy', 1, 1, 0, 'value password', 'other', 2, 1, 0, 'value'])
})

afterEach(() => {
  vi.unstubAllGlobals()
  delete held[SLOT]
  if (outer) Object.defineProperty(held, SLOT, { value: outer, configurable: true })
})

const VALUE = { a: { b: { c: 1 } } }

/** Calls a function, which returns what it is given. @returns what was kept of the argument and of the result */
function call(site: 1 | 2, value: unknown = VALUE, ...others: unknown[]): string[] {
  const seen = probes.enter(site, [value, ...others])
  if (!seen) throw new Error('not recorded')
  probes.exit(seen, value)
  last = { args: seen.args, value: seen.value }
  return [...(last.args as Snapshot[]), last.value as Snapshot].map((one) => format(one))
}

const flood = (times: number, site: 1 | 2 = 1): string[] => Array.from({ length: times }, () => call(site)[0] as string)

const WHOLE = '{a: {b: {c: 1}}}'

describe('a function that is called all the time', () => {
  test('is looked at less and less closely, and each value says so', () => {
    const kept = flood(9000)
    expect([...new Set(kept)]).toEqual([WHOLE, '{a: ‹…›}', '‹…›'])
    // A click or a request is kept as it is.
    expect(kept.indexOf('{a: ‹…›}')).toBeGreaterThan(900)
    expect([last.args, last.value]).toEqual([[{ k: 'omitted' }], { k: 'omitted' }])
    expect(kept).toContain('‹…›')
  })

  test('keeps what needs no look, and no secret', () => {
    flood(9000)
    expect(call(1, 7, 'a secret')).toEqual(['7', '‹redacted›', '7'])
    expect(call(1, null)).toEqual(['null', 'null'])
    expect(call(1, 'long or short')).toEqual(['‹…›', '‹…›'])
  })

  test('keeps name and message of what it throws, and looks no further', () => {
    const fail = (): Snapshot | undefined => {
      const seen = probes.enter(1, [1])
      if (!seen) throw new Error('not recorded')
      const error = new Error('no stock', { cause: new Error('sold') })
      probes.threw(seen, error)
      probes.exit(seen, seen)
      return seen.error
    }
    expect(fail()).toMatchObject({ message: 'no stock', stack: expect.stringContaining('budget.test'), cause: { message: 'sold' } })
    for (let i = 0; i < 9000; i++) fail()
    expect(fail()).toEqual({ k: 'error', name: 'Error', message: 'no stock' })
    // Rested.
    time += 60_000
    expect(fail()).toMatchObject({ stack: expect.stringContaining('budget.test') })
  })

  test('takes no more than its share of the running time', () => {
    flood(9000)
    const before = time
    let full = 0
    for (let i = 0; i < 20_000; i++) {
      time += 0.2
      if (call(1)[0] === WHOLE) full++
    }
    // A look at an argument and one at a result, of a hundredth each.
    expect(full * 0.02).toBeLessThan((time - before) * 0.06)
    expect(full).toBeGreaterThan(0)
  })

  test('does not cost another one its values', () => {
    flood(9000)
    expect(call(2)).toEqual([WHOLE, WHOLE])
  })

  test('has them again when it has rested', () => {
    flood(9000)
    expect(call(1)[0]).toBe('‹…›')
    time += 3000
    expect(flood(900)).toEqual(Array(900).fill(WHOLE))
  })
})

test('functions that are called now and then lose nothing', () => {
  for (let i = 0; i < 9000; i++) {
    time += 1
    expect(call(1)[0]).toBe(WHOLE)
  }
})

test('it can be switched off, and wider or closer', () => {
  spoor.configure({ values: { budget: false } })
  expect(new Set(flood(9000))).toEqual(new Set([WHOLE]))
  spoor.configure({ values: { budget: 0.05, burst: 1 } })
  time += 5000
  const close = flood(300)
  expect(close.indexOf('‹…›')).toBeGreaterThan(0)
  expect(close.indexOf('‹…›')).toBeLessThan(100)
  for (const wrong of [{ budget: 2 }, { budget: -1 }, { budget: true }, { burst: -1 }, { burst: NaN }])
    expect(() => spoor.configure({ values: wrong as never })).toThrow(RangeError)
})
