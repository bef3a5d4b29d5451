import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, test } from 'vitest'
import { spoor } from '../../packages/runtime/src/index.ts'
import type { CallEvent } from '../../packages/runtime/src/index.ts'
import { transform } from '../../packages/transform/src/index.ts'

setFlagsFromString('--expose_gc')
const gc = runInNewContext('gc') as () => void

beforeEach(() => spoor.clear())

interface Told {
  swallowed: () => WeakRef<object>
  caught: () => WeakRef<object>
  text: () => void
}

const PROGRAM = `
function throws(error) { throw error }
/* @spoor-ignore */ const made = () => Object.assign(new Error('m'.repeat(999), { cause: { secret: 1 } }), { secret: { deep: 1 } })
/* @spoor-ignore */ function swallowed() { const error = made(); try { throws(error) } catch {} return new WeakRef(error) }
function catches(error) { try { throws(error) } catch (e) {} }
/* @spoor-ignore */ function caught() { const error = made(); catches(error); return new WeakRef(error) }
/* @spoor-ignore */ function text() { for (const one of ['t'.repeat(999), 7, { secret: 1 }, null]) try { throws(one) } catch {} }`

const load = (values: boolean): Told => {
  const { code } = transform(PROGRAM, 'src/values.js', { values, sourceType: 'script', runtime: false })!
  return new Function(`${code}\nreturn { swallowed, caught, text }`)() as Told
}

const thrown = (): CallEvent[] => spoor.events().filter((event): event is CallEvent => event.type === 'call' && event.outcome === 'threw')

describe.each([false, true])('values: %s', (values) => {
  test.each(['swallowed', 'caught'] as const)('an error that was %s is not kept alive', async (how) => {
    const program = load(values)
    const ref = program[how]()
    // A WeakRef that was just made holds on until the turn ends.
    await new Promise((resolve) => setTimeout(resolve))
    gc()
    expect(ref.deref()).toBeUndefined()
    expect(thrown()).toHaveLength(1)
  })
})

test('without values, of what is thrown the name and a bounded message are kept, and of other objects what they are', () => {
  const program = load(false)
  program.caught()
  program.text()
  const [error, ...others] = thrown().map((call) => call.error)
  expect(error).toMatchObject({ k: 'error', name: 'Error' })
  expect(Object.keys(error as object).sort()).toEqual(['k', 'message', 'name'])
  expect((error as { message: string }).message.length).toBeLessThan(300)
  expect(others).toMatchObject([{ k: 'string', size: 999 }, 7, { k: 'opaque', name: 'Object' }, null])
  expect(JSON.stringify(spoor.events())).not.toContain('secret')
  expect(spoor.events().every((event) => event.type === 'call' && event.args === undefined && event.value === undefined)).toBe(true)
})
