import { ClientRequest, createServer, get, request } from 'node:http'
import { channel } from 'node:diagnostics_channel'
import type { IncomingMessage, RequestListener } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { watchNodeRequests } from '../../packages/plugin/src/web-requests.ts'
import { spoor } from '../../packages/runtime/src/index.ts'
import type { CallEvent, RequestEvent, SpoorEvent } from '../../packages/runtime/src/index.ts'
import { runTraced } from '../runtime/traced.ts'
import { run } from './cases.js'
import { startEcho } from './echo.ts'
import type { Echo, Echoed } from './echo.ts'
import { until } from './live-fixture.ts'

let echo: Echo
let stop = (): void => {}
beforeAll(async () => void (echo = await startEcho()))
afterAll(() => echo.close())
beforeEach(() => spoor.clear())
afterEach(() => stop())

/** Those of this program's own, without what the echo server answers here too. */
const requests = (side: 'client' | 'server'): RequestEvent[] =>
  spoor.events().filter((event): event is RequestEvent => event.type === 'request' && event.side === side)

/** Once all that was begun has ended: who asked may know before who answered. */
const settled = (): Promise<true> =>
  until(() => {
    const all = [...requests('client'), ...requests('server')]
    return all.length > 0 && all.every(({ end }) => end !== undefined)
  })

test('`fetch` in Node: the program sees no difference, and what goes to this machine carries the header', async () => {
  const other = await startEcho()
  const elsewhere = other.origin.replace('127.0.0.1', '[::ffff:7f00:1]')
  const bare = await run(elsewhere, echo.origin)
  stop = watchNodeRequests()
  const watched = await run(elsewhere, echo.origin)
  await other.close()
  const names = Object.keys(bare)
  // Node's own is no native one; its text is told as one's.
  for (const found of [bare, watched]) (found['face'] as unknown[]).pop()
  const without = (found: object): unknown =>
    JSON.parse(JSON.stringify(found, (key, value: unknown) => (key === 'traceparent' ? undefined : value)))
  expect(without(watched)).toEqual(without(bare))
  const sent = names.filter((name) => (watched[name] as Sent)?.traceparent && !(bare[name] as Sent)?.traceparent)
  expect(sent).toEqual(
    expect.arrayContaining(['text', 'record', 'pairs', 'headers', 'map', 'an init with a class', 'request', 'request and init']),
  )
  expect(sent.filter((name) => /another origin|own/.test(name))).toEqual([])
})

interface Sent {
  traceparent?: boolean
}

async function serve(listener: RequestListener): Promise<{ origin: string; close: () => void }> {
  const server = createServer(listener)
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', () => ready()))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => (server.closeAllConnections(), void server.close()) }
}

const answered = (url: string, options: object = {}): Promise<Echoed> =>
  new Promise((done, failed) => {
    const asked = get(url, options, async (response: IncomingMessage) => {
      let text = ''
      for await (const piece of response) text += String(piece)
      done(JSON.parse(text) as Echoed)
    })
    asked.on('error', failed)
  })

/** `GET /path 200 < name` for each request: what it is below of. */
function story(): string[] {
  const all = new Map<number, SpoorEvent>(spoor.events().map((event) => [event.seq, event]))
  const nameOf = (seq: number): string => {
    const event = all.get(seq)
    return event?.type === 'call' ? event.site.name : event?.type === 'request' ? pathOf(event) : '-'
  }
  return [...all.values()].flatMap((event) => {
    if (event.type === 'call') return [`${event.site.name} < ${nameOf(event.parent)}`]
    return event.type === 'request'
      ? [`${event.side} ${event.method} ${pathOf(event)} ${event.status ?? event.error ?? '...'} < ${nameOf(event.parent)}`]
      : []
  })
}

const pathOf = ({ url }: RequestEvent): string => url.replace(/^http:\/\/[^/]+/, '')

test('a call that makes a request, the request on both sides, and all that it sets off in the handler are one tree', async () => {
  stop = watchNodeRequests()
  const { handle } = runTraced(
    `function first() {}
     function later() {}
     async function handle(response) { await null; inner(); response.end('{}') }
     function inner() {}
     return { handle, first, later }`,
  ) as { handle(response: object): Promise<void> }
  const program = runTraced(
    `function early() {}
     function timer() {}
     function ticked() {}
     return { early, timer, ticked }`,
  ) as Record<string, () => void>
  // What is not traced stands between: middleware that waits, timers.
  const server = await serve(async (_, response) => {
    program['early']?.()
    process.nextTick(() => program['ticked']?.())
    await new Promise((done) => setTimeout(done, 5))
    program['timer']?.()
    void handle(response)
  })
  const click = runTraced(`async function click() { await fetch(url); after() }; function after() {}; return click`, {
    url: `${server.origin}/pay?card=4242`,
    fetch,
  }) as () => Promise<void>
  await click()
  await settled()
  server.close()
  expect(story()).toEqual([
    'click < -',
    'client GET /pay?card=\u2026 200 < click',
    'server GET /pay?card=\u2026 200 < -',
    'early < /pay?card=\u2026',
    'ticked < /pay?card=\u2026',
    'timer < /pay?card=\u2026',
    'handle < /pay?card=\u2026',
    'inner < handle',
    'after < click',
  ])
  const [client] = requests('client') as [RequestEvent]
  const [served] = requests('server') as [RequestEvent]
  expect(served).toMatchObject({ trace: client.trace, parentSpan: client.span, end: expect.any(Number) })
  expect(served.span).not.toBe(client.span)
  expect(client.trace).toMatch(/^[\da-f]{32}$/)
  expect(client.end).toBeGreaterThanOrEqual(client.start)
})

test('a request that is made to answer another goes on with its trace; two at once are kept apart', async () => {
  stop = watchNodeRequests()
  const ask = runTraced(
    `async function ask(path) { const got = await answered(url + path); checked(got); return got }; function checked() {}; return ask`,
    {
      answered,
      url: echo.origin,
    },
  ) as (path: string) => Promise<Echoed>
  const server = await serve(async (incoming, response) => {
    const { url } = await ask(incoming.url ?? '')
    response.end(JSON.stringify({ url }))
  })
  const both = await Promise.all([answered(`${server.origin}/one`), answered(`${server.origin}/two`)])
  await settled()
  server.close()
  expect(both.map(({ url }) => url)).toEqual(['/one', '/two'])
  for (const path of ['/one', '/two']) {
    const asked = requests('client').filter(({ url }) => url.endsWith(path)) as [RequestEvent, RequestEvent]
    expect(new Set(asked.map(({ trace }) => trace)).size).toBe(1)
    const [outer, inner] = asked
    const serving = requests('server').filter(({ url }) => url.endsWith(path))
    expect(serving.map(({ parentSpan }) => parentSpan)).toEqual([outer.span, inner.span])
    expect(inner.parentSpan).toBe(serving[0]?.span)
    const asking = spoor.events().find((event): event is CallEvent => event.type === 'call' && event.seq === inner.parent)
    expect(asking?.parent).toBe(serving[0]?.seq)
  }
})

test.each([
  ['headers as an object', { headers: { 'x-a': '1' } }, true],
  ['a header of its own', { headers: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00` } }, false],
  ['another host', { headers: { host: 'shop.test' } }, false],
  ['another host that is listed', { headers: { host: 'api.test' } }, true],
  ['no headers', {}, true],
])('`http.get` with %s', async (_, options: { headers?: Record<string, string> }, carries) => {
  stop = watchNodeRequests(['http://api.test'])
  const { headers } = await answered(`${echo.origin}/a?token=7`, options)
  const [client] = requests('client') as [RequestEvent]
  expect(headers).toMatchObject(options.headers ?? {})
  if (carries) expect(headers['traceparent']).toBe(`00-${client.trace}-${client.span}-01`)
  else expect(headers['traceparent']).toBe(options.headers?.['traceparent'])
  if (headers['traceparent']) expect(headers['traceparent']).toContain(`${client.trace}-${client.span}`)
  expect(client).toMatchObject({ method: 'GET', status: 200, url: expect.stringMatching(/\/a\?token=\u2026$/) })
})

test('this machine is told by its name and its addresses, and no other', async () => {
  stop = watchNodeRequests()
  const outside = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
  const names = [
    'localhost',
    'shop.localhost',
    '127.1.2.3',
    hostname(),
    ...outside.map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address)),
  ]
  const { port } = new URL(echo.origin)
  // Wherever a name may lead, it leads here.
  const lookup = (_: string, options: { all?: boolean }, done: (error: null, found: unknown, family?: number) => void): void =>
    options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
  const isTold = async (name: string): Promise<boolean> => {
    const host = name.replace(/^\[|\]$/g, '')
    const options = {
      lookup,
      port,
      path: '/a',
      headers: { host: `${name}:${port}` },
      createConnection: () => connect(Number(port), '127.0.0.1'),
    }
    return 'traceparent' in (await answered(`http://${host.includes(':') ? `[${host}]` : host}/a`, options)).headers
  }
  for (const name of names) expect([name, await isTold(name)]).toEqual([name, true])
  for (const name of ['shop.test', 'localhost.shop.test', '8.8.8.8', '128.0.0.1']) expect([name, await isTold(name)]).toEqual([name, false])
})

test('whoever asks may write the header as they like', async () => {
  stop = watchNodeRequests()
  const trace = '0af7651916cd43dd8448eb211c80319c'
  await answered(`${echo.origin}/a`, { headers: { TraceParent: `00-${trace}-b7ad6b7169203331-01` } })
  await settled()
  expect(requests('server')).toMatchObject([{ trace, parentSpan: 'b7ad6b7169203331' }])
})

test('headers that were written as the request was made are left alone; the request is known', async () => {
  stop = watchNodeRequests()
  const echoed = await new Promise<Echoed>((done, failed) => {
    const sent = request(`${echo.origin}/a`, { method: 'POST', headers: ['x-a', '1', 'host', 'localhost'] as never }, async (response) => {
      let text = ''
      for await (const piece of response) text += String(piece)
      done(JSON.parse(text) as Echoed)
    })
    sent.on('error', failed)
    sent.end('text')
  })
  expect(echoed).toMatchObject({ method: 'POST', headers: { 'x-a': '1' } })
  expect(requests('client')).toMatchObject([{ method: 'POST', status: 200 }])
})

test('what fails says so, on either side', async () => {
  stop = watchNodeRequests()
  await expect(answered('http://127.0.0.1:1/a')).rejects.toThrow('ECONNREFUSED')
  await expect(fetch('http://127.0.0.1:1/b')).rejects.toThrow('fetch failed')
  const server = await serve((incoming) => void incoming.socket.destroy())
  await expect(answered(server.origin)).rejects.toThrow('hang up')
  await settled()
  server.close()
  expect(requests('client').map(({ error }) => error)).toEqual(['Error ECONNREFUSED', 'TypeError', 'Error ECONNRESET'])
  expect(requests('server')).toMatchObject([{ error: 'closed before the answer was complete', status: undefined }])
})

test('nothing is left of it when it has stopped, and nothing was there before', async () => {
  const { fetch: native } = globalThis
  const names = [
    'http.server.request.start',
    'http.client.request.start',
    'http.client.request.error',
    'undici:request:create',
    'undici:request:headers',
  ]
  const heard = (): boolean[] => names.map((name) => channel(name).hasSubscribers)
  const own = { ...Object.getOwnPropertyDescriptors(ClientRequest.prototype) }
  const before = heard()
  stop = watchNodeRequests()
  expect(globalThis.fetch).not.toBe(native)
  stop()
  expect(globalThis.fetch).toBe(native)
  expect(Object.getOwnPropertyDescriptors(ClientRequest.prototype)).toEqual(own)
  expect(heard()).toEqual(before)
  const { headers } = await answered(echo.origin)
  expect(headers['traceparent']).toBeUndefined()
  expect(spoor.events()).toEqual([])
})

test('parts of pages are told where something traced ran for them alone, and the page that shows all this is never', async () => {
  stop = watchNodeRequests()
  const told: string[] = []
  const unsubscribe = spoor.subscribe({
    request: ({ side, url, end }) => void (side === 'server' && end && told.push(new URL(url).pathname)),
  })
  const draw = runTraced('function draw() {}; return draw') as () => void
  const server = await serve((asked, response) => {
    if (asked.url?.startsWith('/drawn')) draw()
    response.end('{}')
  })
  for (const path of ['/plain.png', '/drawn.png']) await answered(server.origin + path, { headers: { 'sec-fetch-dest': 'image' } })
  await answered(`${server.origin}/__spoor/source?file=a.ts`)
  await answered(`${server.origin}/api`, { headers: { 'sec-fetch-dest': 'empty' } })
  await until(() => told.includes('/api'))
  server.close()
  unsubscribe()
  expect(told).toEqual(['/drawn.png', '/api'])
})
