import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { encodeLine } from '@spoor/trace'
import { html } from '@spoor/viewer/node'
import type { Embedded, HtmlOptions } from '@spoor/viewer/node'
import type { SiteLine, TraceLine } from '@spoor/trace'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { project, removeProjects } from '../check/fixture.ts'
import { shop } from '../export/fixture.ts'
import { launch } from './support/page.ts'

const text = shop.map(encodeLine).join('')

let folder: string
let browser: Browser
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spoor-html-'))
  browser = await launch()
})
afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
  removeProjects()
})

const embedded = (name: string, bytes: Uint8Array, piece = bytes.length): Embedded => ({
  name,
  chunks: (async function* () {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  })(),
})

async function written(recordings: Embedded[], options?: HtmlOptions): Promise<string> {
  let page = ''
  for await (const piece of html(recordings, options)) page += piece
  return page
}

/** The n-th recording, as the page finds it. */
function recordingIn(page: string, n: number): { name: string; text: string } {
  const [, name, base64] = new RegExp(
    `<script type="application/octet-stream" id="recording-${n}" data-name="([^"]*)">([^<]*)</script>`,
  ).exec(page)!
  return { name: name!, text: gunzipSync(Buffer.from(base64!, 'base64')).toString() }
}

describe('the page as one file', () => {
  test('holds recordings whole, however they come', async () => {
    const noise = Buffer.from(Array.from({ length: 2_000_003 }, (_, n) => (n * 7919 + (n >> 3)) % 256))
    const page = await written([
      embedded('plain', Buffer.from(text)),
      embedded('compressed', gzipSync(text), 10),
      embedded('long', gzipSync(noise, { level: 0 }), 77_777),
      embedded('empty', Buffer.from('')),
    ])
    expect(recordingIn(page, 0)).toEqual({ name: 'plain', text })
    expect(recordingIn(page, 1)).toEqual({ name: 'compressed', text })
    expect(recordingIn(page, 2).text === noise.toString()).toBe(true)
    expect(recordingIn(page, 3)).toEqual({ name: 'empty', text: '' })
  })

  test('runs nothing but its own scripts, by their hashes, and asks nobody', async () => {
    const page = await written([embedded('run', Buffer.from(text))])
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)![1]!
    expect(page.indexOf('<script')).toBeGreaterThan(page.indexOf(policy))
    const scripts = [...page.matchAll(/<script type="module">([\s\S]*?)<\/script>/g)].map((match) => match[1]!)
    const styles = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map((match) => match[1]!)
    const hashes = (texts: string[]): string =>
      texts.map((one) => `'sha256-${createHash('sha256').update(one).digest('base64')}'`).join(' ')
    expect(scripts.length).toBeGreaterThan(0)
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hashes(scripts)}`,
      `style-src ${hashes(styles)}`,
      'img-src data:',
      'worker-src blob:',
      "base-uri 'none'",
      "form-action 'none'",
    ])
    // Not compared as text: it would be printed.
    expect(/<(?:script|link|img)\b[^>]+(?:src|href)="(?!data:)/.test(page)).toBe(false)
  })

  test('what a name or title has in it stays text', async () => {
    const hostile = '"></script><script>alert(1)</script>&amp;'
    const page = await written([embedded(hostile, Buffer.from(text))], { title: hostile })
    expect(page.includes('<script>alert')).toBe(false)
    expect(page.includes('data-name="&quot;>&lt;/script>&lt;script>alert(1)&lt;/script>&amp;amp;"')).toBe(true)
  })

  test('is written as fast as it is taken: a long recording is never held', async () => {
    let taken = 0
    const line = Buffer.from(Array.from({ length: 2 ** 16 }, (_, n) => (n * n * 31) % 251))
    const endless: Embedded = {
      name: 'endless',
      chunks: (async function* () {
        for (;;) {
          taken += line.length
          yield line
        }
      })(),
    }
    let size = 0
    for await (const piece of html([endless])) {
      size += piece.length
      if (size > 8 * 2 ** 20) break
    }
    const compressed = gzipSync(Buffer.concat(Array.from({ length: 64 }, () => line))).length / 64 / line.length
    // So much was read as went out, and a few pieces that wait.
    expect(taken).toBeLessThan(((size * 0.75) / compressed) * 1.2 + 16 * 2 ** 20)
  })

  test('a recording that cannot be read to its end fails', async () => {
    const broken: Embedded = {
      name: 'broken',
      chunks: (async function* () {
        yield Buffer.from('{"t":"header"}\n')
        throw new Error('the disk is gone')
      })(),
    }
    await expect(written([broken])).rejects.toThrow('the disk is gone')
  })
})

test('spoor export --to html writes it, and it opens from a disk without any network', async () => {
  const made = project({ 'shop.spoor.ndjson': text })
  writeFileSync(join(made.root, 'more.spoor.ndjson.gz'), gzipSync(text))
  const { status, stderr, stdout } = made.spoor('export', 'shop.spoor.ndjson', '--to', 'html', '--out', 'shop.html')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/^shop\.html: \d+\.\d kB; opens in any browser: one file that needs no network\n$/)
  const path = join(made.root, 'shop.html')
  expect(statSync(path).size).toBeLessThan(600_000)
  expect(readFileSync(path, 'utf8').includes(made.root)).toBe(false)
  const { asked, faults, page } = await opened(path, '#/functions')
  for (const name of ['handle', 'query', 'parse']) await page.getByText(name, { exact: true }).first().waitFor()
  expect(asked.filter((one) => !/^(file|data|blob):/.test(one))).toEqual([])
  expect(faults).toEqual([])
})

test('a recording that is longer than a text may be goes on in further elements, and opens whole', async () => {
  const made = project({})
  const calls = await writeNoise(join(made.root, 'long.spoor.ndjson'), 40)
  expect(made.spoor('export', 'long.spoor.ndjson', '--to', 'html', '--out', 'long.html')).toMatchObject({ status: 0, stderr: '' })
  const path = join(made.root, 'long.html')
  const elements = [...readFileSync(path, 'utf8').matchAll(/<script type="application\/octet-stream" id="([^"]+)"[^>]*>([^<]*)</g)]
  expect(elements.map(([, id]) => id)).toEqual(['recording-0', 'recording-0-1', 'recording-0-2'])
  // The longest string of Chromium has 2 ** 29 characters.
  expect(elements.map(([, , text]) => text!.length).filter((length) => length > 2 ** 24)).toEqual([])
  const { faults, page } = await opened(path, '#/functions')
  const status = page.getByRole('contentinfo', { name: 'Status' })
  await expect.poll(() => status.textContent(), { timeout: 60_000 }).toContain(`Recording${calls.toLocaleString('en')} calls`)
  expect(faults).toEqual([])
})

test('what no page can hold is refused, with what to do instead', () => {
  const made = project({ 'huge.spoor.ndjson': text })
  truncateSync(join(made.root, 'huge.spoor.ndjson'), 2 ** 32 + 1)
  const answer = made.spoor('export', 'huge.spoor.ndjson', '--to', 'html', '--out', 'huge.html')
  expect(answer).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/4295\.0 MB of recordings .* 4 GiB[\s\S]*spoor summary/),
  })
  expect(existsSync(join(made.root, 'huge.html'))).toBe(false)
})

test.each(['only', 'request'])('--%s does not go with it', (flag) => {
  const made = project({ 'shop.spoor.ndjson': text })
  const answer = made.spoor('export', 'shop.spoor.ndjson', '--to', 'html', `--${flag}`, 'x')
  expect(answer).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(`--${flag} does not go with --to html`) })
})

/** From a disk, without any network. */
async function opened(path: string, hash: string): Promise<{ page: Page; asked: string[]; faults: string[] }> {
  const page = await (await browser.newContext({ offline: true })).newPage()
  const asked: string[] = []
  const faults: string[] = []
  page.on('request', (one) => asked.push(one.url()))
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(message.text()))
  await page.goto(`${pathToFileURL(path).href}${hash}`)
  return { page, asked, faults }
}

/** A recording that does not get smaller. @returns calls in it */
async function writeNoise(path: string, megabytes: number): Promise<number> {
  const [header, site] = [shop.find(({ t }) => t === 'header')!, shop.find(({ t }) => t === 'site')!]
  const file = await open(path, 'w')
  await file.write(encodeLine(header) + encodeLine(site))
  for (let seq = 1; seq <= megabytes; seq++) {
    const args = [
      randomBytes(2 ** 20)
        .toString('base64')
        .slice(0, 1_000_000),
    ]
    await file.write(
      encodeLine({ t: 'call', seq, n: (site as SiteLine).n, start: seq, end: seq + 0.5, outcome: 'returned', args } as TraceLine),
    )
  }
  await file.close()
  return megabytes
}
