import type * as Http2 from 'node:http2'
import { Socket } from 'node:net'
import { endRequest, replace } from '@spoor/runtime/requests'
import type { RequestEvent, RequestOptions } from '@spoor/runtime/requests'
import { listen, listenAll } from './web-channels.ts'
import { watchSessions } from './web-http2-client.ts'
import { overlay } from './web-http2-overlay.ts'
import type { Method } from './web-http2-overlay.ts'
import { bracketed } from './web-http2-session.ts'
import { beginServed, INCOMPLETE } from './web-served.ts'
import type { Answering } from './web-served.ts'

/**
 * Watches requests over HTTP/2, on both sides.
 *
 * Node has channels for streams, but not in version 20, and nowhere do they serve: when they tell of a client's stream, its headers are
 * written already, and when of a server's, in no context that ends with it. A listener could be seen, and one for `error` would
 * make handled what is not. So `request` and `emit` are laid over the classes of sessions and streams, which the program knows by no
 * name: none of its own objects has a property or a listener more.
 * @returns a function that ends that, and puts back what was replaced
 */
export function watchHttp2(answering: Answering, options: RequestOptions): () => void {
  let undo = (): void => {}
  const stop = whenLoaded((http2) => {
    const { client, server } = classesOf(http2)
    undo = listenAll(watchServers(server, answering), watchSessions(client, options))
  })
  return () => {
    stop()
    undo()
  }
}

/**
 * `node:http2` takes 4 to 16 ms to load. So it is used when the program has loaded it, which is looked for before a socket is connected, and
 * after one was accepted.
 */
function whenLoaded(use: (http2: typeof Http2) => void): () => void {
  let isLoaded = false
  const look = (): void => {
    if (isLoaded || !loaded().includes('NativeModule http2')) return
    isLoaded = true
    try {
      use(process.getBuiltinModule('node:http2'))
    } catch {
      // Requests of this kind are not known.
    }
  }
  look()
  // Kept after that: whoever leaves a channel while it tells takes the next listener's turn.
  return isLoaded ? () => {} : listenAll(listen('net.server.socket', look), beforeConnecting(look))
}

const loaded = (): readonly string[] => (process as { moduleLoadList?: readonly string[] }).moduleLoadList ?? []

/** Older versions do not tell of the sockets of TLS. What Node's own text says holds for any version. */
function beforeConnecting(look: () => void): () => void {
  if (String(Socket.prototype.connect).includes('Channel')) return listen('net.client.socket', look)
  return replace(Socket.prototype, 'connect', (original, self, args) => {
    look()
    return Reflect.apply(original, self, args as never[])
  })
}

/** By sessions that wait for a connection without end: they have no handle, and nobody hears of them. */
function classesOf(http2: typeof Http2): Record<'client' | 'server', object> {
  const idle = (): never => ({ connecting: true, _handle: { isStreamBase: true }, on() {}, once() {} }) as never
  return {
    client: Object.getPrototypeOf(http2.connect('http://localhost', { createConnection: idle })) as object,
    server: Object.getPrototypeOf(http2.performServerHandshake(idle())) as object,
  }
}

/** All that comes of a stream, now and later, is in its request's context. */
function watchServers(sessions: object, answering: Answering): () => void {
  const served = new WeakMap<object, RequestEvent>()
  const streams = overlay('emit', (method, stream: Http2.ServerHttp2Stream, args) => {
    const event = served.get(stream)
    if (event && args[0] === 'close' && !answering.silent.has(event)) endServed(event, stream)
    return event ? inside(event, answering, method, stream, args) : Reflect.apply(method, stream, args)
  })
  const incoming = overlay('emit', (method, session: Http2.ServerHttp2Session, args) => {
    const [name, stream, headers] = args
    const event = name === 'stream' ? begin(headers as Http2.IncomingHttpHeaders, answering) : undefined
    if (!event) return Reflect.apply(method, session, args)
    served.set(stream as object, event)
    streams.on(Object.getPrototypeOf(stream) as object)
    return inside(event, answering, method, session, args)
  })
  incoming.on(sessions)
  return listenAll(incoming.off, streams.off)
}

/** Not by `run`, which would take back what the program enters in a storage of its own meanwhile. */
function inside(event: RequestEvent, { store }: Answering, method: Method, self: unknown, args: unknown[]): unknown {
  const before = store.getStore()
  store.enterWith(event)
  try {
    return Reflect.apply(method, self, args)
  } finally {
    store.enterWith(before as RequestEvent)
  }
}

/** Tunnels, and what becomes a WebSocket, are not requests with an answer. */
function begin(headers: Http2.IncomingHttpHeaders, answering: Answering): RequestEvent | undefined {
  try {
    const { ':authority': authority = headers.host ?? 'localhost', ':method': method = 'GET', ':path': path, ':scheme': scheme } = headers
    if (method === 'CONNECT') return undefined
    const address = `${scheme ?? 'https'}://${bracketed(authority)}${path ?? '/'}`
    return beginServed({ method, address, header: (name) => textOf(headers[name]) }, answering)
  } catch {
    // One request less is known.
    return undefined
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function endServed(event: RequestEvent, stream: Http2.ServerHttp2Stream): void {
  const { aborted, errored, headersSent, sentHeaders, writableFinished } = stream
  const status = headersSent ? Number(sentHeaders[':status']) : undefined
  const isWhole = headersSent && writableFinished && !aborted
  endRequest(event, isWhole ? { status } : { status, error: errored ?? INCOMPLETE })
}
