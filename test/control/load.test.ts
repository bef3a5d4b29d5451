import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { readFrame } from '@spoor/shared'
import type { Program } from '@spoor/shared'
import { TOKEN } from '@spoor/viewer/node'
import { Backlog } from '../../packages/plugin/src/control-backlog.ts'
import { openHub } from '../../packages/plugin/src/control-door.ts'
import { Hub } from '../../packages/plugin/src/control-hub.ts'
import type { Reach } from '../../packages/plugin/src/control-hub.ts'
import { essence, pieces } from '../../packages/plugin/src/control-lines.ts'
import { openLive } from '../../packages/plugin/src/live-server.ts'
import { seed } from '../support/seed.ts'
import { until } from '../web/live-fixture.ts'
import { Field } from './processes.ts'
import { readLines } from './watcher.ts'

const header = (origin = Date.now()): string => `{"t":"header","format":"spoor-trace","stream":"0123456789abcdef","origin":${origin}}\n`
const site = (n: number): string => `{"t":"site","n":${n},"name":"f${n}"}\n`
const call = (seq: number, size = 100): string => `{"t":"call","seq":${seq},"n":1,"start":1,"end":2,"pad":"${'x'.repeat(size)}"}\n`

describe('what is held of a program', () => {
  test('is bounded, begins with what one needs to read it, and says what is gone', () => {
    const backlog = new Backlog()
    backlog.add(Buffer.from(header() + site(1)))
    for (let i = 0; i < 300; i++)
      backlog.add(Buffer.from(Array.from({ length: 500 }, (_, j) => (j === 0 && i % 10 === 0 ? site(i + 2) : call(i * 500 + j))).join('')))
    expect(backlog.bytes).toBeLessThanOrEqual(8 * 2 ** 20)
    const { calls, dropped, lines } = readLines(
      backlog
        .from(0)
        .map(({ bytes }) => bytes.toString())
        .join(''),
    )
    expect(lines[0]?.t).toBe('header')
    expect(lines.filter(({ t }) => t === 'site')).toHaveLength(31)
    expect(calls.length + dropped).toBe(300 * 500 - 30)
    expect(calls.at(-1)?.seq).toBe(300 * 500 - 1)
    expect(calls.map(({ seq }) => seq)).toEqual(calls.map(({ seq }) => seq).sort((a, b) => a - b))
  })

  test('functions without an end are bounded too', () => {
    const backlog = new Backlog()
    for (let i = 0; i < 400; i++) backlog.add(Buffer.from(Array.from({ length: 1000 }, (_, j) => site(i * 1000 + j)).join('')))
    expect(backlog.from(0).reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(13 * 2 ** 20)
  })

  test('who has a part gets the rest, wherever it was cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 20 }), fc.nat(), (sizes, where) => {
        const backlog = new Backlog()
        let all = ''
        const chunks = sizes.flatMap((size, i) => {
          const text = call(i, size)
          all += text
          return backlog.add(Buffer.from(text))
        })
        const at = where % (chunks.length + 1)
        const before = chunks.slice(0, at).map(({ bytes }) => bytes.toString())
        const rest = backlog.from(chunks[at - 1]?.position ?? 0).map(({ bytes }) => bytes.toString())
        expect(before.join('') + rest.join('')).toBe(all)
      }),
      { seed, numRuns: 100 },
    )
  })

  test('pieces are whole lines, all of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'ä', '{'), maxLength: 40 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 60 }),
        (texts, size) => {
          const text = texts.map((one) => `${one}\n`).join('')
          const found = [...pieces(Buffer.from(text), size)].map((piece) => piece.toString())
          expect(found.join('')).toBe(text)
          for (const piece of found)
            expect(piece.endsWith('\n') && (Buffer.byteLength(piece) <= size || piece.indexOf('\n') === piece.length - 1)).toBe(true)
          expect(essence(Buffer.from(text)).others).toBe(texts.length)
        },
      ),
      { seed, numRuns: 300 },
    )
  })
})

const STATUS = { sites: 1, on: 1, recorded: 0, dropped: 0, capacity: 16, rules: [] }
const ID = '0123456789abcdef'
const quiet = (): Reach => ({ change: () => ({ status: STATUS, limits: {} }), watch() {}, mark() {}, clear() {} })
const page = (id = ID): Program => ({ id, kind: 'pages', platform: 'browser', title: 'page', status: STATUS, limits: {}, connected: true })

/** A socket whose other side reads when it is told to. */
class Reader {
  readyState = 1
  OPEN = 1
  bufferedAmount = 0
  texts: string[] = []
  lines = ''
  #waiting: { data: Buffer; done: () => void }[] = []

  send(data: string | Buffer, done: () => void = () => {}): void {
    if (typeof data === 'string') return void this.texts.push(data)
    this.bufferedAmount += data.length
    this.#waiting.push({ data, done })
  }

  read(): void {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.bufferedAmount -= next.data.length
      this.lines += Buffer.from(readFrame(next.data)!.bytes).toString()
      next.done()
    }
  }

  close(): void {
    this.readyState = 3
  }

  terminate(): void {
    this.readyState = 3
  }
}

function watching(hub: Hub): Reader {
  const reader = new Reader()
  const client = hub.open(reader as never)
  client.take({ t: 'q', i: '1', m: 'hello', a: [{ version: 1, kind: 'page' }] })
  client.take({ t: 'q', i: '2', m: 'watch', a: [true] })
  return reader
}

describe('who watches and does not keep up', () => {
  test('gets less and is told how much, while others get all, and functions come in any case', async () => {
    const hub = new Hub({ root: '/slow', version: '0', whyNot: () => undefined })
    hub.join(page(), quiet())
    const slow = watching(hub)
    const quick = watching(hub)
    await until(() => slow.texts.length > 1 && quick.texts.length > 1)
    hub.lines(ID, Buffer.from(header()))
    let made = 0
    for (let i = 0; i < 500; i++) {
      hub.lines(ID, Buffer.from(site(i) + Array.from({ length: 1000 }, () => call(made++)).join('')))
      quick.read()
    }
    expect(readLines(quick.lines).calls).toHaveLength(made)
    // What waits for the slow one is bounded, whatever it does.
    expect(slow.bufferedAmount).toBeLessThan(2 * 2 ** 20)
    slow.read()
    hub.lines(ID, Buffer.from(call(made++)))
    slow.read()
    const { calls, dropped, lines } = readLines(slow.lines)
    expect(calls.length).toBeLessThan(made / 2)
    expect(calls.length + dropped).toBe(made)
    expect(lines.filter(({ t }) => t === 'site')).toHaveLength(500)
    const said = slow.texts.filter((text) => text.includes('"missed"')).map((text) => (JSON.parse(text) as { a: [string, number] }).a)
    expect(said).toEqual([[ID, dropped]])
    expect(quick.texts.some((text) => text.includes('"missed"'))).toBe(false)
  })
})

test('who takes nothing is parted with after many looks, and not because the program was busy for long between two', async () => {
  let isWatched = false
  const hub = new Hub({ root: '/stalled', version: '0', whyNot: () => undefined, onWatch: (is) => void (isWatched = is) })
  hub.join(page(), quiet())
  const door = openHub(hub, '/control', { hosts: [], private: true })
  const server = createServer()
  let theirs: Duplex | undefined
  server.on('upgrade', (request, socket, head) => void door.upgrade(request, (theirs = socket), head))
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', () => done()))
  const watcher = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/control`, ['spoor.1', TOKEN])
  await new Promise((done) => watcher.once('open', done))
  watcher.send('{"t":"q","i":"1","m":"hello","a":[{"version":1,"kind":"page"}]}')
  watcher.send('{"t":"q","i":"2","m":"watch","a":[true]}')
  await until(() => isWatched)
  watcher.pause()
  hub.lines(ID, Buffer.from(header() + Array.from({ length: 100 }, (_, i) => call(i, 150_000)).join('')))
  let looks = 0
  const look = (): void => {
    looks++
    door.dropStalled(() => false)
  }
  look()
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000)
  look()
  clock.mockRestore()
  expect(theirs?.destroyed).toBe(false)
  await until(() => (look(), theirs?.destroyed))
  expect(looks).toBeGreaterThan(20)
  watcher.terminate()
  door.close()
  server.close()
})

test('a hundred tabs: all are shown, and those that are gone do not pile up', async () => {
  const server = createServer()
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', () => done()))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const hub = new Hub({ root: '/tabs', version: '0', whyNot: () => undefined })
  const live = openLive(server, undefined, '/live', { hosts: [] }, hub)
  const reader = watching(hub)
  const last = (): Program[] => {
    const text = reader.texts.findLast((one) => one.includes('"programs"') && one.includes('"m"'))
    return text ? (JSON.parse(text) as { a: [Program[]] }).a[0] : []
  }
  const tabs = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const socket = new WebSocket(`ws://${host}/live`, ['spoor.1', TOKEN], { origin: `http://${host}` })
      await new Promise((done) => socket.once('open', done))
      const id = randomBytes(8).toString('hex')
      socket.send(JSON.stringify({ stream: id }))
      socket.send(JSON.stringify({ t: 'q', m: 'program', a: [page(id)] }))
      const lines = header() + site(1) + Array.from({ length: 100 }, (_, i) => call(i)).join('')
      socket.send(Buffer.concat([Buffer.from([0, 0, 0, 1]), Buffer.from(lines)]))
      return socket
    }),
  )
  await until(() => last().filter(({ connected }) => connected).length === 100)
  await until(() => {
    reader.read()
    return readLines(reader.lines).calls.length === 10_000
  })
  for (const tab of tabs) tab.terminate()
  await until(() => last().length === 16 && last().every(({ connected }) => !connected))
  await live.close()
  server.close()
})

test('a program is not held up by somebody who attaches and never reads, and its recording is whole', async () => {
  const field = new Field({
    'src/work.js': 'export const work = (n) => [n, "x".repeat(200)]',
    'main.js':
      "import { work } from './src/work.js'\nlet i = 0\nprocess.stdin.once('data', () => { const timer = setInterval(() => { for (let j = 0; j < 2000; j++) work(i++); if (i < 200000) return; clearInterval(timer); process.stdin.destroy() }, 5) })",
  })
  const limits = { first: 1e9, perSecond: 1e9, rate: 1e9, queue: 1e9 }
  const { child, ended } = field.start('main.js', '1', { SPOOR_RECORD: 'rec', SPOOR_RECORD_OPTIONS: JSON.stringify({ limits }) })
  const [one] = await field.listening()
  const socket = connect(one!.address)
  const key = randomBytes(16).toString('base64')
  socket.write(
    `GET /__spoor/control HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\nsec-websocket-protocol: spoor.1, ${one!.token}\r\n\r\n`,
  )
  await new Promise((done) => socket.once('data', done))
  for (const text of ['{"t":"q","i":"1","m":"hello","a":[{"version":1,"kind":"page"}]}', '{"t":"q","i":"2","m":"watch","a":[true]}'])
    socket.write(masked(text))
  await new Promise((done) => socket.once('data', done))
  socket.pause()
  child.stdin?.write('go')
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
  socket.destroy()
  const folder = join(field.root, 'rec')
  const text = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')
  expect(text.match(/"t":"call"/g)).toHaveLength(200_000)
})

/** A text frame of a client. */
function masked(text: string): Buffer {
  const bytes = Buffer.from(text)
  const head =
    bytes.length < 126
      ? Buffer.from([0x81, 0x80 | bytes.length, 0, 0, 0, 0])
      : Buffer.from([0x81, 0xfe, bytes.length >> 8, bytes.length & 255, 0, 0, 0, 0])
  return Buffer.concat([head, bytes])
}
