import type { ClientHttp2Session, ClientHttp2Stream, OutgoingHttpHeaders } from 'node:http2'
import { types } from 'node:util'
import {
  addressOf,
  adopt,
  carriesTo,
  endRequest,
  newRequest,
  readTraceparent,
  tellRequest,
  TRACEPARENT,
  writeTraceparent,
} from '@spoor/runtime/requests'
import type { RequestEvent, RequestOptions } from '@spoor/runtime/requests'
import { listenAll } from './web-channels.ts'
import { overlay } from './web-http2-overlay.ts'
import { bracketed, isOfUndici, originOfSession } from './web-http2-session.ts'

/**
 * Watches the requests that sessions of this class send.
 * @param sessions prototype of `ClientHttp2Session`
 * @returns a function that ends that
 */
export function watchSessions(sessions: object, options: RequestOptions): () => void {
  const takesRaw = /isArray/i.test(String((sessions as ClientHttp2Session).request))
  const events = new WeakMap<object, RequestEvent>()
  const streams = overlay('emit', (method, stream: ClientHttp2Stream, args) => {
    const [name, headers] = args
    const event = events.get(stream)
    if (event && name === 'response') endRequest(event, { status: (headers as { ':status'?: number })[':status'] })
    if (event && name === 'close') endRequest(event, { error: stream.errored ?? UNANSWERED })
    return Reflect.apply(method, stream, args)
  })
  const requests = overlay('request', (method, session: ClientHttp2Session, args) => {
    const sending = prepare(session, args[0], takesRaw, options)
    let stream: ClientHttp2Stream
    try {
      stream = Reflect.apply(method, session, sending ? [sending.headers, ...args.slice(1)] : args) as ClientHttp2Stream
    } catch (error) {
      if (sending) endRequest(sending.event, { error })
      throw error
    }
    const event = sending?.event ?? afterwards(session, stream, options)
    if (!event) return stream
    events.set(stream, event)
    streams.on(Object.getPrototypeOf(stream) as object)
    tellRequest(event)
    return stream
  })
  requests.on(sessions)
  return listenAll(requests.off, streams.off)
}

const UNANSWERED = 'closed before it was answered'

/** Headers as Node takes them: by name, or raw, `[name, value, ...]`. */
type Headers = OutgoingHttpHeaders | readonly string[]

interface Sending {
  event: RequestEvent
  headers: Headers | undefined
}

/** Never throws; what cannot be read without being noticed is looked at when Node has read it. */
function prepare(session: ClientHttp2Session, given: unknown, takesRaw: boolean, options: RequestOptions): Sending | undefined {
  try {
    const headers = given === undefined ? {} : given
    if (!isPlain(headers) || (Array.isArray(headers) && !takesRaw)) return undefined
    const begun = begin(session, headers, options)
    return begun && { event: begun.event, headers: begun.carries ? carrying(headers, begun.event) : (given as Headers | undefined) }
  } catch {
    return undefined
  }
}

function afterwards(session: ClientHttp2Session, { sentHeaders }: ClientHttp2Stream, options: RequestOptions): RequestEvent | undefined {
  try {
    return sentHeaders && begin(session, sentHeaders, options)?.event
  } catch {
    // One request less is known.
    return undefined
  }
}

function begin(
  session: ClientHttp2Session,
  headers: Headers,
  options: RequestOptions,
): { event: RequestEvent; carries: boolean } | undefined {
  const valueOf = (name: string): string | undefined => valueIn(headers, name)
  const method = valueOf(':method') ?? 'GET'
  // A tunnel, or what becomes a WebSocket.
  if (method === 'CONNECT' || isOfUndici(session)) return undefined
  const { authority, scheme } = originOfSession(session)
  const host = valueOf(':authority') ?? valueOf('host') ?? authority
  const url = host === undefined ? undefined : addressOf(`${valueOf(':scheme') ?? scheme}://${bracketed(host)}${valueOf(':path') ?? '/'}`)
  if (!url) return undefined
  const event = newRequest({ side: 'client', method, url: url.href, within: options.within?.() })
  adopt(event, readTraceparent(valueOf(TRACEPARENT)))
  return { event, carries: !namesOf(headers).includes(TRACEPARENT) && carriesTo(url, options) }
}

/** Whether reading it calls nothing of the program's. */
function isPlain(headers: unknown): headers is Headers {
  if (typeof headers !== 'object' || headers === null || types.isProxy(headers)) return false
  return Object.values(Object.getOwnPropertyDescriptors(headers)).every((property) => 'value' in property)
}

const isRaw = (headers: Headers): headers is readonly string[] => Array.isArray(headers)

const namesOf = (headers: Headers): string[] =>
  (isRaw(headers) ? headers.filter((_, i) => i % 2 === 0) : Object.keys(headers)).map((name) => name.toLowerCase())

function valueIn(headers: Headers, name: string): string | undefined {
  const at = namesOf(headers).indexOf(name)
  const value = at < 0 ? undefined : isRaw(headers) ? headers[at * 2 + 1] : Object.values(headers)[at]
  return typeof value === 'string' ? value : undefined
}

/** A copy: the program's own may be frozen, or used again. Which of them are secret stands under a symbol. */
function carrying(headers: Headers, event: RequestEvent): Headers {
  const value = writeTraceparent(event)
  if (!isRaw(headers)) return { ...headers, [TRACEPARENT]: value }
  // It will fail in its own way.
  if (headers.length % 2) return headers
  const copy = [...headers, TRACEPARENT, value]
  for (const key of Object.getOwnPropertySymbols(headers)) {
    Object.defineProperty(copy, key, Object.getOwnPropertyDescriptor(headers, key) as PropertyDescriptor)
  }
  return copy
}
