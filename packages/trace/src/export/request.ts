import type { RequestLine } from '../format.ts'
import { requestPattern } from '../tree/pattern.ts'
import { forestOf } from './forest.ts'
import type { Forest } from './forest.ts'
import type { Recording, Selection, Stream } from '../skeleton/survey.ts'

/**
 * The calls that belong to requests whose method and address, or trace id, contain a text, in which `*` stands for anything: those that
 * ran for them on the server, those that sent them, and the callers of both.
 * @returns for {@link Selection}; `undefined` where no request does
 */
export async function ofRequest(recording: Recording, text: string): Promise<NonNullable<Selection['wanted']> | undefined> {
  const forest = await forestOf(recording, {})
  const isMeant = requestPattern(text)
  const matches = (request: RequestLine): boolean => isMeant(request) || request.trace.includes(text)
  const all = forest.survey.streams.flatMap(({ requests }) => requests)
  // The other side may know it by another address.
  const traces = new Set(all.filter(matches).map(({ trace }) => trace))
  if (!traces.size) return undefined
  const wanted = markWanted(forest, traces)
  const numbers = new Map<string, Set<number>>()
  for (let call = 0; call < wanted.length; call++) {
    if (!wanted[call]) continue
    const stream = forest.stream(call)
    const of = numbers.get(stream.header.stream) ?? new Set<number>()
    numbers.set(stream.header.stream, of.add(stream.events.seq[forest.index(call)]!))
  }
  return (stream, seq) => numbers.get(stream)?.has(seq) === true
}

function markWanted(forest: Forest, traces: ReadonlySet<string>): Uint8Array {
  const { caller, answers } = forest
  const wanted = new Uint8Array(caller.length)
  const senders = new Set<number>()
  for (const stream of forest.survey.streams)
    for (const request of stream.requests) if (traces.has(request.trace)) addSender(forest, stream, request, senders)
  const known = new Map<number, boolean>()
  const isBelow = (call: number): boolean => {
    const path: number[] = []
    let at = call
    let below = false
    for (; at >= 0; at = caller[at]!) {
      const answered = answers.get(at)
      below = known.get(at) ?? (answered !== undefined && traces.has(answered.trace))
      if (known.has(at) || below) break
      path.push(at)
    }
    for (const one of path) known.set(one, below)
    return below
  }
  for (let call = 0; call < wanted.length; call++) {
    if (!senders.has(call) && !isBelow(call)) continue
    for (let at = call; at >= 0 && !wanted[at]; at = caller[at]!) wanted[at] = 1
  }
  return wanted
}

function addSender(forest: Forest, stream: Stream, { call }: RequestLine, senders: Set<number>): void {
  const index = call ? stream.events.find(call) : -1
  if (index >= 0) senders.add(forest.number(stream, index))
}
