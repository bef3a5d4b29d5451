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

export const SENT: number = 2 ** 16

const codeOf = ({ side, status = 0 }: Side): number => (side === 'client' ? SENT : 0) | (status & (SENT - 1))

/** Requests of all streams, joined by their spans as they come. */
export class Requests {
  readonly all: Side[] = []
  /** Of each, {@link SENT} where it was sent, and its status, 0 for none: told of all that are drawn without a look at each. */
  readonly codes: number[] = []
  /** How many sides have a mate. */
  #mated = 0
  /** By the span that connects them. */
  readonly #sides = new Map<string, Side[]>()

  /** How many are joined: two sides that are one. */
  get joined(): number {
    return this.#mated / 2
  }

  /** @returns the sides that have another mate than before */
  add(event: number, line: RequestLine, stream: Stream): Side[] {
    const one: Side = { ...saidBy(line, stream), event, mate: -1 }
    this.all.push(one)
    this.codes.push(codeOf(one))
    return this.#connect(one)
  }

  /** A later line of the same request. @returns as of `add` */
  replace(index: number, line: RequestLine, stream: Stream): Side[] {
    const one = this.all[index]!
    const { side, start } = one
    const key = keyOf(one)
    Object.assign(one, saidBy(line, stream))
    this.codes[index] = codeOf(one)
    if (side === one.side && start === one.start && key === keyOf(one)) return []
    const left = (this.#sides.get(key) ?? []).filter((other) => other !== one)
    this.#sides.set(key, left)
    if (one.mate >= 0) this.#mated--
    one.mate = -1
    return [one, ...this.#pair(left), ...this.#connect(one)]
  }

  #connect(one: Side): Side[] {
    const key = keyOf(one)
    if (!key) return []
    const known = this.#sides.get(key)
    if (!known) this.#sides.set(key, [one])
    else {
      known.push(one)
      return this.#pair(known)
    }
    return []
  }

  #pair(sides: readonly Side[]): Side[] {
    const before = sides.map(({ mate }) => mate)
    for (const side of sides) side.mate = -1
    // Where times do not tell, the order of the streams does.
    for (const [client, server] of pairUp(sides.toSorted((a, b) => a.stream - b.stream))) {
      client.mate = server.event
      server.mate = client.event
    }
    const changed = sides.filter(({ mate }, i) => mate !== before[i])
    this.#mated += sides.filter(({ mate }) => mate >= 0).length - before.filter((mate) => mate >= 0).length
    return changed
  }
}

/** The span that connects a side with its other. */
const keyOf = ({ side, span, parentSpan }: Side): string => (side === 'client' ? span : (parentSpan ?? ''))

type Said = Omit<Side, 'event' | 'mate'>

function saidBy({ side, method, url, status, span, parentSpan, error, start }: RequestLine, { header, index: stream }: Stream): Said {
  const failed = error !== undefined || (status ?? 0) >= 500
  return { side, method, url, status, span, parentSpan, failed, stream, start: header.origin + start }
}
