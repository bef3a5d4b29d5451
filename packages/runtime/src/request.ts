import type { RequestEvent } from '@spoor/shared'
import { now } from './platform.ts'
import { tell } from './sinks.ts'
import type { Sink } from './sinks.ts'
import { recorder } from './slot.ts'
import { randomId } from './traceparent.ts'
import type { TraceContext } from './traceparent.ts'

/** What is known of a request when it begins. */
export interface Begun extends Pick<RequestEvent, 'side' | 'method'> {
  url: string
  /** The request of this program in whose answer it is made. */
  within?: RequestEvent | undefined
  /** What came with it, where it has come from elsewhere. */
  from?: TraceContext | undefined
}

/** A request begins here and now. It is told by {@link tellRequest}, when what is sent along with it is settled. */
export function newRequest({ side, method, url, within, from }: Begun): RequestEvent {
  const { state } = recorder
  const running = side === 'client' ? state.current : undefined
  const event: RequestEvent = {
    type: 'request',
    seq: ++state.latest,
    parent: running?.seq ?? within?.seq ?? 0,
    side,
    method,
    url: withoutValues(url),
    start: now(),
    end: undefined,
    status: undefined,
    error: undefined,
    trace: from?.trace ?? within?.trace ?? traceOf(running?.seq),
    span: randomId(8),
    parentSpan: from?.span ?? within?.span,
  }
  state.ring[event.seq & (state.ring.length - 1)] = event
  return event
}

/** The program may have joined it to a trace of its own. */
export function adopt(event: RequestEvent, own: TraceContext | undefined): void {
  if (own) Object.assign(event, { trace: own.trace, span: own.span, parentSpan: undefined })
}

export const tellRequest = (event: RequestEvent): void => tell('request', event)

/** It has ended; once is enough. @param how the status of the answer, or what was thrown for want of one */
export function endRequest(event: RequestEvent, how: { status?: number | undefined; error?: unknown }): void {
  if (event.end !== undefined) return
  event.end = now()
  if (how.status) event.status = how.status
  if ('error' in how) event.error = nameOf(how.error)
  tell('request', event)
}

function nameOf(error: unknown): string {
  if (typeof error === 'string') return error
  const { name, code } = (typeof error === 'object' && error ? error : {}) as { name?: unknown; code?: unknown }
  return [typeof name === 'string' ? name : 'Error', typeof code === 'string' ? code : ''].filter(Boolean).join(' ')
}

/** `https://me:pw@shop.test/api?code=7&x=#top` -> `https://shop.test/api?code=\u2026&x=\u2026` */
function withoutValues(url: string): string {
  const [, before = '', , host = '', query = ''] = URL_PARTS.exec(url) ?? []
  return (
    before + host + query.replace(/([?&])([^=&]*)(?:=[^&]*)?/g, (_, mark: string, key: string) => (key ? `${mark}${key}=\u2026` : mark))
  )
}

const URL_PARTS = /^([a-z][\w+.-]*:\/\/)?([^/?#@]*@)?([^?#]*)(\?[^#]*)?/i

/** Requests that one click sends are one trace: root call -> trace. */
const traces = new Map<number, string>()
const MOST_TRACES = 256

function traceOf(seq: number | undefined): string {
  const root = seq === undefined ? undefined : rootOf(seq)
  const trace = (root !== undefined && traces.get(root)) || randomId(16)
  if (root === undefined) return trace
  traces.set(root, trace)
  if (traces.size > MOST_TRACES) traces.delete(traces.keys().next().value as number)
  return trace
}

/** As far as the recorder holds it. */
function rootOf(seq: number): number {
  const { ring } = recorder.state
  for (let at = seq; ;) {
    const event = ring[at & (ring.length - 1)]
    if (!event?.parent || event.seq !== at) return at
    at = event.parent
  }
}

/** From now on a call at the top is below the request that it helps to answer. @returns a function that ends that */
export function linkRoots(within: () => RequestEvent | undefined): () => void {
  const { state } = recorder
  const link: Sink = {
    enter: (call: { parent: number }) => {
      if (!call.parent) call.parent = within()?.seq ?? 0
    },
  }
  // Before all others, so that they see it.
  state.sinks = [link, ...state.sinks]
  return () => {
    state.sinks = state.sinks.filter((sink) => sink !== link)
  }
}
