import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
