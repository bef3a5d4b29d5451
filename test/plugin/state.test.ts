import { describe, expect, test } from 'vitest'
import { decide, isProduction } from '../../packages/plugin/src/state.ts'
import type { State } from '../../packages/plugin/src/state.ts'

const KINDS = {
  production: { production: true, vitest: false },
  development: { production: false, vitest: false },
  vitest: { production: false, vitest: true },
}

type Row = [spoor: string | undefined, enabled: 'auto' | boolean | 'idle', production: State, development: State, vitest: State]

const TABLE: Row[] = [
  [undefined, 'auto', 'absent', 'on', 'idle'],
  ['', 'auto', 'absent', 'on', 'idle'],
  [undefined, true, 'on', 'on', 'on'],
  [undefined, false, 'absent', 'absent', 'absent'],
  [undefined, 'idle', 'idle', 'idle', 'idle'],
  ['0', 'auto', 'absent', 'absent', 'absent'],
  ['off', true, 'absent', 'absent', 'absent'],
  ['0', 'idle', 'absent', 'absent', 'absent'],
  ['1', 'auto', 'on', 'on', 'on'],
  ['on', false, 'on', 'on', 'on'],
  [' on ', 'idle', 'on', 'on', 'on'],
  ['idle', 'auto', 'idle', 'idle', 'idle'],
  ['idle', true, 'idle', 'idle', 'idle'],
  ['idle', false, 'idle', 'idle', 'idle'],
  ['lib/**', 'auto', 'on', 'on', 'on'],
  ['lib/**', false, 'on', 'on', 'on'],
]

describe.each(TABLE)('SPOOR=%j, enabled: %j', (spoor, enabled, ...states) => {
  test.each(Object.keys(KINDS) as (keyof typeof KINDS)[])('%s', (kind) => {
    const decision = decide({ enabled, include: ['src/**'] }, spoor, KINDS[kind])
    expect(decision.state).toBe(states[Object.keys(KINDS).indexOf(kind)])
    expect(decision.include).toEqual(spoor === 'lib/**' ? ['lib/**'] : ['src/**'])
  })
})

test('SPOOR holds selectors, parted by commas outside braces', () => {
  const { include, source } = decide({ enabled: 'auto', include: ['src/**'] }, 'src/{a,b}.ts, !src/c.ts,src/d.ts#f*', KINDS.production)
  expect(include).toEqual(['src/{a,b}.ts', '!src/c.ts', 'src/d.ts#f*'])
  expect(source).toBe('SPOOR')
})

test.each(['#f', 'src/a.ts#', 'src/**=deep', 'src/**=flow', 'true', 'False', 'yes'])('SPOOR=%s is refused by name', (spoor) => {
  expect(() => decide({ enabled: 'auto', include: [] }, spoor, KINDS.development)).toThrow('`SPOOR`')
})

test('a build without a mode is production unless it watches or NODE_ENV says otherwise', () => {
  expect(isProduction(false, undefined)).toBe(true)
  expect(isProduction(false, 'production')).toBe(true)
  expect(isProduction(false, 'staging')).toBe(true)
  expect(isProduction(true, undefined)).toBe(false)
  expect(isProduction(true, 'production')).toBe(false)
  expect(isProduction(false, 'development')).toBe(false)
  expect(isProduction(false, 'test')).toBe(false)
})
