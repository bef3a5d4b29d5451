import { readFileSync } from 'node:fs'
import { createSecureServer, connect, createServer } from 'node:http2'
import type { ClientHttp2Session, Http2Server } from 'node:http2'
import { createConnection } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchNodeRequests } from '../../packages/plugin/src/web-requests.ts'
import { spoor } from '../../packages/runtime/src/index.ts'
import type { RequestEvent } from '../../packages/runtime/src/index.ts'
import { newCertificate } from '../support/certificate.ts'
import { project, recorded, recording, run } from './app.ts'
import type { Ended } from './app.ts'
import { ofKind } from './events.ts'

const APP = readFileSync(new URL('http2-app.js', import.meta.url), 'utf8')

async function both(files: Record<string, string>): Promise<{ cwd: string; bare: Ended; watched: Ended }> {
  const cwd = project(files)
  const bare = await run(cwd, ['src/app.js'], {})
  const watched = await run(cwd, ['src/app.js'], recording())
  return { cwd, bare, watched }
}

/** Without what differs from run to run, and what is sent along. */
const settled = (text: string): string =>
  text
    .replace(/(localhost|127\.0\.0\.1):\d+/g, '$1:0')
    .replace(/"[A-Z][a-z]{2}, \d\d [^"]* GMT"/g, '"a date"')
    .replace(/,?\s*"traceparent": "[^"]*"/g, '')
    .replace(/,?\\"traceparent\\":\\"[^"]*\\"/g, '')
    .replace(/\{\s*,/g, '{')
    .replace(/(\{|,)\s+/g, '$1')

/** `client GET /path 200` below the name of the call, or `-`; `work /path` for what should be below that path, and is. */
function story(cwd: string): { requests: string[]; astray: string[] } {
  const lines = recorded(cwd).flat()
  const calls = new Map(ofKind(lines, 'call').map((call) => [call.seq, call]))
  const asked = new Map(ofKind(lines, 'request').map((request) => [request.seq, request]))
  const names = new Map(ofKind(lines, 'site').map((site) => [site.n, site.name]))
  const rootOf = (seq: number): string => {
    const call = calls.get(seq)
    if (call) return rootOf(call.parent ?? 0)
    const request = asked.get(seq)
    return request ? new URL(request.url).pathname : '-'
  }
  const inOrder = [...asked.values()].sort((a, b) => a.seq - b.seq)
  const requests = inOrder.map(({ call = 0, error, method, side, status, url }) => {
    const end = [status, error].filter(Boolean).join(' ')
    return `${side} ${method} ${new URL(url).pathname} ${end} < ${names.get(calls.get(call)?.n ?? 0) ?? '-'}`
  })
  const works = [...calls.values()].filter(({ n }) => names.get(n) === 'work')
  const astray = works
    .map(({ args, parent }) => `${String(args?.[0])} < ${rootOf(parent ?? 0)}`)
    .filter((text) => !/^(.*) < \1$/.test(text))
  return { requests, astray }
}

test('a program sees no difference but the header: events, headers, errors, listeners and properties', { timeout: 120_000 }, async () => {
  const { cwd, bare, watched } = await both({ 'src/app.js': APP, 'pair.json': JSON.stringify(await newCertificate()) })
  expect(bare).toMatchObject({ code: 0, stderr: '' })
  expect(watched).toMatchObject({ code: 0, stderr: '' })
  expect(settled(watched.stdout)).toBe(settled(bare.stdout))
  expect(watched.stdout.match(/traceparent/g)?.length).toBeGreaterThan(30)
  // What the program sets itself goes out as it is.
  const own = /00-a{32}-b{16}-01/g
  expect(bare.stdout.match(own)).not.toBe(null)
  expect(watched.stdout.match(own)).toEqual(bare.stdout.match(own))
  const { astray, requests } = story(cwd)
  expect(astray).toEqual([])
  const pairs = requests.filter((text) => !/\/raw|\/odd/.test(text))
  expect(pairs).toEqual(STORY)
})

const get = (path: string, client: string, server = client): string[] => [
  `client GET ${path} ${client} < ask`,
  `server GET ${path} ${server} < -`,
]
const GONE = 'closed before it was answered'
const PART = 'closed before the answer was complete'

const STORY = [
  get('/plain', '201'),
  get('/file', '200'),
  get('/early', '204'),
  get('/push', '200'),
  get('/reset', 'Error ERR_HTTP2_STREAM_ERROR'),
  get('/half', '200', `200 ${PART}`),
  get('/broken', 'Error ERR_HTTP2_STREAM_ERROR', 'RangeError'),
  get('/calm', 'Error ERR_HTTP2_SESSION_ERROR', PART),
  get('/gone', GONE, PART),
  get('/face', '200'),
  get('/own', '200'),
  get('/', GONE, `200 ${PART}`),
  get('/echo', '200').map((text) => text.replace('GET', 'POST')),
  get('/plain', '201').map((text) => text.replace('GET', 'HEAD')),
  get('/hang', GONE, PART),
  get('/hang', 'AbortError ABORT_ERR', PART),
  get('/hang', 'AbortError ABORT_ERR').slice(0, 1),
  get('/get', '200'),
  get('/post', '200').map((text) => text.replace('GET', 'POST')),
  get('/missing', '404'),
  get('/thrown', GONE, PART),
  ...['/traced', '/cased', '/frozen', '/getter', '/proxy'].map((path) => get(path, '200')),
  get('/name', 'TypeError ERR_INVALID_HTTP_TOKEN').slice(0, 1),
  get('/value', 'TypeError ERR_HTTP2_INVALID_PSEUDOHEADER').slice(0, 1),
  get('/closed', 'Error ERR_HTTP2_GOAWAY_SESSION').slice(0, 1),
  get('/one', '200').map((text) => text.replace('ask', 'http1')),
  get('/nobody', 'Error ERR_HTTP2_STREAM_CANCEL').slice(0, 1),
  get('/refused', 'Error ERR_HTTP2_STREAM_CANCEL').slice(0, 1),
  get('/late', 'Error ERR_HTTP2_INVALID_SESSION')
    .slice(0, 1)
    .map((text) => text.replace('ask', 'misused')),
].flat()

const UNCAUGHT = {
  client: `import { connect } from 'node:http2'
export function go() { connect('http://localhost:1').on('error', () => {}).request({ ':path': '/' }) }
go()`,
  server: `import { connect, createServer } from 'node:http2'
export function go(stream) { stream.destroy(new RangeError('broken')) }
const server = createServer().on('stream', go)
server.listen(0, '127.0.0.1', () => connect('http://localhost:' + server.address().port).on('error', () => {}).request().on('error', () => {}))`,
}

test.each(Object.entries(UNCAUGHT))('an error that nobody handles ends the program as it would (%s)', async (_, text) => {
  const { bare, cwd, watched } = await both({ 'src/app.js': text })
  const first = ({ code, stderr }: Ended): unknown => [code, /^(?:\w*Error)\b.*/m.exec(stderr)?.[0]]
  expect(first(bare)).toEqual([1, expect.stringMatching(/^(?:Error \[ERR_HTTP2_STREAM_CANCEL\]|Error: The pending|RangeError: broken)/)])
  expect(first(watched)).toEqual(first(bare))
  expect(ofKind(recorded(cwd).flat(), 'request')).not.toEqual([])
})

test('node:http2 is not loaded for a program that does not load it', async () => {
  const cwd = project({
    'src/app.js': `import { createServer, connect } from 'node:net'
export function work() {}
work()
const server = createServer((socket) => socket.end())
server.listen(0, '127.0.0.1', () => connect(server.address().port, '127.0.0.1').on('close', () => {
  server.close()
  console.log(process.moduleLoadList.join().includes('http2'))
}).resume())`,
  })
  expect(await run(cwd, ['src/app.js'], recording())).toMatchObject({ code: 0, stdout: 'false\n' })
  expect(ofKind(recorded(cwd).flat(), 'call')).not.toEqual([])
})

let stop = (): void => {}
const ends: (() => void)[] = []
beforeEach(() => spoor.clear())
afterEach(() => {
  stop()
  for (const end of ends.splice(0)) end()
})

const requests = (): RequestEvent[] => spoor.events().filter((event): event is RequestEvent => event.type === 'request')

async function listening(server: Http2Server): Promise<number> {
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', () => ready()))
  ends.push(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** What came with a request, as the server tells. */
function asked(session: ClientHttp2Session, path: string): Promise<Record<string, string>> {
  return new Promise((done, failed) => {
    let text = ''
    const stream = session.request({ ':path': path })
    stream.on('data', (piece: Buffer) => (text += piece.toString()))
    stream.on('end', () => done(JSON.parse(text) as Record<string, string>))
    stream.on('error', failed)
  })
}

test('sessions that were there before are watched, and nothing is left of it when it has stopped', async () => {
  const server = createServer((request, response) => void response.end(JSON.stringify(request.headers)))
  const session = connect(`http://localhost:${await listening(server)}`)
  ends.push(() => session.destroy())
  const before = await asked(session, '/before')
  const classOf = (object: object): object => Object.getPrototypeOf(object) as object
  const probe = session.request({ ':path': '/probe' }).resume()
  await new Promise((done) => void probe.on('close', done))
  const faces = (): PropertyDescriptorMap[] => [session, probe].map((object) => Object.getOwnPropertyDescriptors(classOf(object)))
  const bare = faces()
  expect(bare.map((face) => 'emit' in face)).toEqual([false, false])
  stop = watchNodeRequests()
  const during = await asked(session, '/during')
  expect(faces()).not.toEqual(bare)
  stop()
  expect(faces()).toEqual(bare)
  const after = await asked(session, '/after')
  expect([before, during, after].map((headers) => 'traceparent' in headers)).toEqual([false, true, false])
  const told = requests()
  expect(told.map(({ side, url }) => `${side} ${new URL(url).pathname}`)).toEqual(['client /during', 'server /during'])
  expect(told[1]).toMatchObject({ trace: told[0]?.trace, parentSpan: told[0]?.span })
})

test('other hosts are told where they are listed', async () => {
  const server = createServer((request, response) => void response.end(JSON.stringify(request.headers)))
  const port = await listening(server)
  stop = watchNodeRequests(['http://api.test'])
  for (const [host, carries] of [
    ['shop.test', false],
    ['api.test', true],
  ] as const) {
    const session = connect(`http://${host}`, { createConnection: () => createConnection(port, '127.0.0.1') })
    ends.push(() => session.destroy())
    expect('traceparent' in (await asked(session, '/a'))).toBe(carries)
  }
  expect(requests().map(({ side, url }) => `${side} ${url}`)).toContain('client http://api.test/a')
})

test('what undici sends over HTTP/2 is told of once', async () => {
  const server = createSecureServer(await newCertificate(), (request, response) => void response.end(JSON.stringify(request.headers)))
  const origin = `https://localhost:${await listening(server)}`
  // Node loads its own with the first.
  await fetch('data:,')
  const world = globalThis as Record<symbol, object>
  const [later, first] = ['2', '1'].map((version) => world[Symbol.for(`undici.globalDispatcher.${version}`)])
  const { constructor } = (later ?? first) as { constructor: AgentClass }
  vi.spyOn(process, 'emitWarning').mockReturnValue()
  const dispatcher = new constructor({ allowH2: true, connect: { rejectUnauthorized: false } })
  stop = watchNodeRequests()
  const response = await fetch(`${origin}/fetched`, { dispatcher } as RequestInit)
  const headers = (await response.json()) as Record<string, string>
  await dispatcher.close()
  expect(headers[':path']).toBe('/fetched')
  const [client, served, ...others] = requests()
  expect([client, served, others]).toMatchObject([{ side: 'client', status: 200 }, { side: 'server', trace: client?.trace }, []])
  expect(headers['traceparent']).toContain(client?.span)
})

interface AgentClass {
  new (options: object): { close(): Promise<void> }
}
