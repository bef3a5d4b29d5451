import { decodeLine } from '@spoor/trace'
import type { CallLine, MarkLine, RequestLine } from '@spoor/trace'
import type { Recording } from './recording.ts'

/** The line of a call, with what it threw as far as that became known. Damaged values are left out. */
export function callLine(recording: Recording, at: number): CallLine {
  const { events, learned, store } = recording
  const text = store.textAt(events.line[at]!)
  const line = decodeLine(text)
  // Its values are no JSON: what stands before them was read.
  const call: CallLine = line.t === 'call' ? line : bareLine(recording, at)
  const later = learned.get(at)
  const learn = later === undefined ? undefined : decodeLine(store.textAt(later))
  if (learn?.t === 'learn') call.error = learn.error
  return call
}

export function markLine({ events, store, marks }: Recording, at: number): MarkLine {
  const line = decodeLine(store.textAt(events.line[at]!))
  return line.t === 'mark' ? line : { t: 'mark', seq: events.seq[at]!, time: events.start[at]!, name: marks[events.item[at]!]!.name }
}

export function requestLine({ events, store }: Recording, at: number): RequestLine | undefined {
  const line = decodeLine(store.textAt(events.line[at]!))
  return line.t === 'request' ? line : undefined
}

function bareLine({ events, store }: Recording, at: number): CallLine {
  const line = decodeLine(`${/^.*?"outcome":"\w+"/.exec(store.textAt(events.line[at]!))?.[0] ?? ''}}`)
  return line.t === 'call' ? line : { t: 'call', seq: events.seq[at]!, n: 1, start: events.start[at]!, outcome: 'returned' }
}

/** Milliseconds that a call that has ended ran, with what it called. */
export function ranOf({ events, extras }: Recording, at: number): number {
  const extra = events.extra[at]!
  const duration = events.end[at]! - events.start[at]!
  if (!extra) return duration
  const ran = extras.ran[extra]!
  return ran === ran ? ran : duration - extras.waited[extra]!
}

/**
 * Milliseconds that a call took from its caller: until its first suspension. What an async function runs later, it runs on its own.
 */
export function takenOf(recording: Recording, at: number): number {
  const { events, extras } = recording
  const extra = events.extra[at]!
  if (!extra || !extras.waited[extra]) return ranOf(recording, at)
  const paused = extras.paused[extra]!
  return paused === paused ? paused - events.start[at]! : 0
}

export const waitedOf = ({ events, extras }: Recording, at: number): number => (events.extra[at] ? extras.waited[events.extra[at]]! : 0)
