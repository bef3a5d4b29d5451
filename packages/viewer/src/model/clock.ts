import { Clocks } from '@spoor/trace'
import type { HeaderLine, RequestLine } from '@spoor/trace'
import type { Stream } from './stream.ts'

/** One axis of time for all streams. */
export class Clock {
  /** Unix time of the first event; that of the first clock's beginning where there is none. */
  begin = 0
  /** Of each stream, milliseconds from `begin` to time 0 of its clock. */
  zero: Float64Array = new Float64Array(0)
  /** Of each stream, what was added to its clock, when it was recorded or merged, and here. */
  corrected: Float64Array = new Float64Array(0)
  /** From the first event to the last. */
  to = 0
  readonly #streams: readonly Stream[]
  readonly #clocks = new Clocks()
  #shifts: Float64Array | undefined

  constructor(streams: readonly Stream[]) {
    this.#streams = streams
  }

  addHeader(header: HeaderLine): void {
    this.#clocks.addHeader(header)
    this.#shifts = undefined
  }

  addRequest(request: RequestLine): void {
    this.#clocks.addRequest(request)
    this.#shifts = undefined
  }

  /** To be called before times are told. */
  settle(): void {
    const streams = this.#streams
    const shifts = (this.#shifts ??= this.#shiftsNow())
    const origins = streams.map(({ header }, i) => header.origin + shifts[i]!)
    const first = streams.reduce((least, { first }, i) => Math.min(least, origins[i]! + first), Infinity)
    this.begin = first === Infinity ? (origins[0] ?? 0) : first
    this.zero = Float64Array.from(origins, (origin) => origin - this.begin)
    this.to = streams.reduce((most, { last }, i) => Math.max(most, this.zero[i]! + last), 0)
    this.corrected = Float64Array.from(streams, ({ header }, i) => (header.corrected ?? 0) + shifts[i]!)
  }

  #shiftsNow(): Float64Array {
    const added = new Map(this.#clocks.corrections().map(({ stream, add }) => [stream, add]))
    return Float64Array.from(this.#streams, ({ header }) => added.get(header.stream) ?? 0)
  }
}
