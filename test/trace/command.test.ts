import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { encodeLine } from '@spoor/trace'
import type { HeaderLine } from '@spoor/trace'
import { afterAll, describe, expect, test } from 'vitest'
import { ROOT } from '../workspace/files.ts'
import { joined } from './joined.ts'
import { headerOf } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'spoor-command-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return name
}

const { page, server } = joined()
const [first, ...others] = server
at('page.spoor.ndjson', page.map(encodeLine).join(''))
at('server.spoor.ndjson', [{ ...(first as HeaderLine), origin: 1_764_000_000_000 - 500 }, ...others].map(encodeLine).join(''))
const both = ['page.spoor.ndjson', 'server.spoor.ndjson']

const bin = join(ROOT, 'packages/plugin/dist/bin.js')
const { FORCE_COLOR: _, ...env } = process.env

function spoor(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8', env: { ...env, NO_COLOR: '1', TZ: 'UTC' } })
}

describe('spoor summary', () => {
  test('says what a recording shows, within 100 columns', () => {
    const { status, stdout, stderr } = spoor('summary', ...both)
    expect([status, stderr]).toEqual([0, ''])
    for (const title of ['Hottest', 'Longest', 'Most called', 'Failing', 'Slowest calls', 'Deepest stacks', 'Not in the recording'])
      expect(stdout).toMatch(new RegExp(`^${title}`, 'm'))
    expect(stdout).toContain('10 calls of 7 functions')
    expect(stdout).toContain('OutOfStock: only 1 of "lamp" left')
    expect(stdout).toMatch(/52\.0 ms +48\.5 ms +1 +52\.0 ms +async onBuyClick +src\/page\.tsx:12:1/)
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
    expect(stdout).not.toContain('\u001b')
  })

  test('as JSON, and the difference to another', () => {
    expect(JSON.parse(spoor('summary', ...both, '--json').stdout).totals).toMatchObject({ calls: 10, streams: 2 })
    const { status, stdout } = spoor('summary', 'server.spoor.ndjson', '--diff', 'page.spoor.ndjson')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^New  3 functions$/m)
    expect(stdout).toMatch(/^Gone  4 functions$/m)
    expect(spoor('summary', '--diff', 'page.spoor.ndjson', 'server.spoor.ndjson')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('spoor summary AFTER --diff BEFORE') as string,
    })
    expect(spoor('summary', 'page.spoor.ndjson', '--diff', 'page.spoor.ndjson').stdout).toBe('Nothing differs but what chance explains.\n')
  })
})

describe('spoor tree', () => {
  test('joins what a click did in the page and on the server', () => {
    const { status, stdout, stderr } = spoor('tree', ...both, '--request', 'POST *checkout')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^onBuyClick\(\) +52\.0 ms/m)
    expect(stdout).toMatch(/^└─ Cart\.checkout\(cart: Cart \{total: 12\.5\}\)/m)
    expect(stdout).toMatch(/^ {3}└─ ⇄ POST \/api\/checkout → 409/m)
    expect(stdout).toMatch(/^ {6}└─ postCheckout\(\) ✗ threw OutOfStock +23\.0 ms/m)
    expect(stdout).toMatch(/✗ threw OutOfStock: only 1 of "lamp" left/)
    for (const text of ['⇄ POST /api/checkout → 409', 'postCheckout()', 'reserve()', "query(sql: 'select left', ...", 'server/db.ts:14:1'])
      expect(stdout).toContain(text)
  })

  test('without values, of some functions, as JSON', () => {
    expect(spoor('tree', ...both, '--no-values', '--around', 'query').stdout).not.toMatch(/select|OutOfStock/)
    expect(spoor('tree', ...both, '--only', 'src/format.ts').stdout).toMatch(/^format\(…\) × 2 +0\.50 ms/m)
    expect(JSON.parse(spoor('tree', ...both, '--mark', 'idle', '--json').stdout).roots).toMatchObject([
      { kind: 'mark', mark: { name: 'idle' } },
    ])
  })
})

test('spoor merge makes one recording of several, and says what it corrected', () => {
  const { status, stdout } = spoor('merge', ...both, '-o', 'all.spoor.ndjson.gz')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^all\.spoor\.ndjson\.gz: 27 lines of 2 streams, /)
  expect(stdout).toMatch(/the clock of node server\.js was 50\d ms behind, as 1 request showed: corrected/)
  expect(
    gunzipSync(readFileSync(join(folder, 'all.spoor.ndjson.gz')))
      .toString()
      .split('\n'),
  ).toHaveLength(28)
  expect(spoor('summary', 'all.spoor.ndjson.gz').stdout).toContain('10 calls of 7 functions')
  expect(spoor('merge', 'all.spoor.ndjson.gz', '-o', 'all.spoor.ndjson.gz')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('is one of'),
  })
})

describe('what cannot be answered is said, with what to do, and ends with 2', () => {
  at('log.txt', 'hello\n')
  at('newer.spoor.ndjson', encodeLine({ ...headerOf(), major: 3 }))
  test.each([
    [['summary'], 'which recording'],
    [['summary', 'none.spoor.ndjson'], 'none.spoor.ndjson: is not there\nGive the path'],
    [['summary', 'log.txt'], 'log.txt:1: no recording of Spoor'],
    [
      ['tree', 'newer.spoor.ndjson'],
      'newer.spoor.ndjson:1: recorded in format 3.0; this version of Spoor reads 1.x\nBring Spoor up to date',
    ],
    [['summary', ...both, '--topp', '3'], "unknown option '--topp'\n(Did you mean --top?)"],
    [['summary', ...both, '--top', '0'], 'Give a whole number from 1.'],
    [['tree', ...both, '--from', 'noon'], 'Give a number of milliseconds.'],
    [['tree', ...both, '--only', '#x'], 'no path before the function'],
    [['tree', ...both, '--around', 'nix'], 'no call of "nix" was recorded'],
    [['tree', ...both, '--request', 'GET /none'], 'no request contains "GET /none"'],
    [['tree', ...both, '--mark', 'none'], 'no mark is called "none"'],
    [['merge', ...both], "required option '-o, --out <file>' not specified"],
  ])('%j', (args, what) => {
    const { status, stdout, stderr } = spoor(...(args as string[]))
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(what)
  })
})

test('damaged recordings are read as far as they go, and that is said', () => {
  at('torn.spoor.ndjson', `${page.slice(0, 6).map(encodeLine).join('')}{oops}\n${encodeLine(page[6]!)}{"t":"ca`)
  const { status, stdout, stderr } = spoor('summary', 'torn.spoor.ndjson')
  expect(status).toBe(0)
  expect(stdout).toContain('2 calls of 1 function')
  expect(stderr).toContain('torn.spoor.ndjson: cut short')
  expect(stderr).toContain('torn.spoor.ndjson:7: not JSON')
})

test('who has seen enough may stop reading', () => {
  const calls = Array.from({ length: 20_000 }, (_, i) =>
    encodeLine({ t: 'call', seq: i + 1, n: 1 + (i % 4), start: i, end: i + 1, outcome: 'returned' }),
  )
  at('many.spoor.ndjson', page.slice(0, 5).map(encodeLine).join('') + calls.join(''))
  const command = `"${process.execPath}" "${bin}" tree many.spoor.ndjson --most 100000 | head -n 1`
  const { stdout, stderr, status } = spawnSync('bash', ['-o', 'pipefail', '-c', command], { cwd: folder, encoding: 'utf8' })
  expect([stdout.split('\n').length, stderr, status]).toEqual([2, '', 0])
})
