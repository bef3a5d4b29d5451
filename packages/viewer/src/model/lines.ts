import { decodeLine } from '@spoor/trace'
import type { CallLine, MarkLine, RequestLine } from '@spoor/trace'
import { bytesOf, standsAt } from './bytes.ts'
import { extraOf } from './durations.ts'
import type { Recording } from './recording.ts'

/** Where the line of an event stands in the store. */
export function addressOf(recording: Recording, at: number): number {
  const extra = extraOf(recording, at)
  return extra ? recording.extras.line[extra]! : recording.events.line[at]!
}

const textOf = (recording: Recording, at: number): string => recording.store.textAt(addressOf(recording, at))

/** The line of a call, with what it threw as far as that became known. Damaged values are left out. */
export function callLine(recording: Recording, at: number): CallLine {
  const { learned, store } = recording
  const line = decodeLine(textOf(recording, at))
  // Its values are no JSON: what stands before them was read.
  const call: CallLine = line.t === 'call' ? line : bareLine(recording, at)
  const later = learned.get(at)
  const learn = later === undefined ? undefined : decodeLine(store.textAt(later))
  if (learn?.t === 'learn') call.error = learn.error
  return call
}

export function markLine(recording: Recording, at: number): MarkLine {
  const line = decodeLine(textOf(recording, at))
  const { events, marks } = recording
  return line.t === 'mark' ? line : { t: 'mark', seq: 0, time: events.start[at]!, name: marks[events.item[at]!]!.name }
}

export function requestLine(recording: Recording, at: number): RequestLine | undefined {
  const line = decodeLine(textOf(recording, at))
  return line.t === 'request' ? line : undefined
}

function bareLine(recording: Recording, at: number): CallLine {
  const line = decodeLine(`${/^.*?"outcome":"\w+"/.exec(textOf(recording, at))?.[0] ?? ''}}`)
  return line.t === 'call' ? line : { t: 'call', seq: 0, n: 1, start: recording.events.start[at]!, outcome: 'returned' }
}

const SEQ = bytesOf('"seq":')
const COLON = SEQ.at(-1)!

/** The `seq` of an event that is not absent. Not kept, as it is asked for only where times do not tell which of two came first. */
export function seqOf(recording: Recording, at: number): number {
  const line = recording.store.lineAt(addressOf(recording, at))
  // `{"t":"call","seq":4711`: nearly all.
  let i = line.indexOf(COLON, line.indexOf(COLON) + 1) + 1
  if (!standsAt(line, SEQ, i - SEQ.length)) return decodedSeq(recording, at)
  let seq = 0
  for (let digit = line[i]! - 48; digit >= 0 && digit <= 9; digit = line[++i]! - 48) seq = seq * 10 + digit
  return seq
}

function decodedSeq(recording: Recording, at: number): number {
  const line = decodeLine(textOf(recording, at))
  return 'seq' in line ? line.seq : 0
}
