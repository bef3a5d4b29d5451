import { compileSelectors, splitSelectors } from '@spoor/shared'
import type { Scope } from '../questions.ts'
import { CALL, MARK } from './events.ts'
import type { Recording } from './recording.ts'
import { known } from './rows.ts'
import { IntList } from './sort.ts'

/** Which events are meant. */
export interface Selection {
  /** Streams that are meant; `undefined`: all. */
  streams: Uint8Array | undefined
  /** Functions that are meant, and requests and marks by what they are called; `undefined`: all. */
  filter: Filter | undefined
  /** Events at or below one; `undefined`: all. */
  under: Uint8Array | undefined
  /** Milliseconds from the beginning. */
  from: number
  to: number
  /** Whether an event is meant, by all of these. */
  has(at: number): boolean
  /** The same without what the filter says. */
  covers(at: number): boolean
}

export interface Filter {
  /** By the index of the function. */
  functions: Uint8Array
  /** Whether what is called so is meant: a request, a mark. */
  names: (name: string) => boolean
}

/** @throws {RangeError} for a selector that is none, and for an event that is not there */
export function select(recording: Recording, scope: Scope): Selection {
  const { events, clock } = recording
  const { from = -Infinity, to = Infinity } = scope
  const streams = scope.streams && Uint8Array.from(recording.streams, ({ index }) => Number(scope.streams!.includes(index)))
  const filter = scope.filter?.trim() ? filterOf(recording, scope.filter) : undefined
  const under = scope.under === undefined ? undefined : below(recording, known(recording, scope.under))
  const isTimed = from > -Infinity || to < Infinity
  const covers = (at: number): boolean => {
    if (streams && !streams[events.stream[at]!]) return false
    if (under && !under[at]) return false
    if (!isTimed) return true
    const zero = clock.zero[events.stream[at]!]!
    return zero + events.start[at]! <= to && !(zero + events.end[at]! < from)
  }
  // Of requests all at once, in their order: in that of rows each would be a way through memory.
  let requests: Uint8Array | undefined
  const named = (at: number): boolean => {
    if (events.kind[at] === CALL) return filter!.functions[events.item[at]!] === 1
    if (events.kind[at] === MARK) return filter!.names(nameOf(recording, at))
    requests ??= Uint8Array.from(recording.requests.all, ({ method, url }) => Number(filter!.names(`${method} ${url}`)))
    return requests[events.item[at]!] === 1
  }
  return { streams, filter, under, from, to, covers, has: filter ? (at) => named(at) && covers(at) : covers }
}

/** Of a mark, or of a request. */
export function nameOf({ events, marks, requests }: Recording, at: number): string {
  if (events.kind[at] === MARK) return marks[events.item[at]!]!.name
  const { method, url } = requests.all[events.item[at]!]!
  return `${method} ${url}`
}

/** Words are found in names, whatever their case; what has a `#`, `*`, `/` or ends in `.ts` is a selector. The last that matches decides. */
function filterOf({ functions }: Recording, text: string): Filter {
  const rules = splitSelectors(text).map(ruleOf)
  const initial = rules[0]?.negated === true
  const decide = (matches: (rule: Rule) => boolean): boolean => {
    const last = rules.findLast(matches)
    return last ? !last.negated : initial
  }
  return {
    functions: Uint8Array.from(functions.all, ({ file, name }) => Number(decide((rule) => rule.function(file, name)))),
    names: (name) => decide((rule) => rule.name(name)),
  }
}

interface Rule {
  negated: boolean
  function(file: string, name: string): boolean
  name(name: string): boolean
}

function ruleOf(text: string): Rule {
  const negated = text.startsWith('!')
  const positive = negated ? text.slice(1).trim() : text
  if (isSelector(positive)) {
    const matcher = compileSelectors([positive])
    return { negated, function: (file, name) => matcher.function(file, name)?.selected === true, name: () => false }
  }
  const word = positive.toLowerCase()
  const contains = (name: string): boolean => name.toLowerCase().includes(word)
  return { negated, function: (_, name) => contains(name), name: contains }
}

/** `Cart.checkout` is a word, `cart.ts` a file. */
const isSelector = (text: string): boolean => /[#/*?{}[\]]/.test(text) || /\.[cm]?[jt]sx?$|\.(vue|svelte|astro)$/.test(text)

/** Marks an event and everything below it. */
function below(recording: Recording, from: number): Uint8Array {
  const marked = new Uint8Array(recording.events.count)
  const pending = new IntList()
  pending.push(from)
  for (let at = pending.pop(); at >= 0; at = pending.pop()) {
    if (marked[at]) continue
    marked[at] = 1
    const server = recording.server(at)
    if (server >= 0) marked[server] = 1
    recording.below(at, pending)
  }
  return marked
}
