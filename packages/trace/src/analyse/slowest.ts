import type { EndedCall } from './ledger.ts'
import type { Stats } from './stats.ts'

/** The slowest call of each of the functions whose slowest calls are the slowest. */
export class Slowest {
  readonly #most: number
  /** The slowest first. */
  readonly #calls: { stats: Stats; call: EndedCall; duration: number }[] = []

  constructor(most: number) {
    this.#most = most
  }

  add(call: EndedCall, stats: Stats): void {
    const duration = call.end - call.start
    const calls = this.#calls
    if (calls.length >= this.#most && duration <= (calls.at(-1)?.duration ?? 0)) return
    const known = calls.findIndex((other) => other.stats === stats)
    if (known >= 0) {
      if ((calls[known]?.duration ?? 0) >= duration) return
      calls.splice(known, 1)
    }
    const place = calls.findIndex((other) => other.duration < duration)
    calls.splice(place < 0 ? calls.length : place, 0, { stats, call, duration })
    if (calls.length > this.#most) calls.pop()
  }

  list(): readonly { stats: Stats; call: EndedCall; duration: number }[] {
    return this.#calls
  }
}
