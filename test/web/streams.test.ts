import { execFileSync } from 'node:child_process'
import { appendFileSync, createReadStream, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { Streams } from '../../packages/plugin/src/live-streams.ts'

const ID = '0123456789abcdef'
const FRAMES = ['{"t":"header"}\n', '{"seq":1}\n{"seq":2}\n', '{"seq":3}\n{"seq":44}\n{"seq":5}\n', '{"seq":6}\n']

/** A server's folder; what it wrote until it died, given as text; and what a page sends its successor. */
async function afterDeath(written: string, frames: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'streams-'))
  const path = join(folder, `page-${ID}.spoor.ndjson`)
  appendFileSync(path, written)
  const streams = new Streams(folder)
  frames.forEach((text, i) => streams.get(ID).write(i + 1, Buffer.from(text)))
  await streams.close()
  return readFileSync(path, 'utf8')
}

test('what a page sends again is taken down once, wherever the server before died', async () => {
  const all = FRAMES.join('')
  for (let length = 1; length <= all.length; length++) expect(await afterDeath(all.slice(0, length), FRAMES), `${length}`).toBe(all)
})

test('what was confirmed is not sent again, and what follows is all taken down', async () => {
  expect(await afterDeath(FRAMES[0] + FRAMES[1]!, FRAMES.slice(2))).toBe(FRAMES.join(''))
})

test('a disk that is behind: nothing is confirmed before it is written, and pages are to wait', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'streams-'))
  const path = join(folder, `page-${ID}.spoor.ndjson`)
  // Takes nothing until somebody reads it.
  execFileSync('mkfifo', [path])
  const streams = new Streams(folder)
  const stream = streams.get(ID)
  const line = Buffer.from(`{"x":"${'x'.repeat(2 ** 20)}"}\n`)
  const confirmed: number[] = []
  const send = (n: number): void => stream.write(n, line, () => confirmed.push(n))
  for (let n = 1; n <= 8; n++) send(n)
  expect(stream.isBehind).toBe(true)
  // Again, on a new connection.
  send(1)
  await new Promise((done) => setTimeout(done, 20))
  expect({ confirmed, written: stream.written, taken: stream.taken }).toEqual({ confirmed: [], written: 0, taken: 8 })
  const read = readAll(createReadStream(path))
  await streams.close()
  expect((await read).length).toBe(8 * line.length)
  expect(confirmed).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect([stream.isBehind, stream.written]).toEqual([false, 8])
  send(3)
  expect(confirmed).toHaveLength(9)
})

test('what pages record is for its owner alone, as every recording', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'streams-')), 'recordings')
  const streams = new Streams(folder)
  streams.get(ID).write(1, Buffer.from(FRAMES[0]!))
  await streams.close()
  const [file, around] = [join(folder, `page-${ID}.spoor.ndjson`), folder].map((path) => (statSync(path).mode & 0o777).toString(8))
  expect([file, around]).toEqual(['600', '700'])
})
