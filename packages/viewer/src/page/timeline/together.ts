import { resized } from '../../model/columns.ts'
import type { Column } from '../../model/columns.ts'
import { BOX_FLAGS } from '../../questions.ts'
import type { TimelineRequests } from '../../questions.ts'
import { lengthOf } from './span.ts'
import type { Span } from './span.ts'

/** Parts of the time that is asked for; more are not told apart by anybody. */
const PARTS = 4096

/**
 * Puts what does not lie in the rows above into that row: where it overlaps, as one.
 * There may be as many requests as there are pixels, in many rows; so they are counted by parts of the time, and not sorted.
 */
export function together(requests: TimelineRequests, row: number, span: Span): TimelineRequests {
  const above = indicesOf(requests.row, (one) => one < row)
  const rest = merged(requests, row, span)
  const length = above.length + rest.from.length
  const both = <A extends Column>(from: A, more: readonly number[]): A => {
    const to = resized(from, length)
    above.forEach((index, i) => (to[i] = from[index]!))
    to.set(more, above.length)
    return to
  }
  const ofBest = (column: Column): number[] => rest.best.map((index) => column[index]!)
  const { from, to, ref, flags, count, label } = requests
  const rows = rest.best.map(() => row)
  return {
    rows: row + 1,
    row: both(requests.row, rows),
    from: both(from, rest.from),
    to: both(to, rest.to),
    ref: both(ref, ofBest(ref)),
    flags: both(flags, rest.flags),
    count: both(count, rest.count),
    label: both(label, ofBest(label)),
    labels: requests.labels,
  }
}

interface Merged {
  from: number[]
  to: number[]
  flags: number[]
  count: number[]
  /** The one that each is called by. */
  best: number[]
}

/** Those of that row and below, one after another. */
function merged(requests: TimelineRequests, row: number, span: Span): Merged {
  const { from, to, flags, count } = requests
  const { FAILED, MERGED, DIMMED, RUNNING } = BOX_FLAGS
  const found: Merged = { from: [], to: [], flags: [], count: [], best: [] }
  for (const index of inOrder(requests, row, span)) {
    const last = found.from.length - 1
    if (last < 0 || from[index]! > found.to[last]! + lengthOf(span) / PARTS) {
      found.from.push(from[index]!)
      found.to.push(to[index]!)
      found.flags.push(flags[index]!)
      found.count.push(count[index]!)
      found.best.push(index)
      continue
    }
    const [before, now] = [found.flags[last]!, flags[index]!]
    if (weight(requests, index) > weight(requests, found.best[last]!)) found.best[last] = index
    found.from[last] = Math.min(found.from[last]!, from[index]!)
    found.to[last] = Math.max(found.to[last]!, to[index]!)
    found.count[last]! += count[index]!
    found.flags[last] = (before & now & DIMMED) | ((before | now) & FAILED) | MERGED | (now & ~(DIMMED | FAILED | MERGED | RUNNING))
  }
  return found
}

/** Their indices in the order of the parts that they begin in. */
function* inOrder({ row, from }: TimelineRequests, least: number, span: Span): Generator<number> {
  const first = new Int32Array(PARTS).fill(-1)
  const next = new Int32Array(row.length)
  for (let i = row.length - 1; i >= 0; i--) {
    if (row[i]! < least) continue
    const part = Math.floor(((from[i]! - span.from) / lengthOf(span)) * PARTS)
    const place = Math.min(PARTS - 1, Math.max(0, part))
    next[i] = first[place]!
    first[place] = i
  }
  for (let part = 0; part < PARTS; part++) for (let i = first[part]!; i >= 0; i = next[i]!) yield i
}

const weight = ({ from, to, flags }: TimelineRequests, i: number): number => to[i]! - from[i]! + (flags[i]! & BOX_FLAGS.FAILED ? 1e9 : 0)

function indicesOf(row: Uint16Array, holds: (row: number) => boolean): number[] {
  const found: number[] = []
  for (let i = 0; i < row.length; i++) if (holds(row[i]!)) found.push(i)
  return found
}
