import { Clocks } from '../merge/clocks.ts'
import { join } from '../skeleton/join.ts'
import type { Side } from '../skeleton/join.ts'
import { survey } from '../skeleton/survey.ts'
import type { Recording, Stream } from '../skeleton/survey.ts'

/** What is chosen of an event: nothing, as one on the way to what was asked for, or as that. */
export const OUT = 0
export const ABOVE = 1
export const IN = 2

/** What an event began in that is not in the recording. */
export const MISSING = -2

const found = (at: number): number => (at < 0 ? MISSING : at)

/** What the first reading found. */
export interface Branches {
  /** By the index of the stream. */
  all: Branch[]
  /** Requests of which both sides were recorded: two events that are one. */
  pairs: [client: Place, server: Place][]
}

/** An event of any stream. */
export interface Place {
  branch: Branch
  at: number
}

/** The events of one stream: who is below whom, and what is chosen of them, by their indices. */
export class Branch {
  readonly stream: Stream
  /** The event in which each began, which comes before it; -1: none; `MISSING`: one that is not in the recording. */
  readonly above: Int32Array
  readonly chosen: Uint8Array
  /** Milliseconds from the first event of the recording until time 0 of its clock, corrected. */
  from = 0

  constructor(stream: Stream) {
    const { count, parent, seq } = stream.events
    this.stream = stream
    this.chosen = new Uint8Array(count)
    this.above = new Int32Array(count)
    // An event begins after that in which it begins; anything else is a damaged line.
    for (let at = 0; at < count; at++) {
      if (!(parent[at]! > 0 && parent[at]! < seq[at]!)) this.above[at] = -1
      else this.above[at] = found(stream.events.find(parent[at]!))
    }
  }

  /** Chooses an event by its index, and those above it as the way. @returns the index of the uppermost */
  choose(from: number, as: number): number {
    const { chosen, above } = this
    let at = from
    if (chosen[at]! < as) chosen[at] = as
    while (above[at]! >= 0) {
      at = above[at]!
      if (chosen[at]! < ABOVE) chosen[at] = ABOVE
    }
    return at
  }

  rootOf(from: number): number {
    let at = from
    while (this.above[at]! >= 0) at = this.above[at]!
    return at
  }

  /** Chooses everything below what is chosen as `IN`. */
  spread(): void {
    const { chosen, above } = this
    for (let at = 0; at < chosen.length; at++) if (above[at]! >= 0 && chosen[above[at]!] === IN) chosen[at] = IN
  }
}

/** Reads a recording, joins its streams, and corrects clocks that requests between them show to disagree. */
export async function branchesOf(recording: Recording): Promise<Branches> {
  const { streams } = await survey(recording, {}, 'all')
  const all = streams.map((stream) => new Branch(stream))
  const shifts = shiftsOf(streams)
  all.forEach((branch, i) => (branch.from = branch.stream.header.origin + shifts[i]!))
  const first = all.reduce((least, branch) => Math.min(least, branch.from + firstOf(branch.stream)), Infinity)
  for (const branch of all) branch.from -= first
  const placeOf = ({ stream, request }: Side): Place => ({ branch: all[stream.index]!, at: stream.events.find(request.seq) })
  return { all, pairs: join(streams).pairs.map(([client, server]) => [placeOf(client), placeOf(server)]) }
}

function shiftsOf(streams: readonly Stream[]): number[] {
  const clocks = new Clocks()
  for (const { header, index } of streams) clocks.addHeader({ ...header, s: index })
  for (const { requests, index } of streams) for (const request of requests) clocks.addRequest({ ...request, s: index })
  const added = new Map(clocks.corrections().map(({ stream, add }) => [stream, add]))
  return streams.map(({ header }) => added.get(header.stream) ?? 0)
}

const firstOf = ({ events: { start, count } }: Stream): number => start.subarray(0, count).reduce((a, b) => Math.min(a, b), Infinity)
