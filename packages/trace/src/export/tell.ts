import type { Snapshot } from '@spoor/shared'
import type { CallLine, DropLine, MarkLine, RequestLine, SiteLine } from '../format.ts'
import { siteOf } from '../skeleton/survey.ts'
import type { Recording, Stream, Survey } from '../skeleton/survey.ts'

/** What the second reading tells of a call: all there is to know. */
export interface ToldCall {
  type: 'call'
  stream: Stream
  site: SiteLine
  line: CallLine
  /** Where it was still running: when the recording ends. */
  end: number
  running: boolean
  error: Snapshot | undefined
}

export interface ToldRequest {
  type: 'request'
  stream: Stream
  line: RequestLine
  end: number
  running: boolean
}

export type Told =
  | ToldCall
  | ToldRequest
  | { type: 'mark'; stream: Stream; line: MarkLine }
  | { type: 'drop'; stream: Stream; line: DropLine }

/** Reads a recording a second time: its selected calls, each once and in its last state, and all else, in the order of writing. */
export async function* tell(recording: Recording, survey: Survey): AsyncGenerator<Told> {
  const seen = new Map<Stream, Map<number, number>>(survey.streams.map((stream) => [stream, new Map()]))
  for await (const batch of recording) {
    for (const line of batch) {
      if (line.t !== 'call' && line.t !== 'request' && line.t !== 'mark' && line.t !== 'drop') continue
      const stream = survey.at(line.s)
      if (line.t === 'mark') yield { type: 'mark', stream, line }
      else if (line.t === 'drop') yield { type: 'drop', stream, line }
      else if (line.end === undefined && !isLast(stream, line.seq, seen.get(stream)!)) continue
      else if (line.t === 'request') yield { type: 'request', stream, line, ...endOf(stream, line) }
      else if (survey.keeps(stream, line)) yield toldCall(stream, line)
    }
  }
}

function toldCall(stream: Stream, line: CallLine): ToldCall {
  const error = line.error ?? stream.learned.get(line.seq)
  return { type: 'call', stream, site: siteOf(stream, line.n), line, ...endOf(stream, line), error }
}

const endOf = ({ last }: Stream, { start, end }: { start: number; end?: number }): { end: number; running: boolean } => ({
  end: end ?? Math.max(last, start),
  running: end === undefined,
})

/** Of a call that never ended there may be several lines, and of one that did some before its last. */
function isLast({ open }: Stream, seq: number, seen: Map<number, number>): boolean {
  const lines = open.get(seq)
  if (lines === undefined) return false
  const count = (seen.get(seq) ?? 0) + 1
  seen.set(seq, count)
  return count === lines
}
