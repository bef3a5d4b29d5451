import type { Matcher } from '@spoor/shared'
import type { Place } from '../author.ts'
import type { Authored } from '../marks.ts'
import type { Node } from '../node.ts'
import type { Origins } from '../places.ts'
import type { Extractors } from './extracted.ts'
import type { Ignores } from './ignore.ts'
import type { Findings, FunctionRecord, Point, SkipReason } from './records.ts'

/** A function, class or namespace that is being walked through. */
export interface Frame {
  /** Full name; what lies inside is called after it. */
  name: string
  strict: boolean
  parent: Frame | undefined
  /** Where the inside begins: decorators and computed keys belong to the outside. */
  inside: number
  isClass?: boolean
  /** Only for functions. */
  fn?: FunctionFrame | undefined
}

export interface FunctionFrame {
  node: Node
  async: boolean
  generator: boolean
  usesArguments: boolean
  hasWith: boolean
  /** `undefined` where the function is left alone. */
  record: FunctionRecord | undefined
  /** Where the probe begins; in a block it may have to move once the body is known. */
  head: Point | undefined
}

/**
 * `probe`: functions get probes. `mark`: they get marks only, for other tools come next. `marked`: they have been, and what bears a mark
 * gets a probe.
 */
export type Purpose = 'probe' | 'mark' | 'marked'

/** What is known and gathered while a file is walked. */
export interface FindState {
  file: string
  code: string
  include: Matcher
  exclude: Matcher
  ignores: Ignores
  typescript: boolean
  /** Functions only get marks. */
  marking: boolean
  /** They got them before, and these are the author's. */
  authored: Authored | undefined
  /** The author's file, where another tool has made the code. */
  origins?: (() => Origins | undefined) | undefined
  /** Whether trivial functions get probes. */
  trivial: boolean
  /** Whether the text can hold a mock factory that a test runner moves. */
  mayMock: boolean
  extractors: Extractors | undefined
  /** How many `with` statements are around. */
  withs: number
  findings: Findings
  top: Frame
  /** How many times each full name was given. */
  names: Map<string, number>
}

/** The nearest function around an offset: a computed key is outside of its method. */
export function functionAt(state: FindState, offset: number): FunctionFrame | undefined {
  for (let frame: Frame | undefined = state.top; frame; frame = frame.parent) if (frame.fn && offset >= frame.inside) return frame.fn
  return undefined
}

export const recordAt = (state: FindState, node: Node): FunctionRecord | undefined => functionAt(state, node.start)?.record

export function push(state: FindState, { name, strict, inside, fn }: Omit<Frame, 'parent'>): void {
  state.top = { name, strict, inside, fn, parent: state.top }
}
export const pop = (state: FindState): void => void (state.top = state.top.parent as Frame)

export function skip(state: FindState, place: Place, name: string, reason: SkipReason): void {
  state.findings.skipped.push({ file: state.file, name, ...place, reason })
}

/** Of a node in the code that is read. */
export function placeOf(node: Node): Place {
  const { line, column } = node.loc.start
  return { line, column: column + 1 }
}
