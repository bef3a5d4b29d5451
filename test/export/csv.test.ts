import { csv } from '@spoor/trace'
import type { TraceLine } from '@spoor/trace'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { asRecording, callsOf, HOSTILE, page, server, shop, textOf } from './fixture.ts'

type Row = Record<string, string>

const exported = async (lines: readonly TraceLine[]): Promise<Row[]> =>
  parse(await textOf(csv(asRecording(lines))), { columns: true, record_delimiter: '\r\n' })

/** Half an emoji has no encoding: in a file it is �. */
const inUtf8 = (text: string): string => Buffer.from(text).toString()

test('a row for each call, with numbers in milliseconds', async () => {
  const rows = await exported(shop)
  expect(rows).toHaveLength([0, 1, 2].reduce((sum, s) => sum + callsOf(shop, s).size, 0))
  expect(rows.find(({ function: name, seq }) => name === 'query' && seq === '7')).toEqual({
    stream: '0'.repeat(16),
    title: 'node server.mjs',
    seq: '7',
    parent: '4',
    created_by: '',
    depth: '1',
    file: 'src/db.js',
    line: '40',
    column: '3',
    function: 'query',
    kind: 'function',
    started_at: '2026-11-18T11:06:40.010Z',
    start_ms: '10',
    duration_ms: '30',
    ran_ms: '2',
    waited_ms: '28',
    outcome: 'returned',
    arguments: `["SELECT * FROM \\"cart\\" WHERE name = 'x'; --> <b>"]`,
    result: '[1,2,"… 198 more"]',
    error: '',
  })
})

test('calls that never ended have no duration, failures their error', async () => {
  const rows = await exported(server)
  expect(rows.filter(({ outcome }) => outcome === 'running').map(({ function: name, duration_ms, ran_ms }) => [name, duration_ms, ran_ms])).toEqual([['watch', '', '2'], ['spin', '', '']]) // prettier-ignore
  expect(rows.filter(({ error }) => error).map(({ function: name, error }) => [name, error])).toEqual([
    ['pay', 'TypeError: card "declined" </script>'],
    ['handle', 'TypeError: card "declined" </script>'],
  ])
})

test('every name comes out as it went in, but none as a formula', async () => {
  const rows = await exported(page)
  expect(rows.map(({ function: name }) => name)).toEqual([...HOSTILE.map((name) => inUtf8(name).replace(/^[=+]/, "'$&")), HOSTILE[0]])
  expect(rows.slice(0, -1).map(({ arguments: args }) => JSON.parse(args!)[0])).toEqual(HOSTILE)
  for (const row of rows) for (const value of Object.values(row)) expect(value).not.toMatch(/^[=+@\t\r]/)
})
