import { beforeEach, describe, expect, test } from 'vitest'
import { spoor } from '../../packages/runtime/src/index.ts'
import { state } from '../../packages/runtime/src/state.ts'
import { $e, $g, $x } from '../runtime/program.ts'

beforeEach(() => {
  spoor.on()
  spoor.clear()
})

type Flags = Record<string, number>

let loads = 0
const table = (...names: string[]): (string | number)[] => names.flatMap((name, i) => [name, i + 1, 1, 0, ''])
const load = (...names: string[]): Flags => $g('spoor:1', `src/control/${loads++}.ts`, 1, table(...names))

/** As an instrumented function does. @returns whether it was recorded */
function call(flags: Flags, name: string): boolean {
  const number = flags[name]
  if (!number) return false
  $x($e(number, []) as never, undefined)
  return true
}
const times = (count: number, flags: Flags, name = 's0'): number =>
  Array.from({ length: count }, () => call(flags, name)).filter(Boolean).length

describe('functions that switch themselves off', () => {
  test('each after so many calls of its own, and what was said before or after counts as ever', () => {
    const flags = load('f', 'g', 'other')
    spoor.on('src/control/*.ts#{f,g}', { max: 3 })
    expect([times(10, flags), times(2, flags, 's1'), times(10, flags, 's2')]).toEqual([3, 2, 10])
    expect(spoor.status().rules.at(-1)).toMatchObject({ on: true, selectors: 'src/control/*.ts#{f,g}', max: 3, spent: 1 })
    expect(times(10, flags, 's1')).toBe(1)
    expect(spoor.status().rules.at(-1)).toMatchObject({ spent: 2 })
    // A later rule about something else does not wake them.
    spoor.off('src/elsewhere/**')
    expect(times(5, flags)).toBe(0)
    // Said again, it counts anew.
    spoor.on('src/control/*.ts#{f,g}', { max: 3 })
    expect(times(10, flags)).toBe(3)
    // Without a number: without an end.
    spoor.on('src/control/*.ts#f')
    expect(times(10, flags)).toBe(10)
  })

  test('counts go over hot updates and new copies of a file', () => {
    const rows = table('f')
    const first: Flags = $g('spoor:1', 'src/control/hot.ts', 1, rows)
    spoor.on('src/control/hot.ts', { max: 4 })
    expect(times(3, first)).toBe(3)
    const second: Flags = $g('spoor:1', 'src/control/hot.ts', 1, [...table('new'), ...rows])
    expect(times(10, second, 's1')).toBe(1)
    expect(times(10, first)).toBe(0)
    const third: Flags = $g('spoor:1', 'src/control/hot.ts', 1, [...rows, ...table('new2')])
    expect(times(10, third)).toBe(0)
  })

  test('a deselected function is off, and is not counted', () => {
    const flags = load('f', 'g')
    spoor.on(['src/control/**', '!**#g'], { max: 2 })
    expect([times(5, flags), times(5, flags, 's1')]).toEqual([2, 0])
    expect(spoor.status().rules.at(-1)).toMatchObject({ spent: 1 })
  })

  test('calls that recurse are counted as they begin', () => {
    const flags = load('f')
    spoor.on('src/control/**', { max: 5 })
    const recurse = (depth: number): number => {
      const number = flags['s0']
      const open = number && $e(number, [])
      const below = depth ? recurse(depth - 1) : 0
      if (open) $x(open as never, undefined)
      return below + Number(Boolean(open))
    }
    expect(recurse(20)).toBe(5)
    expect(spoor.events().filter((event) => event.type === 'call' && event.outcome === 'returned')).toHaveLength(5)
  })

  test('nothing is counted, and no sink is told, where no rule has a number', () => {
    spoor.on('src/control/**', { max: 1 })
    expect(state.sinks).toHaveLength(1)
    const stop = spoor.subscribe({})
    spoor.on()
    expect(state.sinks).toHaveLength(1)
    stop()
    expect(state.sinks).toHaveLength(0)
  })

  test.each([0, -1, 1.5, NaN, Infinity, '7', null])('a number that is none is refused: %s', (max) => {
    const before = spoor.status().rules
    expect(() => spoor.on('src/**', { max: max as number })).toThrow(/^max: .* is no whole number from 1$/)
    expect(spoor.status().rules).toEqual(before)
  })
})

describe('status', () => {
  test('says the rules, of how many functions each speaks, and why nothing is on', () => {
    const flags = load('a', 'b', 'c')
    const file = `src/control/${loads - 1}.ts`
    spoor.off()
    expect(spoor.status()).toMatchObject({ on: 0, why: 'off', rules: [{ on: false, selectors: '**' }] })
    spoor.on('src/nowhere/**')
    expect(spoor.status()).toMatchObject({ on: 0, why: 'no-match' })
    spoor.on(`${file}#{a,b}`)
    const { on, rules, why } = spoor.status()
    expect({ on, why, last: rules.at(-1) }).toEqual({ on: 2, why: undefined, last: { on: true, selectors: `${file}#{a,b}`, matched: 2 } })
    $g('spoor:1', 'src/nowhere/late.ts', 0, table('x', 'y'))
    expect(spoor.status().rules.find(({ selectors }) => selectors === 'src/nowhere/**')?.matched).toBe(2)
    expect(call(flags, 's2')).toBe(false)
  })
})

test('thousands of functions are switched at once, from the next call on', () => {
  const many = Array.from({ length: 100 }, () => load(...Array.from({ length: 48 }, (_, i) => `f${i}`)))
  const on = (): number => many.flatMap((flags) => Object.values(flags)).filter(Boolean).length
  spoor.off('src/control/**')
  expect(on()).toBe(0)
  spoor.on('src/control/**#f1*')
  expect(on()).toBe(100 * 11)
  spoor.on('src/control/**', { max: 1 })
  expect(on()).toBe(4800)
  for (const flags of many) for (const name of Object.keys(flags)) call(flags, name)
  expect(on()).toBe(0)
})
