import { createServer, request } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { AddressInfo } from 'node:net'
import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { isToken, TOKEN } from '../../packages/plugin/src/live-door.ts'
import { openLive } from '../../packages/plugin/src/live-server.ts'
import type { LiveServer } from '../../packages/plugin/src/live-server.ts'
import { knockAt } from './knock.ts'
import type { Call } from './knock.ts'

const PATH = '/__spoor/live'
const STREAM = '0123456789abcdef'

let folder: string
let server: Server
let live: LiveServer
let host: string
let port: number

beforeAll(async () => {
  server = createServer((incoming, response) => live.handle(incoming, response))
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', () => ready()))
  port = (server.address() as AddressInfo).port
  host = `127.0.0.1:${port}`
})
beforeEach(async () => {
  await (live as LiveServer | undefined)?.close()
  folder = mkdtempSync(join(tmpdir(), 'spoor-live-'))
  live = openLive(server, folder, PATH, { hosts: ['dev.shop.test'] })
  return () => rmSync(folder, { recursive: true, force: true })
})
afterAll(async () => {
  await live.close()
  server.closeAllConnections()
  server.close()
})

/** Open, or the status of the refusal. */
const knock = (call: Call): Promise<WebSocket | number> => knockAt(host, PATH, call)

async function opened(call: Call = {}): Promise<WebSocket> {
  const socket = await knock(call)
  if (typeof socket === 'number') throw new Error(`refused: ${socket}`)
  return socket
}

const frame = (n: number, text: string): Buffer => {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(n)
  return Buffer.concat([head, Buffer.from(text)])
}

const answerOf = (socket: WebSocket): Promise<unknown> =>
  new Promise((done) => socket.once('message', (data) => done(JSON.parse(String(data)))))
const closeOf = (socket: WebSocket): Promise<number> => new Promise((done) => socket.once('close', done))
const written = (): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))

/** Says which stream it is. @returns what the server says it has */
async function greet(socket: WebSocket, stream = STREAM): Promise<unknown> {
  const answer = answerOf(socket)
  socket.send(JSON.stringify({ stream }))
  return answer
}

test('a page of ours is let in, and what it sends is written and confirmed', async () => {
  const socket = await opened()
  expect(await greet(socket)).toEqual({ written: 0, known: false })
  const first = answerOf(socket)
  socket.send(frame(1, '{"t":"header"}\n'))
  expect(await first).toEqual({ written: 1 })
  // Again, as after a broken connection, and then on.
  socket.send(frame(1, '{"t":"header"}\n'))
  socket.send(frame(2, '{"t":"site"}\n'))
  while (!Object.values(written())[0]?.includes('site')) await answerOf(socket)
  expect(written()).toEqual({ [`page-${STREAM}.spoor.ndjson`]: '{"t":"header"}\n{"t":"site"}\n' })
  socket.close()
  const next = await opened()
  expect(await greet(next)).toEqual({ written: 2, known: true })
  next.close()
})

describe('who is not let in', () => {
  test.each<[string, () => Call]>([
    ['no token', () => ({ protocols: ['spoor.1'] })],
    ['no protocol', () => ({ protocols: [] })],
    ['another protocol', () => ({ protocols: ['vite-hmr', TOKEN] })],
    ['a wrong token', () => ({ protocols: ['spoor.1', '0'.repeat(64)] })],
    ['a token that is nearly right', () => ({ protocols: ['spoor.1', TOKEN.slice(0, -1) + (TOKEN.endsWith('0') ? '1' : '0')] })],
    ['a part of the token', () => ({ protocols: ['spoor.1', TOKEN.slice(0, 32)] })],
    ['more than the token', () => ({ protocols: ['spoor.1', `${TOKEN}0`] })],
    ['the token in capitals', () => ({ protocols: ['spoor.1', TOKEN.replace(/[a-f]/g, (letter) => letter.toUpperCase())] })],
    ['no origin', () => ({ origin: undefined })],
    ['a foreign origin', () => ({ origin: 'https://evil.test' })],
    ['an origin that begins like ours', () => ({ origin: `http://${host}.evil.test` })],
    ['our host on another port', () => ({ origin: 'http://127.0.0.1:1' })],
    ['a sandboxed frame', () => ({ origin: 'null' })],
    ['a page of a name that points here (DNS rebinding)', () => ({ headers: { host: 'evil.test' }, origin: 'http://evil.test' })],
    ['a name that ends like an allowed one', () => ({ headers: { host: 'notdev.shop.test' }, origin: 'http://notdev.shop.test' })],
    ['a name that looks like an address', () => ({ headers: { host: '127.0.0.1.evil.test' }, origin: 'http://127.0.0.1.evil.test' })],
  ])('%s', async (_, call) => {
    expect(await knock(call())).toBe(403)
    expect(written()).toEqual({})
  })

  test.each(['localhost', 'app.localhost', '[::1]', 'dev.shop.test'])('but %s is', async (name) => {
    const socket = await opened({ headers: { host: `${name}:${port}` }, origin: `http://${name}:${port}` })
    socket.close()
  })

  test('other paths are for others', async () => {
    const other = ({ url }: IncomingMessage, to: Duplex): void => void to.write(`${url}\n`)
    server.on('upgrade', other)
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET /hmr HTTP/1.1\r\nhost: ${host}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`),
    )
    const heard = await new Promise((done) => socket.once('data', (data) => done(String(data))))
    expect({ heard, readable: socket.readable }).toEqual({ heard: '/hmr\n', readable: true })
    socket.destroy()
    server.off('upgrade', other)
  })

  test('tokens are told apart whatever they are', () => {
    expect([TOKEN, '', undefined, null, 7, {}, TOKEN.toUpperCase() + '!', `${TOKEN}\0`].map(isToken)).toEqual([
      true,
      ...Array(7).fill(false),
    ])
    expect(TOKEN).toMatch(/^[\da-f]{64}$/)
  })
})

describe('what a page may not send', () => {
  test.each<[string, (socket: WebSocket) => void]>([
    ['frames before it has said who it is', (socket) => socket.send(frame(1, '{"t":"header"}\n'))],
    ['a path for a stream', (socket) => socket.send('{"stream":"../../../../etc/x"}')],
    ['no JSON', (socket) => socket.send('{')],
    ['null', (socket) => socket.send('null')],
    ['an id that is too long', (socket) => socket.send(JSON.stringify({ stream: `${STREAM}0` }))],
    ['an id that is an object', (socket) => socket.send('{"stream":{"toString":1}}')],
  ])('%s', async (_, attack) => {
    const socket = await opened()
    const closed = closeOf(socket)
    attack(socket)
    expect(await closed).toBe(1008)
    expect(written()).toEqual({})
  })

  test.each<[string, Buffer, number]>([
    ['a frame too short to have a number', Buffer.from([0, 0]), 1008],
    ['half a line', frame(1, '{"t":"header"}'), 1008],
    ['what is no line of ours', frame(1, 'hello\n'), 1008],
    ['a message that is too long', frame(1, `{"t":"${'x'.repeat(2 ** 20)}"}\n`), 1009],
  ])('%s', async (_, message, code) => {
    const socket = await opened()
    await greet(socket)
    const closed = closeOf(socket)
    socket.send(message)
    expect(await closed).toBe(code)
    expect(Object.values(written()).join('')).toBe('')
  })

  test('too many connections', async () => {
    const sockets = await Promise.all(Array.from({ length: 256 }, () => opened()))
    expect(await knock({})).toBe(403)
    for (const socket of sockets) socket.terminate()
  })

  test('a half line that a server left behind as it died is taken away before more is written', async () => {
    writeFileSync(join(folder, `page-${STREAM}.spoor.ndjson`), '{"t":"header"}\n{"t":"ca')
    const socket = await opened()
    expect(await greet(socket)).toEqual({ written: 0, known: true })
    const answer = answerOf(socket)
    socket.send(frame(7, '{"t":"end"}\n'))
    await answer
    expect(Object.values(written())).toEqual(['{"t":"header"}\n{"t":"end"}\n'])
    socket.close()
  })
})

test('while the disk is behind a page is not listened to, and then it is again', async () => {
  const path = join(folder, `page-${STREAM}.spoor.ndjson`)
  // Takes nothing until somebody reads it.
  execFileSync('mkfifo', [path])
  const socket = await opened()
  await greet(socket)
  const FRAMES = 40
  let confirmed = 0
  socket.on('message', (data) => (confirmed = Math.max(confirmed, (JSON.parse(String(data)) as { written: number }).written)))
  for (let n = 1; n <= FRAMES; n++) socket.send(frame(n, `{"x":"${'x'.repeat(1_000_000)}"}\n`))
  let left = Infinity
  for (let still = 0; still < 10 && left; still = socket.bufferedAmount === left ? still + 1 : 0) {
    left = socket.bufferedAmount
    await wait(50)
  }
  const reader = createReadStream(path).resume()
  expect(left).toBeGreaterThan(0)
  while (confirmed < FRAMES) await wait(20)
  reader.destroy()
  socket.close()
})

interface Answer {
  status: number
  body: string
}

const ask = (method: string, headers: Record<string, string>, body?: Buffer): Promise<Answer> =>
  new Promise((done) => {
    const asked = request({ host: '127.0.0.1', port, path: PATH, method, headers: { host, ...headers } }, (response) => {
      let text = ''
      response.on('data', (piece) => (text += String(piece)))
      response.on('end', () => done({ status: response.statusCode ?? 0, body: text }))
    })
    asked.on('error', () => done({ status: 0, body: '' }))
    asked.end(body)
  })

describe('the token by `GET`, for a page that knows an older one', () => {
  test('a page of ours gets it', async () => {
    expect(await ask('GET', { 'x-spoor': '1', 'sec-fetch-site': 'same-origin' })).toEqual({
      status: 200,
      body: JSON.stringify({ token: TOKEN }),
    })
  })

  test.each<[string, string, Record<string, string>]>([
    ['without our header, as any page could ask', 'GET', {}],
    ['from another site', 'GET', { 'x-spoor': '1', 'sec-fetch-site': 'cross-site' }],
    ['from another port', 'GET', { 'x-spoor': '1', 'sec-fetch-site': 'same-site' }],
    ['with a foreign origin', 'GET', { 'x-spoor': '1', origin: 'https://evil.test' }],
    ['under another name', 'GET', { 'x-spoor': '1', host: 'evil.test' }],
    ['a preflight', 'OPTIONS', { origin: 'https://evil.test', 'access-control-request-headers': 'x-spoor' }],
    ['another method', 'PUT', { 'x-spoor': '1' }],
  ])('not %s', async (_, method, headers) => {
    const { body, status } = await ask(method, headers)
    expect({ body, status }).toEqual({ body: '', status: 403 })
  })
})

describe('what a page leaves behind', () => {
  const body = (token = TOKEN, stream = STREAM, ...frames: Buffer[]): Buffer => {
    const all = frames.length ? frames : [frame(1, '{"t":"header"}\n')]
    return Buffer.concat([Buffer.from(token + stream), ...all.flatMap((one) => [lengthOf(one), one])])
  }
  const lengthOf = ({ length }: Buffer): Buffer => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(length)
    return head
  }

  test('is written', async () => {
    expect((await ask('POST', { origin: `http://${host}` }, body())).status).toBe(204)
    expect(Object.values(written())).toEqual(['{"t":"header"}\n'])
  })

  test.each([
    ['before', STREAM],
    ['behind', 'fedcba9876543210'],
  ])('is written once and in order, where what was sent came %s it', async (which, stream) => {
    const frames = ['{"t":"header"}\n', '{"t":"site"}\n', '{"t":"end"}\n'].map((text, at) => frame(at + 1, text))
    const leave = async (): Promise<void> =>
      expect((await ask('POST', { origin: `http://${host}` }, body(TOKEN, stream, ...frames))).status).toBe(204)
    const socket = await opened()
    await greet(socket, stream)
    if (which === 'behind') await leave()
    const closed = closeOf(socket)
    for (const one of frames.slice(0, 2)) socket.send(one)
    socket.close()
    await closed
    if (which === 'before') await leave()
    expect(Object.values(written())).toEqual(['{"t":"header"}\n{"t":"site"}\n{"t":"end"}\n'])
  })

  test.each<[string, () => Promise<Answer>, number]>([
    ['a wrong token', () => ask('POST', { origin: `http://${host}` }, body('0'.repeat(64))), 403],
    ['no origin', () => ask('POST', {}, body()), 403],
    ['a foreign origin', () => ask('POST', { origin: 'https://evil.test' }, body()), 403],
    ['another host', () => ask('POST', { origin: 'http://evil.test', host: 'evil.test' }, body()), 403],
    ['a path for a stream', () => ask('POST', { origin: `http://${host}` }, body(TOKEN, '../../../../etc/')), 403],
    ['nothing', () => ask('POST', { origin: `http://${host}` }), 403],
    ['half a line', () => ask('POST', { origin: `http://${host}` }, body(TOKEN, STREAM, frame(1, '{'))), 400],
    ['a part of a frame', () => ask('POST', { origin: `http://${host}` }, body().subarray(0, -1)), 400],
    ['more than frames', () => ask('POST', { origin: `http://${host}` }, Buffer.concat([body(), Buffer.from([0, 0])])), 400],
    ['no frame', () => ask('POST', { origin: `http://${host}` }, body().subarray(0, 80)), 400],
    ['too much', () => ask('POST', { origin: `http://${host}` }, body(TOKEN, STREAM, frame(1, `{"t":"${'x'.repeat(2 ** 16)}"}\n`))), 0],
  ])('but not with %s', async (_, attack, status) => {
    expect((await attack()).status).toBe(status)
    expect(written()).toEqual({})
  })
})
