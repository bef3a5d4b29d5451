import type { CallLine, DropReason, EndLine, HeaderLine, SiteLine } from '../format.ts'
import type { Notes } from '../read/read.ts'

/** What a recording says as a whole. Plain data. Durations are milliseconds. */
export interface Summary {
  streams: StreamSummary[]
  totals: Totals
  /** Every function that was called or of which calls were dropped, those first that ran longest themselves. */
  functions: FunctionSummary[]
  /** The slowest call of each of the functions whose slowest calls are the slowest. */
  slowest: CallSummary[]
  /** The deepest stacks: of each function at most one that ends in it. */
  deepest: StackSummary[]
  /** What is not in the recording, the most frequent reason first. */
  dropped: DropSummary[]
  /** What the reading met that it could not use. */
  notes: Notes
}

export interface StreamSummary extends Pick<HeaderLine, 'stream' | 'title' | 'platform' | 'clock' | 'versions'> {
  pid?: number
  thread?: number
  parentStream?: string
  /** Unix time of its first event, in milliseconds; that of time 0 of its clock where it has none. */
  from: number
  /** From its first event to its last. */
  duration: number
  calls: number
  /** Why it ended; `undefined` where the recording does not say: it was cut off, or the program still runs. */
  ended: EndLine['reason'] | undefined
}

export interface Totals {
  streams: number
  calls: number
  /** Functions that were called. */
  functions: number
  /** Calls in which an error began; those that it only passed on its way up do not count. */
  failed: number
  /** Calls that had not ended when the recording did. */
  running: number
  marks: number
  /** Requests sent. */
  clients: number
  /** Requests answered. */
  servers: number
  /** Requests that failed: without an answer, or with a status from 500. */
  failedRequests: number
  /** Events that are not in the recording. */
  dropped: number
  /** Time that functions ran, over all streams. */
  ran: number
  /** From the first event of all streams to the last. */
  duration: number
}

export interface FunctionSummary extends Pick<SiteLine, 'id' | 'file' | 'name' | 'line' | 'column' | 'kind'> {
  async: boolean
  generator: boolean
  calls: number
  /** Calls that had not ended. Their time is not counted. */
  running: number
  /** That it ran itself, without what it called. */
  self: number
  /** From beginning to end of its calls, with all that they called; calls within calls of its own count once. */
  total: number
  /** The part of `total` that it was suspended. */
  waited: number
  /** Mean and standard deviation of the durations of its calls that ended. */
  mean: number
  deviation: number
  /** Duration of its longest call. */
  longest: number
  /** Calls in which an error began. */
  failed: number
  /** Calls that an error passed that had begun in one that they called. */
  passed: number
  /** Calls that threw to steer the program: Suspense, redirects. */
  steered: number
  /** Generators whose consumer stopped early. */
  closed: number
  /** Calls that are known to be missing. */
  dropped: number
  /** What began or passed here, as text, the most frequent first. */
  errors: { text: string; count: number }[]
  /** Errors besides those. */
  moreErrors: number
}

export interface CallSummary {
  /** Index of its stream. */
  stream: number
  seq: number
  function: string
  /** Milliseconds after the first event of all streams. */
  at: number
  duration: number
  waited: number
  outcome: CallLine['outcome']
  call: CallLine
  site: SiteLine
}

export interface StackSummary {
  depth: number
  stream: number
  /** From the outermost function to the deepest, each run of repeated ones once. Not from the top where callers are missing. */
  path: StackStep[]
}

/** Functions that follow each other, so many times: `[parse, node] × 12`. */
export interface StackStep {
  functions: string[]
  times: number
}

export interface DropSummary {
  reason: DropReason
  count: number
  /** The functions with most of them, as far as the recording says. */
  functions: { id: string; count: number }[]
}
