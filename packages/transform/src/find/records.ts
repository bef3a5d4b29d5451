import type { Site } from '@spoor/shared'

/** A function that gets a probe; what the writer needs to know of it. */
export interface FunctionRecord {
  site: Site
  /** Place in the file's table of sites. */
  index: number
  /** How many functions with a probe surround it. */
  depth: number
  /** The arguments as source text: `[a,{b,c}]`, or `arguments` where the function uses it anyway. */
  args: string
  /** The function whose call makes this one, if `enter` is to be told. */
  creator: FunctionRecord | undefined
  /** Whether functions made by its calls ask for their number. */
  creates: boolean
  /** Whether anything in it suspends or throws, and so needs the temporary. */
  usesTemp: boolean
  /** Whether the body's end can be reached. */
  fallsThrough: boolean
  /** Whether a return waits before the function is left: async generators, `await using`. */
  pausesOnReturn: boolean
  /** Whether something captures the name of the value, and would keep it alive. */
  holdsValue: boolean
  /** Whether it is a constructor that has no `this` until it has called another. */
  derived: boolean
  /** Turned out, at its end, to be one that is left alone; its points mean nothing. */
  dropped: boolean
}

/**
 * How a value is bound to one of our names without getting a name from it: `plain` as it stands, `sequence` in parentheses, `cast`
 * (Flow's, which must keep parentheses of its own) in two; `nameless` (a function or class in it would be named) through a call, and
 * `held` (even so) with the name within that call.
 */
export type Wrap = 'plain' | 'sequence' | 'cast' | 'nameless' | 'held'

/** What takes the call from the stack for a while; `iterate` is the first turn of a `for await`. */
export type Suspension = 'await' | 'yield' | 'delegate' | 'iterate'

/** One place where text goes in, and the meaning of that text. `close` points come before `open` ones of the same offset. */
export type Point = { at: number; side: 'open' | 'close'; fn: FunctionRecord } & (
  | { kind: 'head' | 'empty-body'; semicolon: boolean }
  | { kind: 'arrow-head' | 'line' | 'tail' | 'arrow-tail' }
  | { kind: 'value' | 'value-end' | 'throw' | 'throw-end'; wrap: Wrap }
  | { kind: 'operand'; wrap: Wrap; called: boolean }
  | { kind: 'return-nothing' | 'bare-return' | 'bare-return-end' | 'separator' | 'finalizer-end' }
  | { kind: 'finalizer'; resumes: boolean; empty: boolean }
  | { kind: 'suspend'; semicolon: boolean; called: boolean }
  | { kind: 'operand-end'; wrap: Wrap; called: boolean; how: Suspension }
  | { kind: 'resumed' | 'yield-nothing'; called: boolean }
  | { kind: 'caught'; name: string | undefined }
  | { kind: 'loop'; jumps: boolean; semicolon: boolean }
  | { kind: 'loop-end'; jumps: boolean }
  | { kind: 'loop-body' | 'loop-body-end' | 'loop-body-empty' }
  | { kind: 'using' | 'using-end' | 'jump' | 'jump-end' }
  | { kind: 'mark'; semicolon: boolean }
  | { kind: 'arrow-mark' | 'arrow-mark-end' }
)

/** A stretch of the text that goes. */
export interface Cut {
  from: number
  to: number
}

/** Why a function was left alone. */
export type SkipReason =
  | 'not-selected'
  | 'ignored'
  | 'ignored-file'
  | 'block-conflict'
  | 'hoisted-mock'
  | 'extracted'
  | 'with-statement'
  | 'trivial'
  | 'static-block'
  | 'module-body'
  | 'already-instrumented'
  | 'generated'

/** A function, or a stretch of code that runs like one, that bears no probe. */
export interface Skipped {
  file: string
  name: string
  /** From 1. */
  line: number
  /** From 1, in UTF-16 code units. */
  column: number
  reason: SkipReason
}

/** Everything the deciding part found out about a file. */
export interface Findings {
  functions: FunctionRecord[]
  points: Point[]
  /** The marks that an earlier run left. */
  cuts: Cut[]
  skipped: Skipped[]
  /** Where text may stand before all of the program's statements. */
  start: number
  /** Behind the import of a framework whose reads are only unnoted by its own means; `undefined` where there is none. */
  untrack: number | undefined
  /** Where each comment begins and ends, one after the other. */
  comments: readonly number[]
  /** Whether the file awaits outside of any function, and so is a module. */
  topLevelAwait: boolean
}
