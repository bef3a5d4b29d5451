import { pairUp } from '@spoor/trace'
import type { Half, RequestLine } from '@spoor/trace'
import type { Stream } from './stream.ts'

/** A request as one of its sides saw it. */
export interface Side extends Half, Pick<RequestLine, 'method' | 'url' | 'span'> {
  status: number | undefined
  parentSpan: string | undefined
  event: number
  failed: boolean
  /** The event of its other side; -1: none. */
  mate: number
}

/** Requests of all streams, joined by their spans as they come. */
export class Requests {
  readonly all: Side[] = []
  /** How many are joined: two sides that are one. */
  joined = 0
  /** By the span that connects them. */
  readonly #sides = new Map<string, Side[]>()

  /** @returns its index, and the sides that have another mate than before */
  add(event: number, line: RequestLine, { header, index: stream }: Stream): [index: number, changed: Side[]] {
    const { side, method, url, status, span, parentSpan, error } = line
    const failed = error !== undefined || (status ?? 0) >= 500
    const start = header.origin + line.start
    const one: Side = { side, method, url, status, span, parentSpan, event, failed, stream, start, mate: -1 }
    const index = this.all.push(one) - 1
    const key = side === 'client' ? span : parentSpan
    const known = key ? this.#sides.get(key) : undefined
    if (known) known.push(one)
    else if (key) this.#sides.set(key, [one])
    return [index, known ? this.#pair(known) : []]
  }

  /** A later line of the same request. */
  replace(index: number, { method, url, status, error }: RequestLine): void {
    Object.assign(this.all[index]!, { method, url, status, failed: error !== undefined || (status ?? 0) >= 500 })
  }

  #pair(sides: readonly Side[]): Side[] {
    const before = sides.map(({ mate }) => mate)
    for (const side of sides) side.mate = -1
    for (const [client, server] of pairUp(sides)) {
      client.mate = server.event
      server.mate = client.event
    }
    const changed = sides.filter(({ mate }, i) => mate !== before[i])
    this.joined += (sides.filter(({ mate }) => mate >= 0).length - before.filter((mate) => mate >= 0).length) / 2
    return changed
  }
}
