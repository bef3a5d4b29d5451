import type { CallLine, SiteLine } from '@spoor/trace'
import type { EventDetails } from '@spoor/viewer'
import { expect, test } from 'vitest'
import { headerOf } from '../trace/program.ts'
import { bytesOf, opened } from './model-recordings.ts'

const sites = ['load', 'read', 'log'].map((name, i): SiteLine => ({
  t: 'site',
  n: i + 1,
  id: `src/load.ts#${name}`,
  file: 'src/load.ts',
  name,
  line: i + 1,
  column: 1,
  kind: 'function',
  async: true,
}))

/** `load` calls `read`, which gives a promise back at 10 ms, and waits from 11 to 40. */
async function detailsOfRead(more: Partial<CallLine>, others: CallLine[] = []): Promise<EventDetails> {
  const read: CallLine = { t: 'call', seq: 2, n: 2, parent: 1, start: 5, end: 10, outcome: 'promised' }
  const load: CallLine = {
    t: 'call',
    seq: 1,
    n: 1,
    start: 0,
    end: 50,
    gaps: [
      [1, 4],
      [11, 40],
    ],
    outcome: 'returned',
    ...more,
  }
  const engine = await opened(bytesOf([headerOf(), ...sites, read, ...others, load]))
  const { rows } = await engine.ask('children', { of: null, offset: 0, limit: 1 })
  const below = await engine.ask('children', { of: rows[0]!.ref, offset: 0, limit: 9 })
  return engine.ask('event', { ref: below.rows.find(({ name }) => name === 'read')!.ref })
}

const other = (start: number, end: number): CallLine => ({ t: 'call', seq: 3, n: 3, parent: 1, start, end, outcome: 'returned' })

test('of a promise that was given back unawaited it is told how long from then on the caller waited', async () => {
  expect(await detailsOfRead({})).toMatchObject({ awaited: { by: { name: 'load' }, from: 11, to: 40 } })
})

test('also where it waited already, for what the call awaited itself', async () => {
  const gaps: [number, number][] = [
    [1, 4],
    [6, 40],
  ]
  expect(await detailsOfRead({ gaps }, [other(1, 4.5)])).toMatchObject({ awaited: { by: { name: 'load' }, from: 10, to: 40 } })
})

test('not where the caller may have waited for something else, nor where it did not wait', async () => {
  expect(await detailsOfRead({}, [other(10.2, 10.5)])).not.toHaveProperty('awaited')
  expect(await detailsOfRead({}, [other(4.5, 30)])).not.toHaveProperty('awaited')
  expect(await detailsOfRead({ gaps: [[1, 4]] })).not.toHaveProperty('awaited')
})
