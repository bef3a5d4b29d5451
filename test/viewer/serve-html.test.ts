import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { encodeLine } from '@spoor/trace'
import { html } from '@spoor/viewer/node'
import type { Embedded, HtmlOptions } from '@spoor/viewer/node'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { project, removeProjects } from '../check/fixture.ts'
import { shop } from '../export/fixture.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'

const text = shop.map(encodeLine).join('')

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'spoor-html-'))))
afterAll(() => {
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

test('spoor export --to html writes it, and it opens from a disk without any network', { timeout: 90_000 }, async () => {
  const made = project({ 'shop.spoor.ndjson': text })
  writeFileSync(join(made.root, 'more.spoor.ndjson.gz'), gzipSync(text))
  const { status, stderr, stdout } = made.spoor('export', 'shop.spoor.ndjson', '--to', 'html', '--out', 'shop.html')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/^shop\.html: \d+\.\d kB; opens in any browser: one file that needs no network\n$/)
  const path = join(made.root, 'shop.html')
  expect(statSync(path).size).toBeLessThan(600_000)
  expect(readFileSync(path, 'utf8').includes(made.root)).toBe(false)
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
  try {
    const page = await (await browser.newContext({ offline: true })).newPage()
    const asked: string[] = []
    const faults: string[] = []
    page.on('request', (one) => asked.push(one.url()))
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(message.text()))
    await page.goto(`${pathToFileURL(path).href}#/functions`)
    for (const name of ['handle', 'query', 'parse']) await page.getByText(name, { exact: true }).first().waitFor()
    expect(asked.filter((one) => !/^(file|data|blob):/.test(one))).toEqual([])
    expect(faults).toEqual([])
  } finally {
    await browser.close()
  }
})

test.each(['only', 'request'])('--%s does not go with it', (flag) => {
  const made = project({ 'shop.spoor.ndjson': text })
  const answer = made.spoor('export', 'shop.spoor.ndjson', '--to', 'html', `--${flag}`, 'x')
  expect(answer).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(`--${flag} does not go with --to html`) })
})
