import type { RequestLine } from '@spoor/trace'

/** A request as one of its sides saw it. */
export interface Side extends Pick<RequestLine, 'side' | 'method' | 'url' | 'span'> {
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
  readonly #clients = new Map<string, Side>()
  /** Servers' sides whose client has not been told of. */
  readonly #waiting = new Map<string, Side[]>()

  /** @returns its index, and with whom it is joined by now */
  add(event: number, line: RequestLine): [index: number, mate: Side | undefined] {
    const { side, method, url, status, span, parentSpan, error } = line
    const failed = error !== undefined || (status ?? 0) >= 500
    const one: Side = { side, method, url, status, span, parentSpan, event, failed, mate: -1 }
    const index = this.all.push(one) - 1
    return [index, this.#mateOf(one)]
  }

  /** A later line of the same request. */
  replace(index: number, { method, url, status, error }: RequestLine): void {
    Object.assign(this.all[index]!, { method, url, status, failed: error !== undefined || (status ?? 0) >= 500 })
  }

  #mateOf(one: Side): Side | undefined {
    if (one.side === 'client') {
      this.#clients.set(one.span, one)
      const mate = this.#waiting.get(one.span)?.find((server) => server.mate < 0)
      return mate && this.#join(one, mate)
    }
    if (!one.parentSpan) return undefined
    const client = this.#clients.get(one.parentSpan)
    if (client && client.mate < 0) return this.#join(client, one)
    const waiting = this.#waiting.get(one.parentSpan)
    if (waiting) waiting.push(one)
    else this.#waiting.set(one.parentSpan, [one])
    return undefined
  }

  /** @returns the other of the two, as seen from the one that came last */
  #join(client: Side, server: Side): Side {
    const latest = this.all.at(-1)
    client.mate = server.event
    server.mate = client.event
    this.joined++
    return latest === client ? server : client
  }
}
