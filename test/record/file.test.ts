import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { recordToFiles } from '../../packages/trace/src/node.ts'
import type { FileRecorder, FileRecorderOptions, RecorderOptions } from '../../packages/trace/src/node.ts'
import { callOf, linesOf, ofKind, siteOf, whole } from './events.ts'

const site = siteOf('f')
let warnings: string[] = []
let time = 0
const open: FileRecorder[] = []

afterEach(() => {
  for (const file of open.splice(0)) file.close('exit')
})

function filesIn(folder: string, more: Partial<FileRecorderOptions & RecorderOptions> = {}): FileRecorder {
  warnings = []
  time = 0
  const header = { title: 'node app.js', platform: 'node', versions: {} } as const
  // No timer gets in between.
  const file = recordToFiles({
    ...header,
    folder,
    name: 'one',
    interval: 1e9,
    warn: (text) => warnings.push(text),
    now: () => time,
    ...more,
  })
  open.push(file)
  return file
}

const fresh = (): string => mkdtempSync(join(tmpdir(), 'spoor-file-'))

test('nothing is made where nothing happens; what is made is for its owner', () => {
  const folder = join(fresh(), 'a/b')
  const file = filesIn(folder)
  file.write()
  expect(existsSync(folder)).toBe(false)
  whole(file.recorder, callOf(site))
  file.write()
  file.close('signal')
  const path = join(folder, 'one.spoor.ndjson')
  expect(file.files).toEqual([path])
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(linesOf(readFileSync(path, 'utf8')).map(({ t }) => t)).toEqual(['header', 'site', 'call', 'end'])
})

test('a program that leaves no time to timers has its lines written all the same', () => {
  const file = filesIn(fresh(), { interval: 100 })
  for (time = 0; time < 1000; time += 10) whole(file.recorder, callOf(site, { start: time, end: time }))
  const lines = linesOf(readFileSync(file.files[0] as string, 'utf8'))
  expect(ofKind(lines, 'call').length).toBeGreaterThan(80)
})

test('a queue that fills is written before it is full', () => {
  const file = filesIn(fresh(), { interval: 1e9, limits: { queue: 100 } })
  for (let i = 0; i < 1000; i++) whole(file.recorder, callOf(site))
  file.close('exit')
  const lines = linesOf(readFileSync(file.files[0] as string, 'utf8'))
  expect(ofKind(lines, 'call')).toHaveLength(1000)
  expect(ofKind(lines, 'drop')).toEqual([])
})

test('compressed: each batch can be read by itself', () => {
  const file = filesIn(fresh(), { gzip: true })
  const sizes: number[] = []
  for (let i = 0; i < 3; i++) {
    whole(file.recorder, callOf(site))
    file.write()
    const path = file.files[0] as string
    sizes.push(ofKind(linesOf(gunzipSync(readFileSync(path)).toString()), 'call').length)
    expect(path).toMatch(/one\.spoor\.ndjson\.gz$/)
  }
  expect(sizes).toEqual([1, 2, 3])
})

test('files are rotated by size, the oldest is deleted, and what was in it is counted', () => {
  const folder = fresh()
  const file = filesIn(folder, { partSize: 2000, totalSize: 6000 })
  for (let i = 0; i < 100; i++) {
    whole(file.recorder, callOf(site))
    file.write()
  }
  file.close('exit')
  const left = readdirSync(folder)
  expect(left.length).toBeLessThanOrEqual(3)
  expect(left).not.toContain('one.spoor.ndjson')
  const lines = file.files.map((path) => linesOf(readFileSync(path, 'utf8')))
  for (const part of lines) {
    expect(part.slice(0, 2).map(({ t }) => t)).toEqual(['header', 'site'])
    expect(part.at(-1)).toMatchObject({ t: 'end' })
  }
  const kept = lines.flatMap((part) => ofKind(part, 'call')).length
  const dropped = lines.flatMap((part) => ofKind(part, 'drop')).reduce((sum, { count }) => sum + count, 0)
  expect(kept).toBeGreaterThan(5)
  expect(dropped).toBeGreaterThan(5)
  expect(file.files.reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThan(6000)
})

test.each([
  ['the folder is a file', (folder: string) => (writeFileSync(join(folder, 'x'), ''), join(folder, 'x'))],
  ['there is a file of that name', (folder: string) => (writeFileSync(join(folder, 'one.spoor.ndjson'), 'mine'), folder)],
  ['the folder cannot be written', (folder: string) => (chmodSync(folder, 0o500), process.getuid?.() === 0 ? '/dev/null/x' : folder)],
])('%s: one warning, and the program goes on', (_, prepare) => {
  const folder = prepare(fresh())
  const file = filesIn(folder)
  for (let i = 0; i < 3; i++) {
    whole(file.recorder, callOf(site))
    file.write()
  }
  file.close('exit')
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatch(/^the recording stopped: E\w+.*; the program goes on$/)
})

test('the last calls of each function are in a file beside until the recording ends, which is replaced as they change', () => {
  const folder = fresh()
  const file = filesIn(folder, { limits: { first: 2, last: 2 } })
  const beside = join(folder, 'one.last.spoor.ndjson')
  const call = (): number => {
    const one = callOf(site)
    whole(file.recorder, one)
    return one.seq
  }
  const seqs = [call(), call()]
  file.write()
  expect(existsSync(beside)).toBe(false)
  const held = (): (number | undefined)[] => linesOf(readFileSync(beside, 'utf8')).map((line) => ('seq' in line ? line.seq : undefined))
  seqs.push(call(), call(), call())
  time = 1000
  file.write()
  expect(held()).toEqual([undefined, undefined, ...seqs.slice(3)])
  expect(statSync(beside).mode & 0o777).toBe(0o600)
  // Not before a second has passed.
  seqs.push(call())
  time = 1500
  file.write()
  expect(held()).toEqual([undefined, undefined, ...seqs.slice(3, 5)])
  time = 2001
  file.write()
  expect(held()).toEqual([undefined, undefined, ...seqs.slice(4)])
  expect(readdirSync(folder).sort()).toEqual(['one.last.spoor.ndjson', 'one.spoor.ndjson'])
  file.close('exit')
  expect(readdirSync(folder)).toEqual(['one.spoor.ndjson'])
  const written = ofKind(linesOf(readFileSync(file.files[0] as string, 'utf8')), 'call').map(({ seq }) => seq)
  expect(written).toEqual([...seqs.slice(0, 2), ...seqs.slice(4)])
})
