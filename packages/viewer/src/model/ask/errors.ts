import { formatSnapshot } from '@spoor/shared'
import { whatGave } from '@spoor/trace'
import type { Given, Snapshot } from '@spoor/trace'
import type { ErrorGroup, Questions } from '../../questions.ts'
import { CALL, FAILED } from '../events.ts'
import { addressOf, callLine } from '../lines.ts'
import type { Model } from '../model.ts'
import type { Recording } from '../recording.ts'
import { rowOf } from '../rows.ts'
import { select } from '../scope.ts'

/** Most calls of a group that are told one by one, and most frames of a path. */
const MOST_REFS = 100
const MOST_FRAMES = 200

interface Group {
  name: string
  message: string
  calls: number[]
}

/** The most frequent first. An error counts where it began: a call that only let it pass is on its path. */
export function errors({ recording }: Model, { offset, limit, ...scope }: Questions['errors'][0]): Questions['errors'][1] {
  const thrown = thrownNow(recording)
  const { has } = select(recording, scope)
  const groups = new Map<string, Group>()
  for (const at of beginnings(recording, thrown)) {
    if (!has(at)) continue
    const { key, name, message } = thrown.get(at)!
    const group = groups.get(key)
    if (group) group.calls.push(at)
    else groups.set(key, { name, message, calls: [at] })
  }
  const sorted = [...groups.values()].sort((a, b) => b.calls.length - a.calls.length)
  return { groups: sorted.slice(offset, offset + limit).map((group) => groupOf(recording, thrown, group)), total: sorted.length }
}

interface Thrown {
  key: string
  name: string
  message: string
}

/** What failed calls threw; those that are known already are not read again. */
const kept = new WeakMap<Recording, Map<number, Thrown & { line: number }>>()

function thrownNow(recording: Recording): Map<number, Thrown> {
  const { kind, flags, count } = recording.events
  const known = kept.get(recording)
  const now = new Map<number, Thrown & { line: number }>()
  for (let at = 0; at < count; at++) {
    if (kind[at] !== CALL || !(flags[at]! & FAILED)) continue
    const from = recording.learned.get(at) ?? addressOf(recording, at)
    const last = known?.get(at)
    now.set(at, last?.line === from ? last : { ...thrownBy(callLine(recording, at).error), line: from })
  }
  kept.set(recording, now)
  return now
}

function thrownBy(error: Snapshot | undefined): Thrown {
  const { name, message } = wordsOf(error)
  return { name, message, key: `${name}\n${message}` }
}

function wordsOf(error: Snapshot | undefined): { name: string; message: string } {
  if (error === undefined) return { name: 'unknown', message: '' }
  if (typeof error === 'object' && error?.k === 'error') return { name: asText(error.name), message: asText(error.message) }
  const name = typeof error === 'object' && error && 'name' in error ? error.name : error === null ? 'null' : typeof error
  return { name, message: formatSnapshot(error, 200) }
}

/** Of a damaged value it may be anything. */
const asText = (value: unknown): string => String(value)

/** Failed calls without a failed call below them that threw the same. */
function beginnings(recording: Recording, thrown: ReadonlyMap<number, Thrown>): number[] {
  const passed = new Set<number>()
  for (const at of thrown.keys()) {
    let below = at
    let above = callerOf(recording, at)
    for (; above >= 0 && handsOn(recording, above, below); above = callerOf(recording, above)) below = above
    if (above >= 0 && isSame(recording, thrown, at, above)) passed.add(above)
  }
  return [...thrown.keys()].filter((at) => !passed.has(at))
}

/** What a call threw that nobody saw is what came from below. */
function isSame(recording: Recording, thrown: ReadonlyMap<number, Thrown>, below: number, above: number): boolean {
  const known = thrown.get(above)
  return !hasLeft(recording, above, below) && known !== undefined && (known.key === thrown.get(below)!.key || known.name === 'unknown')
}

/** Whether a call had ended when one that it called did: it has not waited for it. */
const hasLeft = ({ events }: Recording, above: number, below: number): boolean => events.end[above]! < events.end[below]!

/** The call that began this one; -1: none. */
function callerOf({ events }: Recording, at: number): number {
  const above = events.parent[at]!
  return above >= 0 && events.kind[above] === CALL ? above : -1
}

/**
 * Whether a call gave the promise of the one below back: what that is rejected with goes to whoever waits, and was not caught here. What
 * is not async may as well have caught what was thrown, and given another promise.
 */
function handsOn(recording: Recording, at: number, below: number): boolean {
  const gave = givenBy(recording, at)
  return gave === 'promised' || (gave === 'promise' && (isAsync(recording, below) || givenBy(recording, below) !== 'other'))
}

const isAsync = ({ events, functions }: Recording, at: number): boolean => functions.all[events.item[at]!]!.async

const given = new WeakMap<Recording, Map<number, Given>>()

function givenBy(recording: Recording, at: number): Given {
  let known = given.get(recording)
  if (!known) given.set(recording, (known = new Map()))
  let answer = known.get(at)
  if (answer !== undefined) return answer
  const line = callLine(recording, at)
  answer = whatGave(line)
  // What still runs may yet give one.
  if (line.outcome !== 'running') known.set(at, answer)
  return answer
}

function groupOf(recording: Recording, thrown: ReadonlyMap<number, Thrown>, { name, message, calls }: Group): ErrorGroup {
  const { events, clock } = recording
  // When it was thrown: who waits for what fails began before that.
  const timeOf = (at: number): number => clock.zero[events.stream[at]!]! + events.end[at]!
  calls.sort((a, b) => timeOf(a) - timeOf(b) || a - b)
  const ref = calls[0]!
  const path = [ref]
  let below = ref
  let above = callerOf(recording, ref)
  const isUnwound = (): boolean => isSame(recording, thrown, ref, above) || handsOn(recording, above, below)
  for (; above >= 0 && isUnwound(); above = callerOf(recording, above)) {
    if (path.length < MOST_FRAMES) path.push(above)
    below = above
  }
  // Who threw another one in its place has caught this one; who runs still may have, or not yet.
  return {
    name,
    message,
    count: calls.length,
    first: timeOf(ref),
    last: timeOf(calls.at(-1)!),
    ref,
    thrownBy: rowOf(recording, ref),
    path: path.map((at) => rowOf(recording, at)),
    ...(above >= 0 && !hasLeft(recording, above, ref) && { caughtBy: rowOf(recording, above) }),
    uncaught: above < 0 && !isLost(recording, below) && givenBy(recording, below) === 'other',
    refs: calls.slice(0, MOST_REFS),
  }
}

/** Whether what a call began in is not in the recording: nobody knows what became of its error. */
const isLost = (recording: Recording, at: number): boolean => recording.events.parent[at]! >= 0 && recording.above(at) < 0
