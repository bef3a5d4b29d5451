import type { RequestLine } from '../format.ts'
import type { Totals } from './summary.ts'

/** What is known of the sides of one request. */
interface Sides {
  client: boolean
  server: boolean
  /** How many of its sides failed; it may have been answered several times. */
  clients: number
  servers: number
}

/** Most requests whose other side is waited for. */
const MOST = 100_000

/** Counts requests: one of which both sides were recorded is one. */
export class Requests implements Pick<Totals, 'requests' | 'clients' | 'servers' | 'failedRequests'> {
  clients = 0
  servers = 0
  failedRequests = 0
  #joined = 0
  readonly #sides = new Map<string, Sides>()
  /** Those that were written while they ran. */
  readonly #running = new Set<string>()

  get requests(): number {
    return this.clients + this.servers - this.#joined
  }

  add({ side, end, status, error, span, parentSpan = span }: RequestLine): void {
    const isKnown = this.#running.delete(`${side} ${span}`)
    if (end === undefined && this.#running.size < MOST) this.#running.add(`${side} ${span}`)
    const sides = this.#sidesOf(side === 'client' ? span : parentSpan)
    if (!isKnown) {
      if (side === 'client') this.clients++
      else this.servers++
      const wasJoined = sides.client && sides.server
      sides[side] = true
      if (!wasJoined && sides.client && sides.server) this.#joined++
    }
    if (error === undefined && (status ?? 0) < 500) return
    const before = Math.max(sides.clients, sides.servers)
    sides[`${side}s`]++
    this.failedRequests += Math.max(sides.clients, sides.servers) - before
  }

  #sidesOf(key: string): Sides {
    let sides = this.#sides.get(key)
    if (!sides) {
      this.#sides.set(key, (sides = { client: false, server: false, clients: 0, servers: 0 }))
      for (const oldest of this.#sides.keys())
        if (this.#sides.size > MOST) this.#sides.delete(oldest)
        else break
    }
    return sides
  }
}
