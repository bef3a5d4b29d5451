import { roundTime } from '../format.ts'
import type { HeaderLine, RequestLine } from '../format.ts'

/** A clock that disagrees with that of the first stream, as requests between them show. */
export interface ClockCorrection {
  /** `stream` of the header. */
  stream: string
  title: string
  /** Milliseconds to add to its `origin`. */
  add: number
  /** Requests that show it. */
  requests: number
}

/** A request of which both sides were recorded; Unix time in milliseconds. */
interface Pair {
  client: { stream: number; start: number; end: number }
  server: { stream: number; start: number; end: number }
}

/** The requests of a recording as they are met, and what they say of its clocks. */
export class Clocks {
  readonly #headers: HeaderLine[] = []
  readonly #open = new Map<string, { side: 'client' | 'server'; stream: number; start: number; end: number }>()
  /** `stream stream` -> the last pairs between the two. */
  readonly #pairs = new Map<string, Pair[]>()

  addHeader(header: HeaderLine): void {
    this.#headers[header.s ?? 0] ??= header
  }

  addRequest({ s = 0, side, start, end, span, parentSpan }: RequestLine): void {
    const key = side === 'client' ? span : parentSpan
    if (!key || end === undefined) return
    const { origin } = this.#headers[s]!
    const one = { side, stream: s, start: origin + start, end: origin + end }
    const other = this.#open.get(key)
    if (!other || other.side === side) {
      this.#open.set(key, one)
      for (const oldest of this.#open.keys())
        if (this.#open.size > MOST_OPEN) this.#open.delete(oldest)
        else break
      return
    }
    this.#open.delete(key)
    if (other.stream !== s) this.#pair(side === 'client' ? { client: one, server: other } : { client: other, server: one })
  }

  #pair(pair: Pair): void {
    const key = `${pair.client.stream} ${pair.server.stream}`
    const pairs = this.#pairs.get(key) ?? []
    this.#pairs.set(key, pairs)
    if (pairs.length < MOST_PAIRS) pairs.push(pair)
  }

  /** What is to be added to which origin, so that no server begins before its client, nor after its client had the answer. */
  corrections(): ClockCorrection[] {
    const groups = groupsOf(this.#headers)
    const known = new Map<number, number>([[groups[0] ?? 0, 0]])
    const shown = new Map<number, number>()
    // From the clock of the first stream on to those that are joined to it by requests, and so on.
    for (let grown = true; grown;) {
      grown = false
      for (const pairs of this.#pairs.values()) {
        const { client, server } = pairs[0]!
        const [a, b] = [groups[client.stream]!, groups[server.stream]!]
        if (a === b || known.has(a) === known.has(b)) continue
        const [from, to, sign] = known.has(a) ? [a, b, 1] : [b, a, -1]
        const ahead = disagreement(pairs, this.#tolerance(client.stream, server.stream))
        known.set(to, known.get(from)! + sign * ahead)
        shown.set(to, pairs.length)
        grown = true
      }
    }
    return this.#headers.flatMap(({ stream, title }, i) => {
      const add = roundTime(known.get(groups[i]!) ?? 0)
      return add ? [{ stream, title, add, requests: shown.get(groups[i]!) ?? 0 }] : []
    })
  }

  /** Origins are rounded to the millisecond in some browsers. */
  #tolerance(a: number, b: number): number {
    return 1 + this.#headers[a]!.clock + this.#headers[b]!.clock
  }
}

const MOST_OPEN = 100_000
const MOST_PAIRS = 1000

/** Streams that one process or page started have one clock: index of a stream -> the first of its group. */
function groupsOf(headers: readonly HeaderLine[]): number[] {
  const index = new Map(headers.map(({ stream }, i) => [stream, i]))
  return headers.map((_, i) => {
    let at = i
    for (let steps = 0; steps < headers.length; steps++) {
      const parent = index.get(headers[at]!.parentStream ?? '')
      if (parent === undefined) break
      at = parent
    }
    return at
  })
}

/** Milliseconds to add to the server's clock; 0 where all pairs agree. */
function disagreement(pairs: readonly Pair[], tolerance: number): number {
  const least = Math.max(...pairs.map(({ client, server }) => client.start - server.start))
  const most = Math.min(...pairs.map(({ client, server }) => client.end - server.start))
  if (least <= tolerance && most >= -tolerance) return 0
  // As network protocols do it: what the way there and the way back have in common, of the request that spent least on its way.
  const way = ({ client, server }: Pair): number => client.end - client.start - (server.end - server.start)
  const best = pairs.reduce((a, b) => (way(b) >= 0 && (way(b) < way(a) || way(a) < 0) ? b : a))
  const guess = (best.client.start - best.server.start + best.client.end - best.server.end) / 2
  return least > most ? guess : Math.min(most, Math.max(least, guess))
}
