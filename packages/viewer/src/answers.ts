import type { DropReason, EndLine, FunctionKind, HeaderLine, Outcome, RequestLine, Snapshot } from '@spoor/trace'

/*
 * What answers are made of: plain data that can be posted between threads. All times and durations are milliseconds; times count from
 * `Overview.begin`, on clocks that are corrected where requests between two streams show a disagreement.
 */

/** An event of the recording: valid as long as it is open. */
export type Ref = number

/** A thread of a process, a tab, a worker. */
export interface StreamInfo {
  /** Its number in the recording, from 0. */
  index: number
  /** As in its header: 16 hexadecimal digits. */
  id: string
  title: string
  platform: HeaderLine['platform']
  pid?: number
  thread?: number
  /** `id` of the stream that started it. */
  parent?: string
  /** Unix time of its time 0, corrected. */
  origin: number
  /** Resolution of its clock; 0 where it is finer than a microsecond. */
  clock: number
  versions: Record<string, string>
  calls: number
  /** Of its first and last event; both 0 where it has none. */
  from: number
  to: number
  /** Why it ended; absent while it runs, and where it was cut off. */
  ended?: EndLine['reason']
  /** Events before its first that were not kept until somebody looked. */
  lost?: number
  /** What was added to its clock, for it disagreed with that of another stream. */
  corrected?: number
}

/** What a person should know of a recording as a whole. */
export interface Note {
  kind: 'truncated' | 'newer' | 'faults' | 'clock' | 'restarted' | 'dropped'
  /** A sentence. */
  text: string
}

export interface Overview {
  /** Grows whenever something was added. */
  revision: number
  /** Unix time of the first event. */
  begin: number
  /** Of the first event, thus 0, and of the last. */
  from: number
  to: number
  streams: StreamInfo[]
  calls: number
  marks: number
  /** Each once, also where both sides were recorded. */
  requests: number
  /** Calls that threw. */
  failures: number
  /** That were called. */
  functions: number
  /** What was not recorded, and why. */
  drops: { reason: DropReason; count: number; fn?: number }[]
  notes: Note[]
  /** Bytes that were read. */
  bytes: number
  /** Bytes of memory that the recording takes. */
  memory: number
  /** Whether all sources have ended: nothing will be added. */
  complete: boolean
}

/** One line about an event. */
export interface Row {
  ref: Ref
  kind: 'call' | 'request' | 'mark'
  /** Index of its stream. */
  stream: number
  /** Its function; -1: none. */
  fn: number
  /** Of the function, the mark, or method and URL of the request. */
  name: string
  /** '' where there is none; so are `line` and `column` 0. */
  file: string
  line: number
  column: number
  /** Previews of at most 80 characters. */
  args: string[]
  value?: string
  error?: string
  outcome?: Outcome
  at: number
  /** Absent while it runs. */
  duration?: number
  /** Without the calls below it; of calls that have ended. */
  self?: number
  /** Suspended in `await` or `yield`. */
  waited: number
  /** Events directly below. */
  children: number
  failed: boolean
  /** Whether anything below it failed. */
  failedBelow: boolean
  /** Whether what it began in is not in the recording. */
  orphan: boolean
  /** Levels above, those of the other side of a request included. */
  depth: number
  request?: {
    method: string
    url: string
    status?: number
    side: 'client' | 'server' | 'both'
    /** From when the client sent it until the server began with it; where both were recorded. */
    under?: number
  }
}

/** A function, merged over all streams by its id, and what its calls in the scope came to. */
export interface FunctionRow {
  fn: number
  /** `file#name`, stable across builds. */
  id: string
  name: string
  file: string
  /** From 1; 0 where it is not known. */
  line: number
  column: number
  kind: FunctionKind
  async: boolean
  calls: number
  failures: number
  running: number
  /** Running and waiting, with what it called; a call within a call of the same function counts once. */
  total: number
  /** Running, without the calls below. */
  self: number
  /** Suspended in `await` or `yield`. */
  waited: number
  /** Durations of calls. */
  max: number
  median: number
  p95: number
  /** When it was first called. */
  first: number
  /** Whether it was first called after `since`. */
  isNew: boolean
}

/** Boxes of one stream; one of each array per box. */
export interface TimelineBoxes {
  /** Counts from 0 at the top. */
  row: Uint16Array
  from: Float64Array
  to: Float64Array
  /** Of merged boxes, one that failed, or a long one. */
  ref: Float64Array
  fn: Int32Array
  /** Sum of {@link BOX_FLAGS}. */
  flags: Uint8Array
}

/** Requests of one stream, in rows of their own; one of each array per bar. */
export interface TimelineRequests {
  /** How many rows they have, over all of the stream's time: as many as ran at once at the most. */
  rows: number
  row: Uint16Array
  from: Float64Array
  to: Float64Array
  /** Of merged ones, one that failed, or a long one. */
  ref: Float64Array
  /** Sum of {@link BOX_FLAGS}. */
  flags: Uint8Array
  /** How many requests it stands for. */
  count: Uint32Array
  /** Its place in `labels`. */
  label: Int32Array
  /** Method and address, '' where there is no room for it; 0: no status yet, or none at all. */
  labels: { text: string; status: number }[]
}

/** `MERGED`: several that are narrower than half a pixel. `DIMMED`: not in the filter. `SENT`: by this side, of a request. */
export const BOX_FLAGS = { FAILED: 1, RUNNING: 2, ASYNC: 4, MERGED: 8, DIMMED: 16, SENT: 32 } as const

export interface TimelineStream {
  stream: number
  /** How many rows its calls have, over all of its time. */
  rows: number
  boxes: TimelineBoxes
  /** Where calls were suspended. */
  waits: { row: Uint16Array; from: Float64Array; to: Float64Array; ref: Float64Array }
  marks: { ref: Ref; at: number; name: string }[]
  requests: TimelineRequests
}

export interface TimelineSlice {
  revision: number
  from: number
  to: number
  streams: TimelineStream[]
}

/** An end of a link in the timeline. */
export interface LinkEnd {
  ref: Ref
  stream: number
  kind: 'call' | 'request'
  /** Among those of its kind. */
  row: number
  at: number
}

/** Both sides of a request are one, with what they set off. */
export interface RequestRow extends Row {
  /** Calls below it, however deep. */
  calls: number
  /** Of these, that threw. */
  failures: number
  /** Calls below it whose first text looks like SQL. */
  queries: { ref: Ref; text: string; duration?: number }[]
  /** Requests below it. */
  requests: number
}

/** Errors of one name and message. */
export interface ErrorGroup {
  name: string
  message: string
  /** How often it was thrown; the calls that it unwound do not count. */
  count: number
  first: number
  last: number
  /** The call that threw the first of them. */
  ref: Ref
  thrownBy: Row
  /** The calls that it unwound, innermost first, `thrownBy` included. */
  path: Row[]
  /** The nearest caller that did not fail; absent where there is none, and where that had ended before. */
  caughtBy?: Row
  /** Whether nobody caught it. */
  uncaught: boolean
  /** Calls that threw them, at most 100. */
  refs: Ref[]
}

/** Where a text was found. */
export interface SearchHit {
  ref?: Ref
  fn?: number
  where: 'function' | 'file' | 'argument' | 'result' | 'error' | 'request' | 'mark'
  row?: Row
  /** What it stands in, shortened around it. */
  text: string
  /** From where to where in `text`. */
  at: [from: number, to: number]
}

/** How often a function was called by, or called, another. */
export interface CallEdge {
  fn: number
  name: string
  calls: number
  total: number
}

/** Everything that is known of an event. */
export interface EventDetails {
  row: Row
  args: { name: string; value: Snapshot }[]
  value?: Snapshot
  error?: Snapshot
  /** Of a mark. */
  data?: Snapshot
  /** Suspensions, at most 100, and how many there were besides. */
  gaps: [from: number, to: number][]
  moreGaps: number
  /** Of a call that gave a promise back without awaiting it: its caller, where that waited for it, and how long from then on. */
  awaited?: { by: Row; from: number; to: number }
  /** The call that created the function. */
  by?: Row
  /** Calls of functions that this one created. */
  created: Row[]
  /** Both sides of a request as far as they were recorded, as they stand in the recording. */
  client?: RequestLine
  server?: RequestLine
}
