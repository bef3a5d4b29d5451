import type { ProgramStatus } from '@spoor/shared'
import { expect, test } from 'vitest'
import { Hub } from '../../packages/plugin/src/control-hub.ts'
import type { ProgramFacts, Reach } from '../../packages/plugin/src/control-hub.ts'

const STATUS: ProgramStatus = { sites: 1, on: 1, recorded: 0, dropped: 0, capacity: 16, rules: [] }
const ID = '0123456789abcdef'
const PAGE: ProgramFacts = { id: ID, kind: 'pages', platform: 'browser', title: 'page', status: STATUS, limits: {} }

/** A connection of the program, which takes marks until it breaks. */
const connection = (heard: string[], take: (name: string) => void | Promise<void> = (name) => void heard.push(name)): Reach => ({
  change: () => ({ status: STATUS, limits: {} }),
  watch: () => {},
  mark: take,
  clear: () => void heard.push('clear'),
})

/** Somebody who steers. @returns asks the hub; once it has answered */
function steering(hub: Hub): (m: string, ...a: unknown[]) => Promise<void> {
  const waiting = new Map<string, () => void>()
  let last = 0
  const send = (data: string | Buffer): void => waiting.get((JSON.parse(String(data)) as { i: string }).i)?.()
  const socket = { readyState: 1, OPEN: 1, bufferedAmount: 0, send, close() {}, terminate() {} }
  const client = hub.open(socket as never)
  const ask = (m: string, ...a: unknown[]): Promise<void> =>
    new Promise((done) => {
      const i = String(++last)
      waiting.set(i, done)
      client.take({ t: 'q', i, m, a })
    })
  void ask('hello', { version: 1, kind: 'page' })
  return ask
}

const opened = (): { hub: Hub; heard: string[]; ask: ReturnType<typeof steering> } => {
  const hub = new Hub({ root: `/${Math.random()}`, version: '0', whyNot: () => undefined })
  return { hub, heard: [], ask: steering(hub) }
}

test('a mark that comes while a program is away is left when it is back, once', async () => {
  const { ask, heard, hub } = opened()
  const [first, second] = [connection(heard), connection(heard)]
  hub.join(PAGE, first)
  await ask('mark', 'before')
  hub.part(ID, first)
  await ask('mark', 'one')
  await ask('mark', 'two')
  expect(heard).toEqual(['before'])
  hub.join(PAGE, second)
  // There is news of it, by the same connection.
  hub.join(PAGE, second)
  await ask('mark', 'after')
  expect(heard).toEqual(['before', 'one', 'two', 'after'])
})

test('a mark during which the connection breaks is left when it is back', async () => {
  const { ask, heard, hub } = opened()
  const breaking = connection(heard, async () => {
    hub.part(ID, breaking)
    throw new Error('closed')
  })
  hub.join(PAGE, breaking)
  await ask('mark', 'here')
  expect(heard).toEqual([])
  hub.join(PAGE, connection(heard))
  await expect.poll(() => heard).toEqual(['here'])
})

test('what is cleared has no marks to come, and no more than sixteen wait', async () => {
  const { ask, heard, hub } = opened()
  const first = connection(heard)
  hub.join(PAGE, first)
  hub.part(ID, first)
  for (let i = 0; i < 40; i++) await ask('mark', `mark ${i}`)
  hub.join(PAGE, first)
  await expect.poll(() => heard).toEqual(Array.from({ length: 16 }, (_, i) => `mark ${24 + i}`))
  hub.part(ID, first)
  await ask('mark', 'forgotten')
  hub.join({ ...PAGE, id: 'f'.repeat(16) }, connection([]))
  await ask('clear')
  hub.join(PAGE, connection(heard))
  await ask('mark', 'anew')
  expect(heard.slice(16)).toEqual(['anew'])
})
