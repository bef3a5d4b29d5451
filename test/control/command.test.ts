import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { until } from '../web/live-fixture.ts'
import { Field, ready } from './processes.ts'
import { readLines } from './watcher.ts'

let field: Field
beforeEach(() => {
  field = new Field()
})
afterEach(() => field.stop())

test('nobody there, and what cannot be read', async () => {
  const nobody = await field.spoor('attach')
  expect([nobody.code, nobody.stdout]).toEqual([2, ''])
  expect(nobody.stderr).toContain('spoor: no dev server and no Node process listens\nStart a process with SPOOR_CONTROL=1')
  expect(await field.spoor('attach', '--pid', '1')).toMatchObject({ code: 2, stderr: expect.stringContaining('process 1 does not listen') })
  expect(await field.spoor('attach', '--url', 'http://127.0.0.1:9')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('nothing listens at http://127.0.0.1:9/'),
  })
  for (const [words, said] of [
    [['--on', 'src/**=loud'], '"loud" is not a level'],
    [['--max', '3'], 'Add --on.'],
    [['--limit', 'speed=1'], '"speed" is none of first'],
    [['--duration', 'x'], 'Give milliseconds'],
    [['--url', '::'], 'is no address'],
    [['--url', 'a', '--pid', '1'], 'cannot be used with'],
  ] as [string[], string][]) {
    const { code, stderr } = await field.spoor('attach', ...words)
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
  }
})

test('what listens at an address and is no dev server with Spoor', async () => {
  const server = createServer((_, response) => response.end('hello'))
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', () => done()))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const { code, stderr } = await field.spoor('attach', '--url', url)
  expect([code, stderr]).toEqual([2, expect.stringContaining(`what listens at ${url} is no dev server with Spoor`)])
  server.close()
})

test('lists, steers and says what came of it', async () => {
  const { child } = field.start('waits.js')
  await ready({ child })
  await field.listening()
  const list = await field.spoor('attach')
  expect(list).toMatchObject({ code: 0, stderr: '' })
  expect(list.stdout).toMatch(
    new RegExp(`^node waits.js {2}processes, pid ${child.pid}\\n {2}[\\da-f]{16} {2}2 of 2 functions on; 10 events held\\n$`),
  )
  const off = await field.spoor('attach', '--off', '**', '--on', 'src/work.js#price', '--max', '3')
  expect(off).toMatchObject({ code: 0, stdout: expect.stringContaining('1 of 2 functions on') })
  expect(off.stdout).toContain('on  src/work.js#price  1 function, each for 3 calls, of which 0 are through')
  const none = await field.spoor('attach', '--on', 'lib/**', '--json')
  expect(none.code).toBe(1)
  expect(Object.values(JSON.parse(none.stdout) as object)).toMatchObject([
    { status: { rules: expect.arrayContaining([{ on: true, selectors: 'lib/**', matched: 0 }]) } },
  ])
  const limits = await field.spoor('attach', '--limit', 'rate=10', '--limit', 'depth=3', '--duration', '1.5')
  expect(limits.stdout).toContain('limits: rate=10 depth=3 duration=1.5')
  expect((await field.spoor('attach', '--json')).stdout).toContain('"kind": "processes"')
  // A second one: it has to be said which.
  const other = field.start('waits.js')
  await field.listening(2)
  const both = await field.spoor('attach')
  expect(both.stdout.match(/^\d+ {2}node waits\.js/gm)).toHaveLength(2)
  const unclear = await field.spoor('attach', '--mark', 'x')
  expect([unclear.code, unclear.stderr]).toEqual([2, expect.stringContaining('Say which, by --pid or --url:')])
  expect(await field.spoor('attach', '--pid', String(other.child.pid), '--mark', 'x')).toMatchObject({ code: 0, stderr: '' })
})

test('watches until it is interrupted, or the program ends', async () => {
  const { child } = field.start('waits.js')
  await ready({ child })
  await field.listening()
  const watching = field.command('attach', '--watch', '--mark', 'here')
  let text = ''
  watching.child.stdout?.on('data', (piece: Buffer) => (text += piece.toString()))
  await until(() => text.includes('◆ here'))
  expect(text).toMatch(/^work\({n: 4}\) → 8 {2}\S+ ms {2}src\/work\.js:2\n {2}price\({n: 4}\) → 8 /m)
  watching.child.kill('SIGINT')
  expect(await watching.ended).toMatchObject({ code: 0, stderr: '' })
  const lines = field.command('attach', '--watch', '--json')
  let json = ''
  lines.child.stdout?.on('data', (piece: Buffer) => (json += piece.toString()))
  await until(() => json.match(/"t":"call"/g)?.length === 10)
  child.stdin?.end()
  expect(await lines.ended).toMatchObject({ code: 0 })
  expect(readLines(json).names).toEqual(Array.from({ length: 5 }, () => ['work', 'price']).flat())
})
