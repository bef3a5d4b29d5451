import type { CallLine, HeaderLine, MarkLine, RequestLine, SiteLine } from '../format.ts'
import type { Trace } from '../read/read.ts'
import { branchesOf } from './branches.ts'
import { choose } from './choose.ts'
import { gather } from './gather.ts'

/** Which part of a recording is asked for; without any of `request`, `mark`, `from`, `to`, `around`, all of it. */
export interface TreeOptions {
  /** Requests whose method and URL contain this text, or match it where it has a `*`: `POST /api/*`. */
  request?: string
  /** A mark by its name or a glob: the tree that it stands in, or, where nothing ran, what ran until the next such mark. */
  mark?: string
  /** Milliseconds after the first event of the recording. */
  from?: number
  to?: number
  /** A selector of functions, or the name of one: their calls, with who called them and whom they call. */
  around?: string
  /** Selectors of functions; calls of others are left out, and those below them move up. */
  only?: readonly string[]
  /** Most levels. @default all */
  depth?: number
  /** Most events; the first ones are kept. @default 2000 */
  most?: number
}

/** A part of a recording as a tree. Plain data. */
export interface Tree {
  roots: TreeNode[]
  /** Events that were asked for and are in the tree. */
  shown: number
  /** Events that were asked for and are not, for they were too many or too deep. */
  left: number
  /** Requests, marks or calls that what was asked for has found. */
  found: number
  streams: HeaderLine[]
}

interface Node {
  /** Index of its stream. */
  stream: number
  /** Milliseconds after the first event of the recording. */
  at: number
  /** Milliseconds; `undefined` where it has not ended. */
  duration: number | undefined
  /** Whether it only leads to what was asked for. */
  above: boolean
  /** Whether the call in which it began is not in the recording. */
  orphan: boolean
  children: TreeNode[]
}

export interface CallNode extends Node {
  kind: 'call'
  call: CallLine
  site: SiteLine
  /** Who created the function, where that had ended or was suspended. */
  by: { seq: number; name: string | undefined } | undefined
}

/** Both sides of a request, as far as they were recorded; the server's calls are below it. */
export interface RequestNode extends Node {
  kind: 'request'
  client: RequestLine | undefined
  server: RequestLine | undefined
  /** Milliseconds from when the client sent it until the server began with it; `undefined` without both. */
  under: number | undefined
}

export interface MarkNode extends Node {
  kind: 'mark'
  mark: MarkLine
}

export type TreeNode = CallNode | RequestNode | MarkNode

/**
 * Reads a recording twice: first who is below whom, in some fifty bytes for each event, then what is wanted. Streams are joined where both
 * sides of a request are there, and clocks that these show to disagree are corrected.
 * @throws as reading it does; {RangeError} for a selector that is none
 */
export async function treeOf(trace: Trace, options: TreeOptions = {}): Promise<Tree> {
  const found = await branchesOf(trace)
  const choice = choose(found, options)
  const roots = await gather(trace, found)
  return { roots, shown: choice.shown, left: choice.left, found: choice.found, streams: trace.streams }
}
