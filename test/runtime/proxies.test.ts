import { afterEach, expect, test, vi } from 'vitest'
import { spoor } from '../../packages/runtime/src/index.ts'
import type { CallEvent } from '../../packages/runtime/src/index.ts'
import { transform } from '../../packages/transform/src/index.ts'
import { tick } from './program.ts'

const ran: string[] = []

/** Answers every question, and notes it. */
const spy = <T extends object>(target: T): T =>
  new Proxy(
    target,
    new Proxy(
      {},
      {
        get:
          (_, trap: keyof typeof Reflect) =>
          (...args: [never]) => (ran.push(trap), (Reflect[trap] as (...args: unknown[]) => unknown)(...args)),
      },
    ),
  )

const never = (): never => {
  throw new Error('a trap ran')
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.resetModules()
  ran.length = 0
})

const PROGRAM = `
function takes(x) { return x }
function throws(x) { throw x }
async function gives(x) { try { throws(x) } catch (e) { return takes({ e }) } }
function* passes(x) { yield* x }`

test('where the platform can tell proxies, no trap of one runs but for the program', async () => {
  const { code } = transform(PROGRAM, 'src/proxies.js', { sourceType: 'script', runtime: false })!
  const run = (text: string) =>
    new Function(
      'spy',
      `${text}\nreturn [spy({ a: 1 }), spy([1]), spy(function () {}), spy(new Error('e'))]
    .map((x) => (takes(x), gives(x), takes([x]), new Map([[x, x]])).size) && [...passes(spy([1, 2]))]`,
    )(spy)
  run(PROGRAM)
  await tick()
  const bare = ran.splice(0)
  spoor.clear()
  run(code)
  await tick()
  expect(ran).toEqual(bare)
  const takes = spoor.events().filter((event): event is CallEvent => event.type === 'call' && event.site.name === 'takes')
  expect(takes[0]).toMatchObject({ args: [{ k: 'opaque', name: 'Proxy' }], value: { k: 'opaque', name: 'Proxy' } })
})

test('elsewhere only those that tell of properties run, and none can break it', async () => {
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
  vi.resetModules()
  const { snapshot } = await import('../../packages/runtime/src/index.ts')
  vi.restoreAllMocks()
  expect(snapshot(new Proxy({ a: 1 }, { get: never, has: never, set: never }))).toMatchObject({ props: [['a', 1]] })
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const traps = new Proxy({}, { getPrototypeOf: never, ownKeys: never, getOwnPropertyDescriptor: never })
  expect([proxy, traps].map((value) => snapshot(value))).toEqual([{ k: 'hostile' }, { k: 'hostile' }])
  expect(snapshot({ a: proxy, b: 1 })).toMatchObject({
    props: [
      ['a', { k: 'hostile' }],
      ['b', 1],
    ],
  })
  expect(snapshot(new Proxy({ a: 1 }, { getOwnPropertyDescriptor: never }))).toEqual({ k: 'hostile' })
})
