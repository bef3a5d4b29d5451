import type { CallLine, SiteLine } from '../format.ts'
import { Heap } from './heap.ts'
import type { Stream } from '../skeleton/survey.ts'
import type { ToldCall } from './tell.ts'

/** Microseconds since 1970 of a time of a stream: whole numbers, in the order of the times. */
export const microseconds = ({ header }: Stream, time: number): number => Math.round(header.origin * 1000) + Math.round(time * 1000)

/** Unix time in milliseconds -> ISO 8601; `undefined` where it is no time. */
export function isoTime(ms: number): string | undefined {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** Whether a call was suspended between its beginning and its end, so that others ran meanwhile. */
export const wasSuspended = ({ gaps, moreGaps, waited }: CallLine): boolean =>
  (gaps?.length ?? 0) > 0 || (moreGaps ?? 0) > 0 || (waited ?? 0) > 0

/**
 * The times in which a call ran itself, as far as they are known: those behind the last suspension that was kept are not, where there
 * were more, nor those of an async call that never ended.
 */
export function piecesOf({ line, end, running, site }: ToldCall): [from: number, to: number][] {
  const pieces: [number, number][] = []
  let from = line.start
  for (const [pause, resume] of line.gaps ?? []) {
    pieces.push([from, pause])
    from = resume
  }
  const known = !line.moreGaps && (line.gaps !== undefined || !line.waited) && !(running && suspends(site))
  if (known) pieces.push([from, end])
  return pieces
}

const suspends = ({ async, generator }: SiteLine): boolean => (async ?? generator) === true

/** Requests overlap: the row of each, by its number, so that those in one row do not; and how many rows there are. */
export function rowsOf({ requests, last }: Stream): { rows: Map<number, number>; count: number } {
  const rows = new Map<number, number>()
  const taken = new Heap()
  let count = 0
  for (const { seq, start, end = last } of [...requests].sort((a, b) => a.start - b.start)) {
    const row = taken.key <= start ? taken.pop()! : count++
    rows.set(seq, row)
    taken.push(end, row)
  }
  return { rows, count }
}
