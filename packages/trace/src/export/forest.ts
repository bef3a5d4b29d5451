import { compileSelectors } from '@spoor/shared'
import type { RequestLine } from '../format.ts'
import { join } from '../skeleton/join.ts'
import type { Join, Side } from '../skeleton/join.ts'
import { siteOf, survey } from '../skeleton/survey.ts'
import type { Recording, Selection, Stream, Survey } from '../skeleton/survey.ts'

/**
 * All calls of a recording with their callers, over streams: a call that has none of its own is below the one that created its function;
 * what a server runs for a request, below the call that sent it, whoever created it. Calls that are not selected are passed over.
 */
export interface Forest {
  survey: Survey
  /** Numbers of the calls of all streams, in the order of beginning within each; -1 as caller: none. */
  caller: Int32Array
  shown: Uint8Array
  stream: (call: number) => Stream
  /** Index in `stream.events`. */
  index: (call: number) => number
  /** The call at that index of a stream. */
  number: (stream: Stream, index: number) => number
  /** The request that a call of a server answers, where it has no caller in its own stream. */
  answers: Map<number, RequestLine>
}

export async function forestOf(recording: Recording, { only, wanted }: Selection): Promise<Forest> {
  const found = await survey(recording, wanted ? { wanted } : {}, 'calls')
  const offsets: number[] = []
  let count = 0
  for (const { events } of found.streams) {
    offsets.push(count)
    count += events.count
  }
  const of = new Uint32Array(count)
  for (const [i, { events }] of found.streams.entries()) of.fill(i, offsets[i], offsets[i]! + events.count)
  const stream = (call: number): Stream => found.streams[of[call]!]!
  const index = (call: number): number => call - offsets[of[call]!]!
  const number = (one: Stream, at: number): number => offsets[one.index]! + at
  const answers = new Map<number, RequestLine>()
  const caller = callersOf(found, number, count, answers)
  return { survey: found, caller, shown: shownOf({ stream, index }, count, only), stream, index, number, answers }
}

function callersOf(found: Survey, number: Forest['number'], count: number, answers: Forest['answers']): Int32Array {
  const caller = new Int32Array(count).fill(-1)
  const { senders } = join(found.streams)
  for (const stream of found.streams) {
    const { events: calls } = stream
    const served = new Map(stream.requests.filter(({ side }) => side === 'server').map((request) => [request.seq, request]))
    const arrived = lastArrived(stream, [...served.values()])
    for (let at = 0; at < calls.count; at++) {
      const parent = calls.parent[at]!
      const above = parent ? calls.find(parent) : -1
      const told = above < 0 ? served.get(parent) : undefined
      const own = above < 0 && !told && calls.by[at] ? calls.find(calls.by[at]!) : above
      if (own >= 0) {
        caller[number(stream, at)] = number(stream, own)
        continue
      }
      // Where its caller was dropped, nobody knows whose it is.
      const request = told ?? (parent ? undefined : arrived(at))
      if (!request) continue
      answers.set(number(stream, at), request)
      const sender = senderOf(senders, request)
      const from = sender?.request.call ? sender.stream.events.find(sender.request.call) : -1
      if (from >= 0) caller[number(stream, at)] = number(sender!.stream, from)
    }
  }
  return withoutCircles(caller)
}

/** Who sent a request; of one that was sent on while another was answered, by a dev server's proxy for example, who sent that. */
function senderOf(senders: Join['senders'], request: RequestLine): Side | undefined {
  let sender = senders.get(request)
  for (let left = senders.size; sender && left > 0; left--) {
    const { stream, request: sent } = sender
    const answered = stream.requests.find(({ side, seq }) => side === 'server' && seq === sent.call)
    const further = answered && senders.get(answered)
    if (!further) break
    sender = further
  }
  return sender
}

/** Where a call at the top does not say what it is for: the request that arrived last before it began, until it is answered. */
function lastArrived({ events, last }: Stream, served: RequestLine[]): (at: number) => RequestLine | undefined {
  const inOrder = served.sort((a, b) => a.seq - b.seq)
  let next = 0
  return (at) => {
    while (next < inOrder.length && inOrder[next]!.seq < events.seq[at]!) next++
    const request = inOrder[next - 1]
    return request && events.start[at]! <= (request.end ?? last) ? request : undefined
  }
}

/** Within a stream callers come first; files that were tampered with could go round between streams. */
function withoutCircles(caller: Int32Array): Int32Array {
  const state = new Uint8Array(caller.length)
  for (let from = 0; from < caller.length; from++) {
    const path: number[] = []
    let at = from
    while (at >= 0 && state[at] === 0) {
      state[at] = 1
      path.push(at)
      at = caller[at]!
    }
    if (at >= 0 && state[at] === 1) caller[path.at(-1)!] = -1
    for (const one of path) state[one] = 2
  }
  return caller
}

function shownOf({ stream, index }: Pick<Forest, 'stream' | 'index'>, count: number, only: Selection['only']): Uint8Array {
  const shown = new Uint8Array(count).fill(1)
  if (!only) return shown
  const matcher = compileSelectors(only)
  for (let call = 0; call < count; call++) {
    const { file, name } = siteOf(stream(call), stream(call).events.site[index(call)]!)
    if (!matcher.function(file, name)?.selected) shown[call] = 0
  }
  return shown
}

/** The nearest caller that is shown; -1 for none. */
export function shownCaller({ caller, shown }: Forest, call: number): number {
  let at = caller[call]!
  while (at >= 0 && !shown[at]) at = caller[at]!
  return at
}
