import type { RequestLine } from '../format.ts'
import { mayAnswer, pairUp } from './pair.ts'
import type { Half } from './pair.ts'
import type { Stream } from './survey.ts'

/** A request as one of its sides saw it. */
export interface Side {
  stream: Stream
  request: RequestLine
}

/** Which requests are two sides of one. */
export interface Join {
  /** A server's side -> that of the client who sent it; of one that was sent again, there are several. */
  senders: ReadonlyMap<RequestLine, Side>
  /** Each client's side with the first server's. */
  pairs: [client: Side, server: Side][]
}

/** Joins the requests of all streams by their spans. */
export function join(streams: readonly Stream[]): Join {
  const senders = new Map<RequestLine, Side>()
  const pairs: Join['pairs'] = []
  for (const halves of bySpan(streams).values()) {
    const found = pairUp(halves)
    for (const [client, server] of found) {
      senders.set(server.of.request, client.of)
      pairs.push([client.of, server.of])
    }
    for (const server of halves) {
      if (server.side === 'client' || senders.has(server.of.request)) continue
      const client = found.findLast(([one]) => mayAnswer(one, server))?.[0]
      if (client) senders.set(server.of.request, client.of)
    }
  }
  return { senders, pairs }
}

type HalfOf = Half & { of: Side }

function bySpan(streams: readonly Stream[]): Map<string, HalfOf[]> {
  const spans = new Map<string, HalfOf[]>()
  for (const stream of streams)
    for (const request of stream.requests) {
      const { side, span, parentSpan, start } = request
      const key = side === 'client' ? span : parentSpan
      if (!key) continue
      const half: HalfOf = { side, stream: stream.index, start: stream.header.origin + start, of: { stream, request } }
      const known = spans.get(key)
      if (known) known.push(half)
      else spans.set(key, [half])
    }
  return spans
}
