import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeLine } from '@spoor/trace'
import type { TraceLine } from '@spoor/trace'
import { afterAll, describe, expect, test } from 'vitest'
import { formatSnapshot } from '../../packages/shared/src/preview.ts'
import type { Snapshot } from '../../packages/shared/src/value.ts'
import { ROOT } from '../workspace/files.ts'

// It would clear the screen, rename the window, turn text round and end a line, in all the ways that terminals know.
const EVIL = 'x\u001b[2J\u001b]0;owned\u0007\u009b2J\u007f\u202e\u2066\r\n\u2028y'

const values: Snapshot[] = [
  EVIL,
  { k: 'object', name: EVIL, props: [[EVIL, EVIL]], size: 1 },
  { k: 'map', name: EVIL, entries: [[EVIL, EVIL]], size: 1 },
  { k: 'array', name: EVIL, items: [EVIL], size: 1 },
  { k: 'function', name: EVIL },
  { k: 'symbol', v: EVIL },
  { k: 'regexp', v: EVIL },
  { k: 'opaque', name: EVIL },
  { k: 'error', name: EVIL, message: EVIL },
  { k: EVIL, v: EVIL } as unknown as Snapshot,
]

const recording = (stream: string): string =>
  [
    {
      t: 'header',
      format: 'spoor-trace',
      major: 1,
      minor: 0,
      stream,
      origin: 1e12,
      clock: 0,
      platform: 'node',
      title: EVIL,
      versions: { node: EVIL },
    },
    { t: 'site', n: 1, id: `src/${EVIL}#${EVIL}`, file: `src/${EVIL}`, name: EVIL, line: 1, column: 1, kind: 'function', params: [EVIL] },
    {
      t: 'site',
      n: 2,
      id: 'src/b.ts#inner',
      file: 'src/b.ts',
      name: 'inner',
      line: 2,
      column: 1,
      kind: 'function',
      params: values.map((_, i) => `p${i}`),
    },
    { t: 'call', seq: 2, n: 2, parent: 1, depth: 1, start: 2, end: 3, outcome: 'threw', args: values, error: values[8] },
    { t: 'mark', seq: 3, parent: 1, time: 3, name: EVIL, data: EVIL },
    { t: 'request', seq: 4, call: 1, side: 'client', method: EVIL, url: EVIL, start: 3, end: 4, error: EVIL },
    { t: 'call', seq: 1, n: 1, start: 1, end: 9, outcome: 'threw', args: [EVIL], error: values[8] },
    { t: 'drop', time: 9, reason: EVIL, count: 3, n: 1 },
    { t: 'end', time: 9, reason: EVIL },
  ]
    .map((line) => encodeLine(line as unknown as TraceLine))
    .join('')

const folder = mkdtempSync(join(tmpdir(), 'spoor-hostile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
writeFileSync(join(folder, 'a.spoor.ndjson'), recording('4be1f0a92c77d013'))
writeFileSync(join(folder, 'b.spoor.ndjson'), `${recording('4be1f0a92c77d014')}\u001b[2J\n`)

const STEERS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/

function spoor(...args: string[]): { stdout: string; stderr: string } {
  const { FORCE_COLOR: _, ...env } = process.env
  const bin = join(ROOT, 'packages/plugin/dist/bin.js')
  return spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8', env: { ...env, NO_COLOR: '1' } })
}

describe('recorded text does not steer a terminal', () => {
  const both = ['a.spoor.ndjson', 'b.spoor.ndjson']
  test.each([
    ['tree', ...both],
    ['tree', 'a.spoor.ndjson', '--json'],
    ['summary', ...both],
    ['summary', 'a.spoor.ndjson', '--json'],
    ['summary', 'a.spoor.ndjson', '--diff', 'b.spoor.ndjson'],
    ['export', 'a.spoor.ndjson', '--to', 'json'],
    ['export', 'a.spoor.ndjson', '--to', 'markdown'],
    ['export', 'a.spoor.ndjson', '--to', 'mermaid'],
  ])('spoor %s %s %s %s', (...args) => {
    const { stdout, stderr } = spoor(...args)
    expect(stdout).not.toBe('')
    expect(stdout + stderr).not.toMatch(STEERS)
  })

  test.each(values.map((value) => [value]))('nor the text of a value: %j', (value) => {
    for (const width of [10, 60, 1000]) expect(formatSnapshot(value, width)).not.toMatch(/\n|[\p{Cc}\u202e\u2066\u2028]/u)
  })

  test('JSON says the same as before', () => {
    const { streams } = JSON.parse(spoor('summary', 'a.spoor.ndjson', '--json').stdout) as { streams: { title: string }[] }
    expect(streams[0]?.title).toBe(EVIL)
  })
})
