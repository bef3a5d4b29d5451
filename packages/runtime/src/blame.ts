import type { Site, Snapshot } from '@spoor/shared'
import type { Call } from './call.ts'
import { match, ownList, some, where } from './intrinsics.ts'

/** A call that ended by throwing, of which it is not settled what. */
export interface Unwound {
  call: Call
  /** `seq` of the newest event at that moment. */
  latest: number
}

/** Names in each frame of a stack, innermost first; a frame without any is a function without a name. */
type Frames = string[][]

/**
 * Those calls that an error unwound, as far as can be told: those that its stack names, those above them, and where nothing happened
 * since (`latest` is still theirs) those that it does not rule out.
 * @param sources others that are known to have thrown it
 * @param catcher the call that caught it
 * @param above whether the second called the first
 */
export function blamed(
  open: readonly Unwound[],
  sources: readonly Call[],
  shot: Snapshot | undefined,
  latest: number | undefined,
  above: (call: Call, other: Call) => boolean,
  catcher?: Call,
): Call[] {
  const frames = framesOf(shot)
  const frameOf = ({ site }: Call): number => {
    const name = ownName(site)
    for (let i = 0; name && i < frames.length; i++) if (some(frames[i] as string[], (word) => word === name)) return i
    return -1
  }
  /** All that its innermost named caller was in the midst of has a name: it would be there. */
  const isRuledOut = (call: Call): boolean => {
    let around = catcher ? frameOf(catcher) : -1
    for (let i = 0; i < open.length; i++) {
      const other = (open[i] as Unwound).call
      const at = above(call, other) ? frameOf(other) : -1
      if (at >= 0 && (at < around || around < 0)) around = at
    }
    for (let i = 0; i < around; i++) if (!frames[i]?.length) return false
    return around >= 0
  }
  const sure = where(open, (one) => frameOf(one.call) >= 0 || (one.latest === latest && !isRuledOut(one.call)))
  const isBlamed = ({ call }: Unwound): boolean =>
    some(sure, (one) => one.call === call || above(one.call, call)) || some(sources, (other) => above(other, call))
  return callsOf(where(open, isBlamed))
}

export function callsOf(list: ArrayLike<Unwound>): Call[] {
  const calls: Call[] = ownList()
  for (let i = 0; i < list.length; i++) calls[i] = (list[i] as Unwound).call
  return calls
}

/** What an engine may call a function: `Cart.total` -> `total`, `Cart.constructor` -> `Cart`, '' for those that have a name only here. */
function ownName({ name }: Site): string {
  // All but the last part, the last, and its number.
  const parts = match(/^(?:(.*)\.)?([^.]*?)(?:~\d+)?$/, name)
  const last = parts?.[2] ?? ''
  const own = last === 'constructor' ? (match(/([^.]*?)(?:~\d+)?$/, parts?.[1] ?? '')?.[1] ?? '') : last
  return match(/ callback$|^(?:anonymous|returned|iife|default|class)$/, own) ? '' : (match(/[\w$]+$/, own)?.[0] ?? '')
}

// V8: `    at async Cart.total [as sum] (file:1:2)`, `    at file:1:2`; elsewhere: `total@file:1:2`, `@file:1:2`.
const V8 = /^ *at (?:async )?(?:(.*?) \()?[^\n]*$/gm
const OTHERS = /^([^@\n]*)@[^\n]*$/gm
const WORDS = /[\w$]+/g

function framesOf(shot: Snapshot | undefined): Frames {
  const stack = typeof shot === 'object' && shot?.k === 'error' ? (shot.stack ?? '') : ''
  return found(match(/^ *at /m, stack) ? V8 : OTHERS, stack, ({ 1: names = '' }) =>
    where(
      found(WORDS, names, ({ 0: word }) => word),
      (word) => !match(/^(?:new|as|anonymous|eval|Object|async)$/, word),
    ),
  )
}

/** What is made of each place where a pattern, which is a global one, is found. */
function found<T>(pattern: RegExp, text: string, make: (place: RegExpExecArray) => T): T[] {
  const all: T[] = ownList()
  let count = 0
  pattern.lastIndex = 0
  for (let place = match(pattern, text); place; place = match(pattern, text)) {
    const from = pattern.lastIndex
    all[count++] = make(place)
    pattern.lastIndex = from
  }
  return all
}
