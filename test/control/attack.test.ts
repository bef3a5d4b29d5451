import { mkdirSync, mkdtempSync, chmodSync, rmSync, symlinkSync, writeFileSync, existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import type { Duplex } from 'node:stream'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import type { Program, ProgramStatus } from '@spoor/shared'
import { announce, listening, listeningOf, openRunFolder, runFolder, UnsafeFolder } from '../../packages/cli/src/attach/folder.ts'
import { openHub } from '../../packages/plugin/src/control-door.ts'
import type { HubDoor } from '../../packages/plugin/src/control-door.ts'
import { Hub } from '../../packages/plugin/src/control-hub.ts'
import type { Reach } from '../../packages/plugin/src/control-hub.ts'
import { isLocalBind, TOKEN } from '@spoor/viewer/node'
import { openLive } from '../../packages/plugin/src/live-server.ts'
import type { LiveServer } from '../../packages/plugin/src/live-server.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { seed } from '../support/seed.ts'
import { knockAt } from '../web/knock.ts'
import type { Call } from '../web/knock.ts'
import { until } from '../web/live-fixture.ts'

const CONTROL = '/__spoor/control'
const LIVE = '/__spoor/live'
const ID = '0123456789abcdef'

let server: Server
let live: LiveServer
let door: HubDoor
let hub: Hub
let host: string
let whyNot: string | undefined
let said: [string, ...unknown[]][]

const STATUS: ProgramStatus = { sites: 1, on: 1, recorded: 0, dropped: 0, capacity: 16, rules: [] }

beforeAll(async () => {
  server = createServer((request, response) => live.handle(request, response))
  server.on('upgrade', (request, socket, head) => void door.upgrade(request, socket, head))
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', () => ready()))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(async () => {
  await (live as LiveServer | undefined)?.close()
  ;(door as HubDoor | undefined)?.close()
  whyNot = undefined
  said = []
  hub = new Hub({ root: '/app', version: '0', whyNot: () => whyNot })
  const rules = { hosts: ['dev.shop.test'] }
  live = openLive(server, undefined, LIVE, rules, hub)
  door = openHub(hub, CONTROL, rules)
  hub.join({ id: ID, kind: 'pages', platform: 'browser', title: 'page', status: STATUS, limits: {} }, reachThatSays())
})
afterAll(async () => {
  await live.close()
  door.close()
  server.closeAllConnections()
  server.close()
})

/** What is said late, of a test before, goes nowhere. */
function reachThatSays(): Reach {
  const heard = said
  return {
    change: (order) => {
      heard.push(['change', order])
      return { status: STATUS, limits: {} }
    },
    watch: (isOn) => void heard.push(['watch', isOn]),
    mark: (name) => void heard.push(['mark', name]),
    clear: () => void heard.push(['clear']),
  }
}

/** Open, or the status of the refusal. */
const knock = (call: Call = {}): Promise<WebSocket | number> => knockAt(host, CONTROL, call)

async function enter(call: Call = {}): Promise<WebSocket> {
  const socket = await knock(call)
  if (typeof socket === 'number') throw new Error(`refused: ${socket}`)
  return socket
}

const closeOf = (socket: WebSocket): Promise<number> => new Promise((done) => socket.once('close', done))

let asked = 0

/** What the hub answers to a question: its result, or the words of its error. */
function ask(socket: WebSocket, m: string, ...a: unknown[]): Promise<unknown> {
  const i = `q${asked++}`
  const answer = new Promise((done) => {
    socket.on('message', (data, isBinary) => {
      if (isBinary) return
      const message = JSON.parse((data as Buffer).toString()) as { i?: string; t: string; r?: unknown; e?: { message: string } }
      if (message.t === 's' && message.i === i) done(message.e ? message.e.message : message.r)
    })
  })
  socket.send(JSON.stringify({ t: 'q', i, m, a }))
  return answer
}

async function friend(): Promise<WebSocket> {
  const socket = await enter()
  await ask(socket, 'hello', { version: 1, kind: 'command' })
  return socket
}

describe('who is not let in', () => {
  test.each<[string, () => Call]>([
    ['no token', () => ({ protocols: ['spoor.1'] })],
    ['no protocol', () => ({ protocols: [] })],
    ['a wrong token', () => ({ protocols: ['spoor.1', '0'.repeat(64)] })],
    ['a token that is nearly right', () => ({ protocols: ['spoor.1', TOKEN.slice(0, -1) + (TOKEN.endsWith('0') ? '1' : '0')] })],
    ['the token in the address', () => ({ protocols: ['spoor.1'], path: `${CONTROL}?token=${TOKEN}` })],
    ['the token as a header', () => ({ protocols: ['spoor.1'], headers: { 'x-spoor': TOKEN, authorization: `Bearer ${TOKEN}` } })],
    ['no origin', () => ({ origin: undefined })],
    ['a foreign origin', () => ({ origin: 'https://evil.test' })],
    ['an origin that begins like ours', () => ({ origin: `http://${host}.evil.test` })],
    ['our host on another port', () => ({ origin: 'http://127.0.0.1:1' })],
    ['a sandboxed frame', () => ({ origin: 'null' })],
    ['an application with a scheme of its own', () => ({ origin: `capacitor://${host}` })],
    ['an extension', () => ({ origin: `chrome-extension://${host}` })],
    ['a host that says another one besides', () => ({ headers: { host: `${host}@evil.test` } })],
    ['an address with a name behind it', () => ({ headers: { host: '127.0.0.1.evil.test' }, origin: 'http://127.0.0.1.evil.test' })],
    ['a name that begins like this machine', () => ({ headers: { host: 'localhost.evil.test' }, origin: 'http://localhost.evil.test' })],
    ['an address written as one number', () => ({ headers: { host: '2130706433' }, origin: 'http://127.0.0.1' })],
    ['a page of a name that points here (DNS rebinding)', () => ({ headers: { host: 'evil.test' }, origin: 'http://evil.test' })],
    ['a name that ends like an allowed one', () => ({ headers: { host: 'notdev.shop.test' }, origin: 'http://notdev.shop.test' })],
  ])('%s', async (_, call) => {
    expect(await knock(call())).toBe(403)
    expect(said).toEqual([])
  })

  test('more clients than there is room for', async () => {
    const sockets = await Promise.all(Array.from({ length: 16 }, () => enter()))
    expect(await knock()).toBe(403)
    for (const socket of sockets) socket.terminate()
  })

  test('where processes listen, nothing that a browser sends', async () => {
    const own = openHub(hub, '/own', { hosts: [], private: true })
    const upgrade = (...of: Parameters<HubDoor['upgrade']>): void => void own.upgrade(...of)
    server.on('upgrade', upgrade)
    const path = '/own'
    expect(await knock({ path })).toBe(403)
    expect(await knock({ path, origin: undefined, headers: { 'sec-fetch-site': 'none' } })).toBe(403)
    expect(await knock({ path, origin: undefined, headers: { host: 'evil.test' } })).toBe(403)
    expect(await knock({ path, origin: undefined, protocols: ['spoor.1'] })).toBe(403)
    const socket = await enter({ path, origin: undefined })
    socket.terminate()
    server.off('upgrade', upgrade)
    own.close()
  })
})

describe('requests', () => {
  const get = (headers: Record<string, string>): Promise<number> => fetch(`http://${host}${LIVE}`, { headers }).then(({ status }) => status)

  test('the token is given to who can send a header of our own from our own origin', async () => {
    expect(await get({ 'x-spoor': '1' })).toBe(200)
    expect(await get({})).toBe(403)
    expect(await get({ 'x-spoor': '1', origin: 'https://evil.test' })).toBe(403)
    expect(await get({ 'x-spoor': '1', 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await get({ 'x-spoor': '1', 'sec-fetch-site': 'same-site' })).toBe(403)
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json'])('a simple POST changes nothing: %s', async (type) => {
    for (const path of [CONTROL, LIVE]) {
      const body = JSON.stringify({ t: 'q', m: 'change', a: [{ off: '**' }] })
      const answer = await fetch(`http://${host}${path}`, {
        method: 'POST',
        headers: { 'content-type': type, origin: 'https://evil.test' },
        body,
      })
      expect(answer.status).toBe(403)
    }
    expect(said).toEqual([])
  })
})

describe('what a client may not say', () => {
  test('anything before hello, and hello of another version', async () => {
    const socket = await enter()
    for (const name of ['change', 'watch', 'mark', 'clear']) expect(await ask(socket, name, {})).toBe('say hello first')
    expect(await ask(socket, 'hello', { version: 2, kind: 'page' })).toMatch(/^version: this side speaks 1, the other one 2/)
    expect(await ask(socket, 'hello', null)).toMatch(/^version/)
    expect(await ask(socket, 'change', { off: '**' })).toBe('say hello first')
    expect(said).toEqual([])
    socket.terminate()
  })

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', '__defineGetter__', '$close', '$functions', 'then', 'hello.call'])(
    'a function that is none: %s',
    async (name) => {
      const socket = await friend()
      expect(await ask(socket, name, {})).toContain('not found')
      expect(await ask(socket, 'hello', { version: 1, kind: 'page' })).toMatchObject({ version: 1 })
      socket.terminate()
    },
  )

  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /the order: an object/],
    ['a list', [], /the order: an object/],
    ['a field that there is not', { offf: '**' }, /offf: there is no such field/],
    ['selectors that are none', { on: 'src/**=loud' }, /on: .*"loud" is not a level/],
    ['no selector', { on: '' }, /on: no selector/],
    ['an object for a text', { off: { toString: 1 } }, /off: selectors are expected/],
    ['selectors without an end', { on: 'a'.repeat(20_000) }, /on: selectors are expected/],
    ['a path for a program', { programs: ['../../etc/passwd'], off: '**' }, /programs: a list of ids/],
    ['an address for a program', { programs: ['http://evil.test/'], off: '**' }, /programs: a list of ids/],
    ['a max without on', { max: 3 }, /max: it goes with/],
    ['a max that is none', { on: '**', max: -1 }, /max: a whole number/],
    ['a limit that there is not', { limits: { constructor: 1 } }, /limits.constructor: there is no such limit/],
    ['a limit that is none', { limits: { rate: '1' } }, /limits.rate: a number/],
    ['a duration below zero', { duration: -1 }, /duration: a number/],
  ])('%s', async (_, order, words) => {
    const socket = await friend()
    expect(await ask(socket, 'change', ...(order === undefined ? [] : [order]))).toMatch(words)
    expect(said).toEqual([])
    socket.terminate()
  })

  test('nobody gets at prototypes', async () => {
    const socket = await friend()
    for (const text of [
      '{"__proto__":{"polluted":1},"off":"**"}',
      '{"limits":{"__proto__":{"polluted":1}},"off":"**"}',
      '{"constructor":{"prototype":{"polluted":1}}}',
    ]) {
      socket.send(`{"t":"q","i":"p","m":"change","a":[${text}]}`)
      socket.send(`{"t":"q","i":"w","m":"watch","a":[true,{"__proto__":{"polluted":1},"constructor":7}]}`)
      socket.send(`{"t":"q","i":"p","m":"mark","a":["x"],"__proto__":{"o":true}}`)
    }
    await ask(socket, 'hello', { version: 1, kind: 'page' })
    expect(({} as { polluted?: 1 }).polluted).toBeUndefined()
    for (const [, order] of said) if (typeof order === 'object') expect(Object.getPrototypeOf(order)).toBe(Object.prototype)
    socket.terminate()
  })

  test('nothing is changed where the server listens to other machines, and all can be seen', async () => {
    whyNot = 'this dev server listens to other machines'
    const socket = await enter()
    expect(await ask(socket, 'hello', { version: 1, kind: 'page' })).toMatchObject({ canSteer: false, why: whyNot })
    for (const [name, ...words] of [['change', { off: '**' }], ['mark', 'x'], ['clear']] as [string, ...unknown[]][])
      expect(await ask(socket, name, ...words)).toBe(whyNot)
    expect(said).toEqual([])
    await ask(socket, 'watch', true)
    expect(said).toEqual([['watch', true]])
    socket.terminate()
  })

  test.each<[string, boolean]>([
    ['127.0.0.1', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.168.1.7', false],
  ])('where only this machine listens: %s %s', (address, isLocal) => {
    expect(isLocalBind({ address, family: 'IPv4', port: 1 })).toBe(isLocal)
  })

  test.each<[string, string | Buffer, number]>([
    ['no JSON', '{', 1008],
    ['null', 'null', 1008],
    ['a number', '7', 1008],
    ['a question without words', '{"t":"q","m":"hello"}', 1008],
    ['an answer to nothing', '{"t":"s"}', 1008],
    ['a number that is a text without an end', JSON.stringify({ t: 'q', i: 'x'.repeat(1000), m: 'hello', a: [] }), 1008],
    ['bytes', Buffer.from([1, 2, 3]), 1008],
    ['a message that is too long', JSON.stringify({ t: 'q', m: 'mark', a: ['x'.repeat(70_000)] }), 1009],
  ])('what ends the connection: %s', async (_, message, code) => {
    const socket = await friend()
    const closed = closeOf(socket)
    socket.send(message)
    expect(await closed).toBe(code)
    expect(said).toEqual([])
  })

  /** As a client frames it: the mask is 0. */
  const frame = (first: number, text: string): Buffer => {
    const head = Buffer.from([first, 0xfe, 0, 0, 0, 0, 0, 0])
    head.writeUInt16BE(text.length, 2)
    return Buffer.concat([head, Buffer.from(text)])
  }

  test.each<[string, Buffer, number]>([
    ['compressed, which nobody agreed to', frame(0xc1, 'x'.repeat(200)), 1002],
    ['without a mask', Buffer.from([0x81, 1, 0x41]), 1002],
    ['longer than any memory', Buffer.from([0x81, 0xff, 0, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 1009],
    [
      'in pieces without an end',
      Buffer.concat([frame(0x01, 'x'.repeat(30_000)), ...Array<Buffer>(9).fill(frame(0x00, 'x'.repeat(30_000)))]),
      1009,
    ],
  ])('frames that end the connection: %s', async (_, bytes, code) => {
    const socket = await friend()
    const closed = closeOf(socket)
    ;(Reflect.get(socket, '_socket') as Duplex).write(bytes)
    expect(await closed).toBe(code)
    expect(said).toEqual([])
  })

  test('too many messages in a second', async () => {
    const socket = await friend()
    const closed = closeOf(socket)
    for (let i = 0; i < 250; i++) socket.send('{"t":"q","m":"mark","a":["x"]}')
    expect(await closed).toBe(1008)
    expect(said.length).toBeLessThan(250)
  })
})

/** Numbers from 0 to 1, the same for the same seed. */
function random(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What may come: words of the protocol, torn, mixed and with nonsense in them. */
function nonsense(next: () => number): string | Buffer {
  const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T
  if (next() < 0.2) return Buffer.from(Array.from({ length: Math.floor(next() * 60) }, () => Math.floor(next() * 256)))
  const value = (depth = 0): unknown =>
    depth > 3
      ? 1
      : pick<() => unknown>([
          () => null,
          () => pick(['', 'q', 's', '**', ID, '__proto__', '\u0000', '../..', 'hello', 'change']),
          () => pick([-1, 0, 1, 1e300, 0.5]),
          () => [value(depth + 1), value(depth + 1)],
          () => ({ [pick(['on', 'off', 'limits', 'programs', 'version', '__proto__', 'kind', 'max'])]: value(depth + 1) }),
        ])()
  const m = pick(['hello', 'change', 'watch', 'mark', 'clear', 'program', 'constructor'])
  const text = JSON.stringify({
    t: pick(['q', 's', 'x']),
    i: pick(['1', 2, undefined]),
    m,
    a: pick([[value()], [], value(), [value(), value()]]),
    e: pick([undefined, value()]),
  })
  return next() < 0.3 ? text.slice(0, Math.floor(next() * text.length)) : text
}

test.each([CONTROL, LIVE])(`whatever comes, the hub goes on: %s (seed ${seed})`, async (path) => {
  const next = random(seed)
  const thrown: unknown[] = []
  const note = (error: unknown): void => void thrown.push(error)
  process.on('unhandledRejection', note)
  for (let i = 0; i < 200; i++) {
    const socket = await enter({ path })
    const closed = closeOf(socket)
    if (next() < 0.5)
      socket.send(path === LIVE ? JSON.stringify({ stream: ID }) : '{"t":"q","i":"1","m":"hello","a":[{"version":1,"kind":"page"}]}')
    for (let j = 0; j < 5; j++) socket.send(nonsense(next))
    socket.close()
    await closed
  }
  process.off('unhandledRejection', note)
  expect(thrown).toEqual([])
  expect(({} as { polluted?: 1 }).polluted).toBeUndefined()
  const socket = await friend()
  const { programs } = (await ask(socket, 'hello', { version: 1, kind: 'page' })) as { programs: Program[] }
  expect(programs.map(({ id }) => id)).toEqual([ID])
  socket.terminate()
})

test('what a page says of itself is taken field by field', async () => {
  const socket = await enter({ path: LIVE })
  const id = 'fedcba9876543210'
  socket.send(JSON.stringify({ stream: id }))
  const news = {
    id: ID,
    kind: 'server',
    title: 7,
    platform: 'node',
    status: { sites: 'many', rules: [{ selectors: { a: 1 }, on: 1 }, null] },
    recording: '/etc/passwd',
  }
  socket.send(JSON.stringify({ t: 'q', m: 'program', a: [news] }))
  socket.send(JSON.stringify({ t: 'q', m: 'program', a: [{ ...news, kind: 'pages' }] }))
  const watcher = await friend()
  const found = await until(async () => {
    const { programs } = (await ask(watcher, 'hello', { version: 1, kind: 'page' })) as { programs: Program[] }
    return programs.find((program) => program.id === id)
  })
  expect(found).toEqual({
    id,
    kind: 'pages',
    platform: 'browser',
    title: '',
    connected: true,
    limits: {},
    status: {
      sites: 0,
      on: 0,
      recorded: 0,
      dropped: 0,
      capacity: 0,
      rules: [
        { on: false, selectors: '', matched: 0 },
        { on: false, selectors: '', matched: 0 },
      ],
    },
  })
  socket.terminate()
  watcher.terminate()
})

test('a page from another port, in Chromium, gets no token, no connection and changes nothing', async () => {
  const evil = createServer((_, response) => void response.setHeader('content-type', 'text/html').end('<title>evil</title>'))
  await new Promise<void>((ready) => void evil.listen(0, '127.0.0.1', () => ready()))
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}/`)
    const found = await page.evaluate(
      async ({ at, live: path, control, token }) => {
        const get = (init?: RequestInit): Promise<string> =>
          fetch(`http://${at}${path}`, init).then(
            ({ status, type }) => `${status} ${type}`,
            () => 'refused',
          )
        const dial = (protocols: string[]): Promise<string> =>
          new Promise((done) => {
            const socket = new globalThis.WebSocket(`ws://${at}${control}`, protocols)
            socket.addEventListener('open', () => done('open'))
            socket.addEventListener('error', () => done('refused'))
          })
        return [
          await get({ headers: { 'x-spoor': '1' } }),
          await get({ mode: 'no-cors' }),
          await get({ method: 'POST', mode: 'no-cors', body: '{"m":"change"}' }),
          await dial(['spoor.1']),
          // Even if it knew the token.
          await dial(['spoor.1', token]),
        ]
      },
      { at: host, live: LIVE, control: CONTROL, token: TOKEN },
    )
    expect(found).toEqual(['refused', '0 opaque', '0 opaque', 'refused', 'refused'])
    expect(said).toEqual([])
  } finally {
    await browser.close()
    evil.close()
  }
})

describe('the folder of sockets', () => {
  let base: string
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'spoor-run-'))
    return () => rmSync(base, { recursive: true, force: true })
  })

  test('is the user’s own, and made so', () => {
    const folder = join(base, 'spoor')
    expect(runFolder({ XDG_RUNTIME_DIR: base })).toBe(folder)
    expect(openRunFolder(folder)).toBe(folder)
    expect(openRunFolder(folder)).toBe(folder)
    expect(runFolder({})).toMatch(/spoor-\w+$/)
  })

  test('a link, a file, or one that others can enter is refused', () => {
    const real = join(base, 'real')
    mkdirSync(real, { mode: 0o700 })
    const link = join(base, 'link')
    symlinkSync(real, link)
    expect(() => openRunFolder(link)).toThrow(UnsafeFolder)
    expect(() => listening(link)).toThrow(UnsafeFolder)
    const file = join(base, 'file')
    writeFileSync(file, '')
    expect(() => openRunFolder(file)).toThrow(UnsafeFolder)
    for (const mode of [0o755, 0o770, 0o701, 0o777]) {
      chmodSync(real, mode)
      expect(() => openRunFolder(real)).toThrow(/can be entered by others/)
      expect(() => listening(real)).toThrow(UnsafeFolder)
    }
  })

  test.runIf(process.getuid?.() === 0)('one of somebody else is refused', async () => {
    const { chownSync } = await import('node:fs')
    const folder = openRunFolder(join(base, 'spoor'))
    chownSync(folder, 12_345, 12_345)
    expect(() => openRunFolder(folder)).toThrow(/belongs to somebody else/)
  })

  test('a description that is a link, that others can read, or that says something else than its name is not believed', () => {
    const folder = openRunFolder(join(base, 'spoor'))
    const about = { pid: process.pid, thread: 0, title: 'x', root: '/', address: '/x.sock', token: 'x' }
    const forget = announce(folder, listeningOf(about))
    expect(listening(folder)).toMatchObject([about])
    const path = join(folder, `${process.pid}-0.json`)
    chmodSync(path, 0o644)
    expect(listening(folder)).toEqual([])
    forget()
    expect(existsSync(path)).toBe(false)
    writeFileSync(join(base, 'real.json'), JSON.stringify({ version: 1, ...about }), { mode: 0o600 })
    symlinkSync(join(base, 'real.json'), path)
    expect(listening(folder)).toEqual([])
    rmSync(path)
    for (const text of ['', 'null', '[]', '{"pid":1}', JSON.stringify({ ...about, pid: 1 }), JSON.stringify({ ...about, address: 7 })]) {
      writeFileSync(path, text, { mode: 0o600 })
      expect(listening(folder)).toEqual([])
    }
  })

  test('what dead processes left behind is taken away, and nothing else', () => {
    const folder = openRunFolder(join(base, 'spoor'))
    const dead = 2 ** 22 - 3
    for (const name of [`${dead}-0.json`, `${dead}-0.sock`, 'notes.txt', `${dead}.json`, `x${dead}-0.json`])
      writeFileSync(join(folder, name), '', { mode: 0o600 })
    expect(listening(folder)).toEqual([])
    expect(readdirSync(folder).sort()).toEqual([`${dead}.json`, 'notes.txt', `x${dead}-0.json`].sort())
  })
})
