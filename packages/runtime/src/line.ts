import { cut, failed, formatSnapshot } from '@spoor/shared'
import type { CallEvent, Snapshot } from '@spoor/shared'
import type { Fold } from './fold.ts'

/** How a piece of text is meant; each kind of console has its own way to show it. */
export type Tone = 'plain' | 'name' | 'dim' | 'bad' | 'time' | 'place'
export type Piece = [text: string, tone: Tone]

/** One line of a tree, in pieces. */
export interface Line {
  /** `checkout(cart: Cart {…}) → 12.5` */
  what: Piece[]
  /** `12.3 ms` */
  time: string
  /** `, 10 waiting` */
  waiting: string
  /** `src/cart.ts:12:3` */
  place: string
}

/** Characters for each argument and for the result, where there is room. */
const ROOM = 48

/** Characters for what was thrown, of which nothing is taken away. */
const ERROR_ROOM = 200

/** Less and less of it, where there is not. */
export const ROOMS: readonly number[] = [40, 32, 26, 20, 16, 12]

/** The name of the function of which `seq` is a call, where that is known. */
export type NameOf = (seq: number) => string | undefined

/** @param room characters for each argument and for the result */
export function lineOf({ calls, below, children }: Fold, cutOff: boolean, nameOf: NameOf, room: number = ROOM): Line {
  const call = calls[0] as CallEvent
  const { site } = call
  const what: Piece[] = [[plain(site.name), 'name'], ...argumentsOf(calls, room)]
  if (calls.length > 1) what.push([` ×${calls.length}`, 'time'])
  what.push(...outcomeOf(calls, room, children))
  what.push(...creatorOf(calls, nameOf))
  if (cutOff && below) what.push([`  ⋯ ${below} ${below > 1 ? 'calls' : 'call'} inside`, 'dim'])
  return { what, ...timeOf(calls), place: `${site.file}:${site.line}:${site.column}` }
}

const plain = (name: string): string => name.replace(/~\d+$/, '')

/** `↩ created in checkout (#12)`; of repeated calls what they have in common. */
function creatorOf(calls: readonly CallEvent[], nameOf: NameOf): Piece[] {
  const [first, ...others] = calls.map(({ createdBy }) => createdBy) as [number, ...number[]]
  const name = nameOf(first)
  if (!first || !others.every((seq) => seq && nameOf(seq) === name)) return []
  const which = others.every((seq) => seq === first) ? `(#${first})` : ''
  return [[`  ↩ created in ${name ? `${plain(name)} ` : ''}${which}`.trimEnd(), 'dim']]
}

function argumentsOf(calls: readonly CallEvent[], room: number): Piece[] {
  const { args, site } = calls[0] as CallEvent
  if (!args) return [['()', 'dim']]
  const text = args.map((arg, i) => labelled(site.params[i], arg, room)).join(', ')
  // Of repeated calls only what they have in common is true.
  const common = calls.length === 1 || calls.every((call) => JSON.stringify(call.args) === JSON.stringify(args))
  return [
    ['(', 'dim'],
    [common ? cut(text, room * 2) : '…', 'plain'],
    [')', 'dim'],
  ]
}

// `a: 1`; patterns and rest parameters speak for themselves: `{b,c}` -> `{b: 2, c: 3}`
const labelled = (label: string | undefined, arg: Snapshot, room: number): string =>
  `${label && /^[\w$]+$/.test(label) ? `${label}: ` : label?.startsWith('...') ? '...' : ''}${formatSnapshot(arg, room)}`

function outcomeOf(calls: readonly CallEvent[], room: number, children: readonly Fold[]): Piece[] {
  const [call] = calls as [CallEvent]
  const { error, outcome, value, site } = call
  if (outcome === 'threw') {
    const threw = `threw ${describeError(error, children)}`.trimEnd()
    return [failed(call) ? [` ✗ ${threw}`, 'bad'] : [` ${threw}`, 'dim']]
  }
  if (outcome === 'closed') return [[' closed', 'dim']]
  if (outcome === 'running') return [[site.generator ? ' … suspended' : ' … running', 'dim']]
  // The call has ended; how the promise that it gave ends, it does not know.
  if (outcome === 'promised')
    return [
      [' → ', 'dim'],
      ['Promise', 'plain'],
      [', not awaited', 'dim'],
    ]
  const dull = value === undefined || (typeof value === 'object' && value?.k === 'undefined')
  if (dull || !calls.every((call) => JSON.stringify(call.value) === JSON.stringify(value))) return []
  return [
    [' → ', 'dim'],
    [formatSnapshot(value, room), 'plain'],
  ]
}

/** In full where it comes from; where it only passes through, its name. */
function describeError(error: Snapshot | undefined, children: readonly Fold[]): string {
  if (error === undefined) return ''
  const same = JSON.stringify(error)
  const passes = children.some(({ calls }) => calls.some((call) => call.outcome === 'threw' && JSON.stringify(call.error) === same))
  return passes && typeof error === 'object' && error?.k === 'error'
    ? formatSnapshot({ ...error, message: '' }, ERROR_ROOM)
    : formatSnapshot(error, ERROR_ROOM)
}

function timeOf(calls: readonly CallEvent[]): { time: string; waiting: string } {
  let total = 0
  let waited = 0
  for (const call of calls) {
    if (call.end === undefined) return { time: '', waiting: '' }
    total += call.end - call.start
    waited += call.waited
  }
  const { async, generator } = (calls[0] as CallEvent).site
  // A generator waits for its consumer most of its life; only what it ran itself is of interest.
  if (generator && !async) return { time: `${milliseconds(Math.max(0, total - waited))} ms`, waiting: '' }
  return { time: `${milliseconds(total)} ms`, waiting: waited > 0.05 ? `, ${milliseconds(waited)} waiting` : '' }
}

/** Three digits that matter: `0.02`, `1.23`, `12.3`, `1234`. */
export const milliseconds = (ms: number): string => (ms < 0.005 ? '0.00' : ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0))
