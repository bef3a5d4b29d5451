import { Clocks } from '@spoor/trace'
import type { RequestLine } from '@spoor/trace'
import type { Stream } from './stream.ts'

/** What a request says of the clock of its stream. */
export type Timed = Pick<RequestLine, 'side' | 'start' | 'span'> & { s: number; end: number; parentSpan: string | undefined }

const FEW = 2000

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
  readonly #requests: () => Iterable<Timed>
  #shifts: Float64Array | undefined
  /** Requests that the corrections are made of, and others. */
  #heard = 0
  #unheard = 0

  /** @param requests those that have ended, as they came */
  constructor(streams: readonly Stream[], requests: () => Iterable<Timed>) {
    this.#streams = streams
    this.#requests = requests
  }

  /** There is a stream more. */
  begun(): void {
    this.#shifts = undefined
  }

  /** A request has come, or ended. What many others say, one more does not change: of many only every twentieth part is waited for. */
  asked(): void {
    if (++this.#unheard > this.#heard / 20 || this.#heard < FEW) this.#shifts = undefined
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
    const clocks = new Clocks()
    for (const { header, index } of this.#streams) clocks.addHeader({ ...header, s: index })
    // One stream after the other, as whoever reads files does.
    const sorted = this.#streams.length > 1 ? [...this.#requests()].sort((a, b) => a.s - b.s) : []
    for (const { parentSpan, ...request } of sorted)
      clocks.addRequest({
        t: 'request',
        seq: 1,
        method: '',
        url: '',
        trace: '',
        ...request,
        ...(parentSpan !== undefined && { parentSpan }),
      })
    this.#heard = sorted.length
    this.#unheard = 0
    const added = new Map(clocks.corrections().map(({ stream, add }) => [stream, add]))
    return Float64Array.from(this.#streams, ({ header }) => added.get(header.stream) ?? 0)
  }
}
