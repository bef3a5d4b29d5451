import { AsyncLocalStorage } from 'node:async_hooks'
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { hostname, networkInterfaces } from 'node:os'
import {
  addressOf,
  adopt,
  carriesTo,
  endRequest,
  linkRoots,
  newRequest,
  readTraceparent,
  replace,
  tellRequest,
  TRACEPARENT,
  watchRequests,
  writeTraceparent,
} from '@spoor/runtime/requests'
import type { RequestEvent, RequestOptions, URLLike } from '@spoor/runtime/requests'
import { listen, listenAll } from './web-channels.ts'
import { watchHttp2 } from './web-http2.ts'
import { beginServed, INCOMPLETE } from './web-served.ts'
import type { Answering } from './web-served.ts'

/**
 * Watches the requests that this process answers and makes: `http`, `https` and `http2` on both sides, `fetch`, and undici. Those that it
 * makes carry the header `traceparent` to this machine and to the listed origins.
 * @param origins `https://api.shop.test`
 * @returns a function that ends that, and puts back what was replaced
 */
export function watchNodeRequests(origins: readonly string[] = []): () => void {
  const answering: Answering = { store: new AsyncLocalStorage(), silent: new WeakSet() }
  const fetching = new AsyncLocalStorage<true>()
  const within = (): RequestEvent | undefined => {
    const event = answering.store.getStore()
    if (event) answering.silent.delete(event)
    return event
  }
  const options = { origins, isOwn: isThisMachine, within }
  const undo = [
    linkRoots(within),
    watchRequests({ ...options, around: (make) => fetching.run(true, make) }),
    watchServers(answering),
    watchClients(options),
    watchHttp2(answering, options),
    watchUndici(options, () => fetching.getStore() === true),
  ]
  return () => {
    for (const one of undo) one()
    answering.store.disable()
    fetching.disable()
  }
}

const LOCAL = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[?::1\]?)$/

let addresses: Set<string> | undefined

function isThisMachine({ hostname: host }: URLLike): boolean {
  if (LOCAL.test(host)) return true
  const faces = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
  addresses ??= new Set([hostname().toLowerCase(), ...faces.map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address))])
  return addresses.has(host)
}

interface Served {
  request: IncomingMessage
  response: ServerResponse
}

/** All that comes of a request, now and later, is in its context. */
const watchServers = (answering: Answering): (() => void) =>
  listen<Served>('http.server.request.start', ({ request, response }) => {
    const { method = 'GET', rawHeaders, socket, url = '/' } = request
    const header = (name: string): string | undefined => valueOf(rawHeaders, name)
    const scheme = 'encrypted' in socket ? 'https' : 'http'
    const address = /^https?:/.test(url) ? url : `${scheme}://${header('host') ?? 'localhost'}${url}`
    const event = beginServed({ method, address, header }, answering)
    if (!event) return
    answering.store.enterWith(event)
    response.once('close', () => {
      if (answering.silent.has(event)) return
      const status = response.headersSent ? response.statusCode : undefined
      endRequest(event, response.writableFinished ? { status } : { status, error: INCOMPLETE })
    })
  })

/** In `[name, value, name, value]`. */
function valueOf(rawHeaders: readonly unknown[], name: string): string | undefined {
  const at = rawHeaders.findIndex((one, i) => i % 2 === 0 && String(one).toLowerCase() === name)
  return at < 0 ? undefined : String(rawHeaders[at + 1])
}

function watchClients(options: RequestOptions): () => void {
  const events = new WeakMap<ClientRequest, RequestEvent>()
  const begin = (request: ClientRequest): void => {
    if (events.has(request)) return
    const url = addressOf(`${request.protocol}//${String(request.getHeader('host') ?? request.host)}${request.path}`)
    if (!url) return
    const event = newRequest({ side: 'client', method: request.method, url: url.href, within: options.within?.() })
    events.set(request, event)
    const own = request.getHeader(TRACEPARENT)
    adopt(event, readTraceparent(own))
    if (own === undefined && !request.headersSent && carriesTo(url, options)) request.setHeader(TRACEPARENT, writeTraceparent(event))
    tellRequest(event)
  }
  const end = (request: ClientRequest, how: Parameters<typeof endRequest>[1]): void => {
    const event = events.get(request)
    if (event) endRequest(event, how)
  }
  return listenAll(
    beforeHeaders(begin),
    // Those whose headers were written as they were made.
    listen<{ request: ClientRequest }>('http.client.request.start', ({ request }) => begin(request)),
    listen<{ request: ClientRequest; response: IncomingMessage }>('http.client.response.finish', ({ request, response }) =>
      end(request, { status: response.statusCode }),
    ),
    listen<{ request: ClientRequest; error: unknown }>('http.client.request.error', ({ request, error }) => end(request, { error })),
  )
}

/** Node says early enough that a request is made from 22.12 and 23.2 on; before, all that writes a request's headers is one method. */
function beforeHeaders(begin: (request: ClientRequest) => void): () => void {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
  const isTold = major > 23 || (major === 23 && minor >= 2) || (major === 22 && minor >= 12)
  if (isTold) return listen<{ request: ClientRequest }>('http.client.request.created', ({ request }) => begin(request))
  // Not imported: later versions load all of `fetch` with it.
  return replace(process.getBuiltinModule('node:http').ClientRequest.prototype, '_implicitHeader', (original, self, args) => {
    try {
      if (!(self as ClientRequest).headersSent) begin(self as ClientRequest)
    } catch {
      // One request less is known.
    }
    return Reflect.apply(original, self, args as never[])
  })
}

/** Undici's own, of whatever version: `headers` are `[name, value, ...]`, or in old ones a text. */
interface UndiciRequest {
  origin: unknown
  path: string
  method: string
  headers: readonly unknown[] | string
  addHeader(name: string, value: string): void
}

/** @param isFetch whether it is the platform's `fetch` that is at work, which is watched where it is called */
function watchUndici(options: RequestOptions, isFetch: () => boolean): () => void {
  const events = new WeakMap<UndiciRequest, RequestEvent>()
  const end = (request: UndiciRequest, how: Parameters<typeof endRequest>[1]): void => {
    const event = events.get(request)
    if (event) endRequest(event, how)
  }
  return listenAll(
    listen<{ request: UndiciRequest }>('undici:request:create', ({ request }) => {
      const url = isFetch() ? undefined : addressOf(`${String(request.origin)}${request.path}`)
      if (!url) return
      const event = newRequest({ side: 'client', method: request.method, url: url.href, within: options.within?.() })
      events.set(request, event)
      const own = ownHeader(request)
      adopt(event, readTraceparent(own))
      if (own === undefined && carriesTo(url, options)) request.addHeader(TRACEPARENT, writeTraceparent(event))
      tellRequest(event)
    }),
    listen<{ request: UndiciRequest; response: { statusCode: number } }>('undici:request:headers', ({ request, response }) =>
      end(request, { status: response.statusCode }),
    ),
    listen<{ request: UndiciRequest; error: unknown }>('undici:request:error', ({ request, error }) => end(request, { error })),
  )
}

function ownHeader({ headers }: UndiciRequest): string | undefined {
  if (typeof headers === 'string') return /^traceparent: *(.*)$/im.exec(headers)?.[1]
  return valueOf(headers, TRACEPARENT)
}
