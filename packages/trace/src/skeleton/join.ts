import type { RequestLine } from '../format.ts'
import type { Stream } from './survey.ts'

/** A request as one of its sides saw it. */
export interface Side {
  stream: Stream
  request: RequestLine
}

/** Which requests are two sides of one. */
export interface Join {
  /** A server's side -> that of the client who sent it; of one that was sent on, or sent again, there are several. */
  senders: ReadonlyMap<RequestLine, Side>
  /** Each client's side with the first server's. */
  pairs: [client: Side, server: Side][]
}

/** Joins the requests of all streams by their spans. */
export function join(streams: readonly Stream[]): Join {
  const bySpan = new Map<string, Side>()
  for (const side of sidesOf(streams, 'client')) bySpan.set(side.request.span, side)
  const senders = new Map<RequestLine, Side>()
  const pairs = new Map<Side, Side>()
  for (const server of sidesOf(streams, 'server')) {
    const client = bySpan.get(server.request.parentSpan ?? '')
    if (!client) continue
    senders.set(server.request, client)
    if (!pairs.has(client)) pairs.set(client, server)
  }
  return { senders, pairs: [...pairs] }
}

function* sidesOf(streams: readonly Stream[], which: RequestLine['side']): Generator<Side> {
  for (const stream of streams) for (const request of stream.requests) if (request.side === which) yield { stream, request }
}
