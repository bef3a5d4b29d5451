import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHandler, isLocalBind, TOKEN } from '@spoor/viewer/node'
import type { Access, Project, ViewerOptions } from '@spoor/viewer/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../web/live-fixture.ts'

const BASE = '/app/__spoor/'

let folder: string
let server: Server
let port: number
let host: string
let isLocal = true

const known = ['src/cart.ts', 'src/gone.ts', 'src', 'link.ts', 'away/secret.txt', '../secret.txt', 'long.ts']
const foreign = ['api/pay.ts', '../secret.txt', 'link.ts']
const lookedFor: string[] = []
const project = (): Project => ({
  root: join(folder, 'project'),
  isKnownFile(file) {
    lookedFor.push(file)
    return known.includes(file)
  },
  elsewhere: (file) => (foreign.includes(file) ? join(folder, 'other') : undefined),
})

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'spoor-serve-')))
  mkdirSync(join(folder, 'project/src'), { recursive: true })
  mkdirSync(join(folder, 'elsewhere'))
  mkdirSync(join(folder, 'other/api'), { recursive: true })
  writeFileSync(join(folder, 'other/api/pay.ts'), 'export const pay = () => 1\n')
  writeFileSync(join(folder, 'project/src/cart.ts'), 'export const add = () => "Grüße"\n')
  writeFileSync(join(folder, 'project/src/unknown.ts'), 'hidden words')
  writeFileSync(join(folder, 'project/long.ts'), 'x'.repeat(5 * 2 ** 20))
  writeFileSync(join(folder, 'secret.txt'), 'hidden words')
  writeFileSync(join(folder, 'elsewhere/secret.txt'), 'hidden words')
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'project/link.ts'))
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'project/away'))
  writeFileSync(join(folder, 'run.spoor.ndjson'), '{"t":"header"}\n')
  const script = `#!/bin/sh\nprintf '%s\\n' "$@" > ${join(folder, 'opened.txt')}\n`
  writeFileSync(join(folder, 'editor.sh'), script)
  chmodSync(join(folder, 'editor.sh'), 0o755)
  process.env['LAUNCH_EDITOR'] = join(folder, 'editor.sh')
  const options: ViewerOptions = {
    base: BASE,
    rules: { hosts: ['dev.shop.test'] },
    recordings: [{ name: 'run', path: join(folder, 'run.spoor.ndjson') }],
    project: project(),
    isLocal: () => isLocal,
  }
  const handle = createHandler(options)
  server = createServer((incoming, response) => handle(incoming, response, () => response.writeHead(418).end('next')))
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', () => ready()))
  port = (server.address() as AddressInfo).port
  host = `127.0.0.1:${port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  delete process.env['LAUNCH_EDITOR']
  rmSync(folder, { recursive: true, force: true })
})

interface Answer {
  status: number
  text: string
  headers: Record<string, unknown>
}

interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** Asks as no browser would: paths are sent as they are. */
function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((done, failed) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers: { host, ...headers } }, (response) => {
      let text = ''
      response.on('data', (piece) => (text += String(piece)))
      response.on('end', () => done({ status: response.statusCode ?? 0, text, headers: response.headers }))
    })
    asked.on('error', failed)
    asked.end(body)
  })
}

const own = (): Record<string, string> => ({ 'x-spoor': TOKEN, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })
const json = (): Record<string, string> => ({ ...own(), 'content-type': 'application/json' })
const place = (file = 'src/cart.ts', line: unknown = 12, column: unknown = 7): string => JSON.stringify({ file, line, column })

describe('the page', () => {
  test('is served with everything forbidden that it does not need', async () => {
    const page = await ask(BASE)
    expect(page.status).toBe(200)
    expect(page.text).toContain('<meta name="spoor-source" content="files" />')
    expect(page.text).not.toMatch(/<script>|<script type="module">[^<]|style="|onload=/)
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'x-frame-options': 'DENY',
    })
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';/)
    expect(policy).toMatch(/frame-ancestors 'none'$/)
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(page.headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('each of its files is there, and its head alone if asked', async () => {
    const { text } = await ask(BASE)
    const files = [...text.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map((match) => match[1]!)
    expect(files.length).toBeGreaterThan(0)
    for (const file of files)
      expect(await ask(BASE + file)).toMatchObject({ status: 200, headers: { 'x-content-type-options': 'nosniff' } })
    expect(await ask(BASE + files[0]!, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })

  test('its address without a slash leads there, what is not below it goes on', async () => {
    expect(await ask(BASE.slice(0, -1))).toMatchObject({ status: 302, headers: { location: BASE } })
    for (const path of ['/', '/app/', '/app/__spoorx', '/__spoor/']) expect(await ask(path)).toMatchObject({ status: 418 })
  })

  test.each([
    '../../secret.txt',
    '..%2f..%2fsecret.txt',
    '%2e%2e/%2e%2e/secret.txt',
    '....//secret.txt',
    '/etc/passwd',
    '\\..\\secret.txt',
    'index.html/../../../secret.txt',
    'recording/../recording/0',
    'recording/1',
    'recording/-1',
    'recording/00',
    'recording/0x0',
    'recording/0/',
    'recording/length',
    'constructor',
    '__proto__',
    'toString',
    'package.json',
  ])('no other file comes: %s', async (path) => {
    const { status, text } = await ask(BASE + path)
    expect({ status, text }).toEqual({ status: 404, text: 'Not here.\n' })
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s changes nothing', async (method) => {
    expect(await ask(BASE, { method })).toMatchObject({ status: 405 })
    expect(await ask(`${BASE}recording/0`, { method })).toMatchObject({ status: 405 })
  })
})

const STRANGERS: [string, Record<string, string>][] = [
  ['a name that points here (DNS rebinding)', { host: 'evil.test' }],
  ['a name that begins like an address', { host: '127.0.0.1.evil.test' }],
  ['a name that ends like an allowed one', { host: 'notdev.shop.test' }],
  ['a foreign origin', { origin: 'https://evil.test' }],
  ['our host on another port', { origin: 'http://127.0.0.1:1' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['an element of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }],
  ['a frame of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
  ['a page on another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
]

describe('strangers', () => {
  test.each(STRANGERS)('%s gets nothing', async (_, headers) => {
    for (const path of ['', 'index.js', 'recording/0', 'recording/index.json', 'access.json', 'source?file=src/cart.ts']) {
      const { status, text } = await ask(BASE + path, { headers: { 'x-spoor': path === 'access.json' ? '1' : TOKEN, ...headers } })
      expect({ path, status }).toEqual({ path, status: 403 })
      expect(text).not.toContain(TOKEN)
    }
    const opened = await ask(`${BASE}open`, { method: 'POST', headers: { ...json(), ...headers }, body: place() })
    expect(opened.status).toBe(403)
  })

  test('a link from anywhere leads to the page, in a tab', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    expect(await ask(BASE, { headers })).toMatchObject({ status: 200 })
  })

  test('the token is for who can set its header', async () => {
    expect((await ask(`${BASE}access.json`)).status).toBe(403)
    const { status, text } = await ask(`${BASE}access.json`, { headers: { 'x-spoor': '1', 'sec-fetch-site': 'same-origin' } })
    expect({ status, access: JSON.parse(text) as Access }).toEqual({ status: 200, access: { token: TOKEN, canRead: true, canOpen: true } })
  })
})

describe('recordings', () => {
  test('are listed, and come as they are stored', async () => {
    const { text } = await ask(`${BASE}recording/index.json`)
    expect(JSON.parse(text)).toEqual({ files: [{ name: 'run', size: 15 }] })
    expect(await ask(`${BASE}recording/0`)).toMatchObject({
      status: 200,
      text: '{"t":"header"}\n',
      headers: { 'content-type': 'application/octet-stream' },
    })
  })
})

describe('the text of a function', () => {
  const source = (file: string, headers = own()): Promise<Answer> => ask(`${BASE}source?file=${encodeURIComponent(file)}`, { headers })

  test('comes where a recorded site names its file', async () => {
    expect(await source('src/cart.ts')).toMatchObject({
      status: 200,
      text: 'export const add = () => "Grüße"\n',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
  })

  test('comes from another folder, where a program from there names its file', async () => {
    expect(await source('api/pay.ts')).toMatchObject({ status: 200, text: 'export const pay = () => 1\n' })
  })

  test.each<[string, string, number]>([
    ['a file that no site names', 'src/unknown.ts', 404],
    ['a file that is gone', 'src/gone.ts', 404],
    ['a folder', 'src', 404],
    ['a link that leads out', 'link.ts', 403],
    ['a folder that leads out', 'away/secret.txt', 403],
    ['a path that leads out, though it is known', '../secret.txt', 403],
    ['another way to write it', 'src/../src/cart.ts', 404],
    ['a path', '/etc/passwd', 404],
    ['a path with a null', 'src/cart.ts\0.png', 404],
    ['nothing', '', 404],
    ['what is too long', 'long.ts', 413],
  ])('but not of %s', async (_, file, status) => {
    const answer = await source(file)
    expect(answer.status).toBe(status)
    if (status === 403) expect(answer.text).toContain('Set the option `root`')
    expect(answer.text).not.toContain('hidden')
    expect(answer.text.length).toBeLessThan(300)
  })

  test.each(['/etc/passwd', '\\\\evil.test\\share\\cart.ts', '//evil.test/share/cart.ts', '\\\\?\\C:\\cart.ts', 'C:\\cart.ts'])(
    'and nobody even looks for what is no name in the project: %s',
    async (file) => {
      expect((await source(file)).status).toBe(404)
      expect(lookedFor).not.toContain(file)
    },
  )

  test.each([
    ['none', ''],
    ['a wrong one', '0'.repeat(64)],
    ['the one to ask with', '1'],
    ['half of it', TOKEN.slice(0, 32)],
  ])('nor with %s for a token', async (_, token) => {
    expect((await source('src/cart.ts', { ...own(), 'x-spoor': token })).status).toBe(403)
  })
})

describe('the editor', () => {
  const opened = (): string => join(folder, 'opened.txt')
  const open = (body = place(), headers = json()): Promise<Answer> => ask(`${BASE}open`, { method: 'POST', headers, body })

  test('opens at the line and column', async () => {
    expect(await open()).toMatchObject({ status: 204, text: '' })
    const lines = await until(() => existsSync(opened()) && readFileSync(opened(), 'utf8').trim().split('\n'))
    expect(lines).toEqual([join(folder, 'project/src/cart.ts'), '12', '7'])
    rmSync(opened())
  })

  test.each<[string, () => Promise<Answer>, number]>([
    ['without the token', () => open(place(), { ...json(), 'x-spoor': '1' }), 403],
    ['without an origin', () => open(place(), { 'x-spoor': TOKEN, 'content-type': 'application/json' }), 403],
    ['by a simple POST', () => open(place(), { origin: `http://${host}`, 'content-type': 'text/plain' }), 403],
    ['by a form', () => open(place(), { ...own(), 'content-type': 'application/x-www-form-urlencoded' }), 415],
    ['by GET', () => ask(`${BASE}open`, { headers: json() }), 405],
    ['with what is no JSON', () => open('{'), 400],
    ['with null', () => open('null'), 400],
    ['with a path that is a list', () => open(JSON.stringify({ file: ['src/cart.ts'], line: 1, column: 1 })), 400],
    ['with a line that is a text', () => open(place('src/cart.ts', '1; touch x')), 400],
    ['with a column below 1', () => open(place('src/cart.ts', 1, 0)), 400],
    ['with too much', () => open(place('x'.repeat(9000))), 413],
    ['for a file that no site names', () => open(place('src/unknown.ts')), 404],
    ['for a file outside', () => open(place('../secret.txt')), 403],
    ['for an option', () => open(place('--wait')), 404],
  ])('not %s', async (_, attack, status) => {
    expect((await attack()).status).toBe(status)
    expect(existsSync(opened())).toBe(false)
  })

  test('nor where other machines can reach the server', async () => {
    isLocal = false
    try {
      const { status, text } = await open()
      expect({ status, text }).toEqual({ status: 403, text: 'The server can be reached from other machines, and opens no editor.\n' })
      const { text: access } = await ask(`${BASE}access.json`, { headers: { 'x-spoor': '1' } })
      expect(JSON.parse(access)).toMatchObject({ canRead: true, canOpen: false })
      expect(existsSync(opened())).toBe(false)
    } finally {
      isLocal = true
    }
  })

  test('and says what to do where there is none', async () => {
    process.env['LAUNCH_EDITOR'] = join(folder, 'nothing.sh')
    try {
      const { status, text } = await open()
      expect(status).toBe(501)
      expect(text).toMatch(/nothing\.sh.*Set LAUNCH_EDITOR/)
    } finally {
      process.env['LAUNCH_EDITOR'] = join(folder, 'editor.sh')
    }
  })

  test.each<[unknown, boolean]>([
    [{ address: '127.0.0.1' }, true],
    [{ address: '::1' }, true],
    [{ address: '0.0.0.0' }, false],
    [{ address: '::' }, false],
    [{ address: '192.168.1.4' }, false],
    [{ address: '127.0.0.1.evil' }, false],
    ['a socket', true],
    [null, false],
    [undefined, false],
  ])('%o is local: %s', (bind, expected) => {
    expect(isLocalBind(bind as never)).toBe(expected)
  })
})
