import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { encodeLine } from '@spoor/trace'
import type { TraceLine } from '@spoor/trace'
import { applyPatch } from 'diff'
import { afterAll, describe, expect, test } from 'vitest'
import { project, removeProjects, SPOOR } from '../check/fixture.ts'
import { server, shop } from './fixture.ts'

afterAll(removeProjects)

const textOf = (lines: readonly TraceLine[]): string => lines.map(encodeLine).join('')

const calls = Array.from({ length: 30_000 }, (_, i): TraceLine => ({
  t: 'call',
  seq: i + 1,
  n: 2,
  start: i,
  end: i + 0.5,
  outcome: 'returned',
}))

const folder = project({
  'shop.spoor.ndjson': textOf(shop),
  'large.spoor.ndjson': textOf([...server.slice(0, 9), ...calls]),
  'cut.spoor.ndjson': textOf(server).slice(0, -20),
  'notes.txt': 'nothing\n',
  'lib.js': 'export function one(a) {\n  return Number(a)\n}\n\nexport const none = 1\n',
})
folder.write({ 'recordings/a.txt': '' })

const spoor = (args: string[], env: Record<string, string> = {}): { status: number | null; stdout: string; stderr: string } => {
  const { NO_COLOR, FORCE_COLOR, CI, ...rest } = process.env
  return spawnSync(process.execPath, [SPOOR, ...args], { cwd: folder.root, encoding: 'utf8', env: { ...rest, ...env }, maxBuffer: 2 ** 28 })
}

describe('spoor export', () => {
  test.each([
    ['chrome', (text: string) => JSON.parse(text).traceEvents],
    ['devtools', (text: string) => JSON.parse(text).traceEvents],
    ['speedscope', (text: string) => JSON.parse(text).profiles],
    ['json', (text: string) => JSON.parse(text).traces],
    ['mermaid', (text: string) => text.startsWith('sequenceDiagram')],
    ['markdown', (text: string) => text.startsWith('# Recording of')],
    ['csv', (text: string) => text.startsWith('stream,title,seq')],
  ])('--to %s writes to standard output, and the same into a file', (to, look) => {
    const { status, stdout, stderr } = spoor(['export', 'shop.spoor.ndjson', '--to', to])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(look(stdout)).toBeTruthy()
    const filed = spoor(['export', 'shop.spoor.ndjson', '--to', to, '-o', `out.${to}`])
    expect(filed).toMatchObject({ status: 0, stderr: '' })
    expect(filed.stdout).toMatch(new RegExp(`^out\\.${to}: [\\d.]+ (bytes|kB); opens in `))
    expect(readFileSync(join(folder.root, `out.${to}`), 'utf8')).toBe(stdout)
  })

  test('recordings may be compressed, and several become one', () => {
    folder.write({
      'copy.spoor.ndjson': textOf(shop.map((line) => (line.t === 'header' ? { ...line, stream: `f${line.stream.slice(1)}` } : line))),
    })
    writeFileSync(join(folder.root, 'copy.spoor.ndjson.gz'), gzipSync(readFileSync(join(folder.root, 'copy.spoor.ndjson'))))
    const { traces: one } = JSON.parse(spoor(['export', 'copy.spoor.ndjson.gz', '--to', 'json']).stdout)
    const { traces: both } = JSON.parse(spoor(['export', 'copy.spoor.ndjson.gz', 'shop.spoor.ndjson', '--to', 'json']).stdout)
    expect(both).toHaveLength(one.length * 2)
  })

  test('only some functions, only some requests, only so many tokens', () => {
    const only = spoor(['export', 'shop.spoor.ndjson', '--to', 'csv', '--only', 'src/db.js,!**#rows']).stdout
    expect(only.trim().split('\r\n')).toHaveLength(3)
    const request = spoor(['export', 'shop.spoor.ndjson', '--to', 'csv', '--request', 'post /api/checkout']).stdout
    expect(request).toContain(',handle,')
    expect(request).not.toMatch(/,(work|spin),/)
    // Most addresses have an origin, which nobody writes.
    folder.write({
      'full.spoor.ndjson': textOf(shop.map((line) => (line.t === 'request' ? { ...line, url: `http://shop.test:8080${line.url}` } : line))),
    })
    for (const pattern of ['POST /api/checkout', 'post /api/*', 'POST http://shop', 'a'.repeat(32)])
      expect(spoor(['export', 'full.spoor.ndjson', '--to', 'csv', '--request', pattern]).stdout, pattern).toBe(request)
    const short = spoor(['export', 'shop.spoor.ndjson', '--to', 'markdown', '--budget', '150']).stdout
    expect(short.length).toBeLessThan(spoor(['export', 'shop.spoor.ndjson', '--to', 'markdown']).stdout.length)
  })

  test('what was cut short is exported as far as it goes, and that is said', () => {
    const { status, stdout, stderr } = spoor(['export', 'cut.spoor.ndjson', '--to', 'csv'])
    expect(status).toBe(0)
    expect(stdout).toContain(',query,')
    expect(stderr).toBe('cut.spoor.ndjson: cut short; what came before was read\n')
  })

  test.each([
    ['no format', ['export', 'shop.spoor.ndjson'], "required option '--to <format>' not specified"],
    ['an unknown format', ['export', 'shop.spoor.ndjson', '--to', 'crome'], 'Allowed choices are chrome, devtools'],
    ['a mistyped command', ['exprot', 'shop.spoor.ndjson'], 'Did you mean export?'],
    ['a mistyped option', ['export', 'shop.spoor.ndjson', '--to', 'csv', '--onyl', 'x'], 'Did you mean --only?'],
    ['a bad selector', ['export', 'shop.spoor.ndjson', '--to', 'csv', '--only', '#f'], 'no path before the function'],
    ['a budget for what has none', ['export', 'shop.spoor.ndjson', '--to', 'csv', '--budget', '100'], '--budget goes with --to markdown'],
    ['a budget that nothing fits', ['export', 'shop.spoor.ndjson', '--to', 'markdown', '--budget', '5'], 'Give a whole number from 100.'],
    ['a file that is not there', ['export', 'none.spoor.ndjson', '--to', 'csv'], 'none.spoor.ndjson: is not there'],
    ['a file that is no recording', ['export', 'notes.txt', '--to', 'csv'], 'notes.txt:1: no recording of Spoor'],
    ['a folder without recordings', ['export', 'recordings', '--to', 'csv'], 'recordings: a folder without recordings'],
    [
      'a request that nobody made',
      ['export', 'shop.spoor.ndjson', '--to', 'csv', '--request', 'DELETE /'],
      'no request contains "DELETE /"',
    ],
    ['a place that is not there', ['export', 'shop.spoor.ndjson', '--to', 'csv', '-o', 'nowhere/x.csv'], 'no such file or folder'],
    ['a shell that we do not know', ['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish'],
    ['nothing to view', ['view', 'none.spoor.ndjson', '--no-open'], 'none.spoor.ndjson: is not there'],
  ])('%s: exit code 2, and what to do', (_, args, what) => {
    const { status, stdout, stderr } = spoor(args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(what)
  })

  test('where it fails, what was there stays, and no part of a file is left behind', () => {
    folder.write({ 'kept.csv': 'before' })
    expect(spoor(['export', 'notes.txt', '--to', 'csv', '-o', 'kept.csv']).status).toBe(2)
    expect(readFileSync(join(folder.root, 'kept.csv'), 'utf8')).toBe('before')
    expect(readdirSync(folder.root).filter((name) => name.includes('.part'))).toEqual([])
  })

  test.each(['chrome', 'json', 'csv', 'speedscope'])('a reader of %s who goes away is no error', (to) => {
    const script = `set -o pipefail; '${process.execPath}' '${SPOOR}' export large.spoor.ndjson --to ${to} | head -c 100 >/dev/null; echo "\${PIPESTATUS[0]}"`
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: folder.root, encoding: 'utf8' })
    expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' })
  })
})

describe('spoor explain --code', () => {
  test('shows what runs in place of a file, as a diff that leads from one to the other', () => {
    const { status, stdout } = spoor(['explain', 'lib.js', '--code'])
    expect(status).toBe(0)
    const before = readFileSync(join(folder.root, 'lib.js'), 'utf8')
    const after = applyPatch(before, stdout)
    const { functions, code, diff } = JSON.parse(spoor(['explain', 'lib.js', '--code', '--json']).stdout)
    expect(after).toBe(code)
    expect(diff).toBe(stdout)
    expect(functions).toEqual([{ file: 'lib.js', name: 'one', line: 1, column: 8 }])
    expect(code).not.toBe(before)
    expect(code.split('\n')).toHaveLength(before.split('\n').length)
    expect(stdout).toMatch(/^--- a\/lib\.js\n\+\+\+ b\/lib\.js\n@@ -1,/)
  })

  test('shows nothing where nothing is traced', () => {
    expect(spoor(['explain', 'lib.js', '--code', '--exclude', '**'])).toMatchObject({ status: 0, stdout: '' })
  })
})

test('colours are for terminals, for who forces them, and for nobody who wants none', () => {
  const colours = /\u001b\[/
  expect(spoor(['explain', 'lib.js']).stdout).not.toMatch(colours)
  expect(spoor(['explain', 'lib.js', '--code'], { FORCE_COLOR: '1' }).stdout).toMatch(colours)
  expect(spoor(['explain', 'lib.js'], { FORCE_COLOR: '1' }).stdout).toMatch(colours)
  expect(spoor(['explain', 'lib.js'], { FORCE_COLOR: '0' }).stdout).not.toMatch(colours)
  expect(spoor(['explain', 'lib.js'], { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toMatch(colours)
  expect(spoor(['explain', 'lib.js'], { CI: 'true' }).stdout).not.toMatch(colours)
  expect(spoor(['export', 'none', '--to', 'csv'], { FORCE_COLOR: '1' }).stderr).toMatch(colours)
})
