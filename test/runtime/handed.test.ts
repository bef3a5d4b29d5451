import { expect, test } from 'vitest'
import { enter, exit, register } from '../../packages/runtime/src/probes.ts'
import { spoor } from '../../packages/runtime/src/index.ts'
import type { CallEvent } from '../../packages/runtime/src/index.ts'

const flags = register('spoor:1', 'src/handed.ts', 1, ['load', 1, 1, 0, '', 'parse', 2, 1, 0, '', 'onError', 3, 1, 0, 'error'])

/** Runs `body` as the probe of the `index`-th function would. */
function traced<T>(index: number, args: unknown[], body: () => T): T {
  const call = enter(flags[`s${index}`] as number, args)
  let value: unknown = call
  try {
    return (value = body()) as T
  } finally {
    if (call) exit(call, value)
  }
}

const outcomes = (): unknown[] =>
  spoor.events().map((event) => [(event as CallEvent).site.name, ((event as CallEvent).error as { message?: string } | undefined)?.message])

test('what nobody traced threw or caught is learnt from the error handler that gets it', () => {
  spoor.clear()
  const parse = (): never => traced(1, [], () => (null as unknown as { x: never }).x)
  try {
    traced(0, [], parse)
  } catch (error) {
    traced(2, [error], () => undefined)
  }
  const message = "Cannot read properties of null (reading 'x')"
  expect(outcomes()).toEqual([
    ['load', message],
    ['parse', message],
    ['onError', undefined],
  ])
})

test('an error that has nothing to do with the calls that threw explains none of them', () => {
  spoor.clear()
  try {
    traced(0, [], () => (null as unknown as { x: never }).x)
  } catch {
    const other = new Error('other')
    other.stack = 'Error: other\n    at elsewhere (file.js:1:1)'
    traced(2, [other], () => undefined)
  }
  expect(outcomes()[0]).toEqual(['load', undefined])
})

test.each([[null], [undefined], ['text'], [{ k: 'error' }], [new Error()]])('after a throw, %s as an argument changes nothing', (value) => {
  spoor.clear()
  expect(() => traced(0, [], () => (null as unknown as { x: never }).x)).toThrow(TypeError)
  expect(traced(2, [value], () => 'fine')).toBe('fine')
})
