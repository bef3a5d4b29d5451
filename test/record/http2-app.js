// All that a program may do over HTTP/2, and what it gets to see of it, as JSON: it is run with and without a recording.
import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import http2 from 'node:http2'
import https from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { readFileSync } from 'node:fs'

const { cert, key } = JSON.parse(readFileSync('pair.json', 'utf8'))
const log = []
const own = new AsyncLocalStorage()

/** What is traced: `where` says what it should be below of. */
export function work(where) {
  return [where].map(String).join('')
}

async function later(where) {
  await wait(2)
  work(where)
}

/** Everything that a stream says, in order. */
function spy(stream, name, said) {
  const texts = ['data', 'end', 'close', 'aborted', 'error', 'response', 'headers', 'trailers', 'push', 'finish', 'timeout']
  for (const event of texts) {
    if (name === 'server' && event === 'data') continue
    stream.on(event, (...args) => said.push([name, event, ...args.map(shown)]))
  }
}

const shown = (value) => {
  if (value instanceof Error) return [value.name, value.code, value.message, value.cause?.code]
  if (Buffer.isBuffer(value)) return value.toString()
  return value && typeof value === 'object' ? sorted(value) : value
}

const sorted = (object) =>
  Array.isArray(object) ? object : Object.fromEntries(Object.entries(object).filter(([name]) => name !== 'date' && !/port/.test(name)))

/** What a program could find on an object. */
function face(object) {
  const names = []
  for (const name in object) names.push(name)
  return {
    own: Reflect.ownKeys(object).map(String),
    names: names.sort(),
    listeners: object.eventNames().map((name) => [String(name), object.listenerCount(name)]),
    emit: [object.emit.name, object.emit.length, typeof object.emit],
    request: object.request && [object.request.name, object.request.length],
  }
}

/** What follows once somebody waits for an answer that does not come. */
let hangs = () => {}

const streams = {
  '/': (stream) => stream.respond(),
  '/plain': (stream) => {
    work('/plain')
    stream.respond({ ':status': 201, 'x-a': '1' })
    stream.end('plain')
  },
  '/echo': (stream) => {
    const pieces = []
    stream.on('data', (piece) => {
      work('/echo')
      pieces.push(piece)
    })
    stream.on('end', async () => {
      await later('/echo')
      stream.respond({ ':status': 200 }, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-trailer': 'last' }))
      stream.end(Buffer.concat(pieces))
    })
    stream.on('close', () => work('/echo'))
  },
  '/file': (stream) => stream.respondWithFile('pair.json', { 'content-type': 'application/json' }, { offset: 0, length: 2 }),
  '/early': (stream) => {
    stream.additionalHeaders({ ':status': 103, link: '</a>' })
    stream.respond({ ':status': 204 }, { endStream: true })
  },
  '/push': (stream) => {
    stream.pushStream({ ':path': '/pushed' }, (error, pushed) => {
      work('/push')
      pushed.respond({ ':status': 200 })
      pushed.end('pushed')
      stream.respond({ ':status': 200 })
      stream.end('main')
    })
  },
  '/reset': (stream) => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR),
  '/half': (stream) => {
    stream.respond({ ':status': 200 })
    stream.write('half', () => stream.close(http2.constants.NGHTTP2_CANCEL))
  },
  '/broken': (stream) => stream.destroy(new RangeError('broken')),
  '/calm': (stream) => stream.session.goaway(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM),
  '/gone': (stream) => stream.session.destroy(),
  '/hang': () => {
    work('/hang')
    hangs()
  },
  '/face': (stream) => {
    log.push(['faces', face(stream), face(stream.session)])
    stream.respond()
    stream.end()
  },
  '/own': (stream) => {
    own.run('mine', () => {
      stream.on('close', () => log.push(['own at close', own.getStore()]))
      process.nextTick(() => {
        log.push(['own', own.getStore()])
        stream.respond()
        stream.end()
      })
    })
  },
}

async function handle(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost')
  work(pathname)
  let body = ''
  request.on('data', (piece) => {
    work(pathname)
    body += piece
  })
  await once(request, 'end')
  await later(pathname)
  response.setHeader('x-b', '2')
  response.statusCode = pathname === '/missing' ? 404 : 200
  response.on('close', () => work(pathname))
  if (pathname === '/thrown') return response.stream.destroy()
  const { headers, httpVersion, method, url } = request
  const { aborted, complete } = request
  response.end(JSON.stringify({ headers: sorted(headers), httpVersion, method, url, body, aborted, complete }))
}

const listen = async (server) => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  return server.address().port
}

function observed(server, said) {
  for (const name of ['sessionError', 'tlsClientError']) server.on(name, (error) => said.push(['server', name, ...shown(error)]))
  server.on('session', (session) => session.on('goaway', (code) => said.push(['server session', 'goaway', code])))
  return server
}

/** Sends one request over a session of its own. */
async function ask(origin, headers, { body, during, options, name = headers?.[':path'], settings = {} } = {}) {
  const said = []
  log.push([name, said])
  const session = http2.connect(origin, { rejectUnauthorized: false, ...settings })
  session.on('error', (error) => said.push(['session error', ...shown(error)]))
  session.on('goaway', (code) => said.push(['goaway', code]))
  session.on('stream', (pushed, asked) => {
    said.push(['stream', asked[':path']])
    spy(pushed, 'pushed', said)
  })
  const closed = new Promise((done) => void session.on('close', done))
  try {
    const stream = session.request(headers, options)
    spy(stream, 'client', said)
    during?.(stream, session, said)
    if (body !== undefined) stream.end(body)
    await new Promise((done) => void stream.on('close', done))
    const sent = stream.sentHeaders
    said.push(['ended', stream.rstCode, stream.aborted, stream.destroyed, sent && sorted(sent)])
  } catch (error) {
    said.push(['thrown', ...shown(error)])
  }
  session.destroy()
  await closed
}

async function core() {
  const said = []
  const server = observed(http2.createServer({ settings: { enableConnectProtocol: true } }), said)
  server.on('stream', (stream, headers) => {
    const { ':method': method, ':path': path = 'tunnel', ':protocol': protocol } = headers
    if (method !== 'CONNECT') {
      const heard = []
      if (path !== '/face') spy(stream, 'server', heard)
      log.push([`server ${path}`, heard])
      return streams[path](stream)
    }
    stream.respond({ ':status': 200 })
    stream.end(`tunnel ${protocol}`)
  })
  const origin = `http://localhost:${await listen(server)}`
  const get = (path, more) => ask(origin, { ':path': path }, more)
  for (const path of ['/plain', '/file', '/early', '/push', '/reset', '/half', '/broken', '/calm', '/gone', '/face', '/own'])
    await get(path)
  await ask(origin, undefined, { name: 'no headers', during: (stream) => stream.close() })
  await ask(origin, { ':path': '/echo', ':method': 'POST' }, { body: 'text' })
  await ask(origin, { ':path': '/plain', ':method': 'HEAD' })
  await ask(origin, { ':method': 'CONNECT', ':authority': 'shop.test:443' }, { name: 'tunnel' })
  await ask(origin, { ':method': 'CONNECT', ':protocol': 'websocket', ':path': '/socket' }, { name: 'socket' })
  await get('/hang', { during: (stream) => stream.on('ready', () => stream.close(http2.constants.NGHTTP2_CANCEL)) })
  const late = new AbortController()
  hangs = () => setTimeout(() => late.abort(new DOMException('it takes too long', 'TimeoutError')))
  await get('/hang', { options: { signal: late.signal }, name: 'timeout' })
  await get('/hang', { options: { signal: AbortSignal.abort() }, name: 'aborted' })
  log.push(['server', said], ['face of the server', face(server)])
  server.close()
  return origin
}

async function compatible() {
  const said = []
  const server = observed(http2.createSecureServer({ key, cert, allowHTTP1: true }, handle), said)
  const origin = `https://localhost:${await listen(server)}`
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
  await ask(origin, { ':path': '/get?token=7' })
  await ask(origin, { ':path': '/post', ':method': 'POST', 'content-type': 'text/plain' }, { body: 'text' })
  await ask(origin, { ':path': '/missing' })
  await ask(origin, { ':path': '/thrown' })
  await ask(origin, { ':path': '/traced', traceparent })
  await ask(origin, { ':path': '/cased', TraceParent: traceparent })
  await ask(origin, Object.freeze({ ':path': '/frozen', 'x-secret': '1', [http2.sensitiveHeaders]: ['x-secret'] }))
  let read = 0
  const getters = {
    get ':path'() {
      read++
      return '/getter'
    },
  }
  await ask(origin, getters, { name: 'getter' })
  await ask(origin, new Proxy({ ':path': '/proxy' }, { get: (target, name) => (read++, target[name]) }), { name: 'proxy' })
  log.push(['read', read])
  const raw = Object.freeze([':path', '/raw', 'x-c', '3', 'x-c', '4', 'x-secret', '1'])
  await ask(origin, raw, { name: 'raw' })
  await ask(origin, [':path', '/odd', 'x-c'], { name: 'odd' })
  await ask(origin, { ':path': '/name', 'x y': '1' })
  await ask(origin, { ':path': '/value', 'x-a': undefined, ':nothing': 1 })
  await ask(origin, 'text', { name: 'text' })
  await ask(origin, null, { name: 'null' })
  await ask(origin, { ':path': '/closed' }, { settings: { settings: { enablePush: false } }, during: (_, session) => session.close() })
  await http1(`${origin}/one`)
  log.push(['server', said], ['face of the server', face(server)])
  server.close()
}

async function http1(url) {
  const request = https.get(url, { rejectUnauthorized: false })
  const [response] = await once(request, 'response')
  let text = ''
  for await (const piece of response) text += piece
  log.push(['/one', response.statusCode, text])
}

async function misused(origin) {
  await ask(origin, { ':path': '/nobody' })
  await ask('http://localhost:1', { ':path': '/refused' })
  const session = http2.connect(origin)
  session.on('error', () => {})
  session.destroy()
  try {
    const stream = session.request({ ':path': '/late' })
    stream.on('error', (error) => log.push(['late', ...shown(error)]))
    await new Promise((done) => void stream.on('close', done))
  } catch (error) {
    log.push(['late', ...shown(error)])
  }
}

const origin = await core()
await compatible()
await misused(origin)
console.log(JSON.stringify(log, undefined, 1))
