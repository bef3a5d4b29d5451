import type { Site, Snapshot } from '@spoor/shared'
import type { Call } from './call.ts'

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
    return name ? frames.findIndex((frame) => frame.includes(name)) : -1
  }
  /** All that its innermost named caller was in the midst of has a name: it would be there. */
  const isRuledOut = (call: Call): boolean => {
    const callers = [...(catcher ? [catcher] : []), ...open.flatMap((one) => (above(call, one.call) ? one.call : []))]
    const around = Math.min(...callers.map(frameOf).filter((at) => at >= 0))
    return around < Infinity && frames.slice(0, around).every((frame) => frame.length)
  }
  const sure = open.flatMap((one) => (frameOf(one.call) >= 0 || (one.latest === latest && !isRuledOut(one.call)) ? one.call : []))
  return open.flatMap(({ call }) => (sure.includes(call) || [...sources, ...sure].some((other) => above(other, call)) ? call : []))
}

/** What an engine may call a function: `Cart.total` -> `total`, `Cart.constructor` -> `Cart`, '' for those that have a name only here. */
function ownName({ name }: Site): string {
  const parts = name.replace(/~\d+/g, '').split('.')
  let own = parts.pop() as string
  if (own === 'constructor') own = parts.pop() ?? ''
  return / callback$|^(?:anonymous|returned|iife|default|class)$/.test(own) ? '' : (/[\w$]+$/.exec(own)?.[0] ?? '')
}

// V8: `    at async Cart.total [as sum] (file:1:2)`, `    at file:1:2`; elsewhere: `total@file:1:2`, `@file:1:2`.
const V8 = /^ *at (?:async )?(?:(.*?) \()?[^\n]*$/gm
const OTHERS = /^([^@\n]*)@[^\n]*$/gm

function framesOf(shot: Snapshot | undefined): Frames {
  const stack = typeof shot === 'object' && shot?.k === 'error' ? (shot.stack ?? '') : ''
  const lines = [...stack.matchAll(/^ *at /m.test(stack) ? V8 : OTHERS)]
  return lines.map(([, name = '']) =>
    name.split(/[^\w$]+/).filter((word) => word && !/^(?:new|as|anonymous|eval|Object|async)$/.test(word)),
  )
}
