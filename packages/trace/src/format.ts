import type { FunctionKind, Outcome, Snapshot } from '@spoor/shared'

/**
 * The format of `*.spoor.ndjson`: one JSON object per line, `\n` behind each, `t` says which. A reader ignores lines and fields that it
 * does not know of its own major, and refuses a newer major.
 *
 * A stream is one thread of one process: one tab, one worker. Its header line comes before its others, and each line says by `s` to
 * which stream it belongs: the index of that stream within the file in the order of headers, absent = 0. All times are milliseconds
 * since the `origin` of the stream, rounded to 0.001.
 */
export const FORMAT = { name: 'spoor-trace', major: 1, minor: 0 } as const

/** A stream begins. */
export interface HeaderLine {
  t: 'header'
  s?: number
  format: typeof FORMAT.name
  major: number
  minor: number
  /** Random id of this thread of this process: 16 hexadecimal digits. */
  stream: string
  /** Unix time, in milliseconds, of time 0 of its clock. */
  origin: number
  /** Resolution of its clock in milliseconds, e.g. 0.1 in a page that is not isolated; 0 where it is finer than a microsecond. */
  clock: number
  platform: 'node' | 'browser' | 'worker' | 'other'
  /** What ran: the words of the command, or the URL of the page without its query. */
  title: string
  pid?: number
  thread?: number
  /** `stream` of the process or thread that started this one. */
  parentStream?: string
  /** Of node, spoor, ... */
  versions: Record<string, string>
  limits?: Record<string, unknown>
  /** Number of the file, where a recording is rotated; from 1. */
  part?: number
  /** Milliseconds that were added to `origin` when recordings were merged, for its clock disagreed with that of another stream. */
  corrected?: number
}

/** A function, before the first line that speaks of it. */
export interface SiteLine {
  t: 'site'
  s?: number
  /** Its number within the stream, from 1. */
  n: number
  /** `file#name`, stable across builds. */
  id: string
  file: string
  name: string
  /** From 1. */
  line: number
  /** From 1, in UTF-16 code units. */
  column: number
  kind: FunctionKind
  async?: true
  generator?: true
  params?: string[]
}

/**
 * A call, written when it ends. One without `end` was still running when it was written; a later line of the same `seq` replaces it.
 * The order of lines is that of writing, `seq` that of beginning.
 */
export interface CallLine {
  t: 'call'
  s?: number
  /** Place in the order of the events of the stream, from 1. */
  seq: number
  /** Number of its site. */
  n: number
  /** `seq` of the call in which it began; absent = 0: at the top. That call may be missing: it was dropped. */
  parent?: number
  /** `seq` of the call that created the function, where that had ended or was suspended; absent = 0. */
  by?: number
  /** Number of callers above; absent = 0. */
  depth?: number
  start: number
  end?: number
  /** Milliseconds spent running, with what it called; absent = `end - start`. */
  ran?: number
  /** The others, spent suspended in `await` or `yield`; absent = 0. */
  waited?: number
  /** Its suspensions, at most 100. */
  gaps?: [pause: number, resume: number][]
  /** How many suspensions there were besides. */
  moreGaps?: number
  outcome: Outcome
  args?: Snapshot[]
  value?: Snapshot
  error?: Snapshot
}

/** What a call threw became known after its line was written. */
export interface LearnLine {
  t: 'learn'
  s?: number
  /** Of the call. */
  seq: number
  error: Snapshot
}

/** A note that the program left with `spoor.mark`. */
export interface MarkLine {
  t: 'mark'
  s?: number
  seq: number
  /** `seq` of the call that was running; absent = 0: none. */
  parent?: number
  time: number
  name: string
  data?: Snapshot
}

/** A request over the network, as one of its sides saw it. */
export interface RequestLine {
  t: 'request'
  s?: number
  /** Shares the numbers of the other events. */
  seq: number
  /** `seq` of the call that was running; absent = 0: none. */
  call?: number
  side: 'client' | 'server'
  method: string
  url: string
  start: number
  end?: number
  status?: number
  error?: string
  /** W3C trace context: 32 hexadecimal digits. */
  trace: string
  /** 16 hexadecimal digits. */
  span: string
  /** That of a server's side equals the `span` of its client's. */
  parentSpan?: string
}

/** Why something is not in a recording. */
export type DropReason = 'ring' | 'calls' | 'rate' | 'depth' | 'duration' | 'size' | 'queue' | 'damped' | 'values'

/** So many events were dropped since the last such line. */
export interface DropLine {
  t: 'drop'
  s?: number
  time: number
  reason: DropReason
  count: number
  /** Number of the site whose calls they were. */
  n?: number
}

/** The stream ends, as far as this file goes. */
export interface EndLine {
  t: 'end'
  s?: number
  time: number
  reason: 'exit' | 'signal' | 'uncaught' | 'unload' | 'rotate'
}

export type TraceLine = HeaderLine | SiteLine | CallLine | LearnLine | MarkLine | RequestLine | DropLine | EndLine

/** A line with its `\n`. */
export const encodeLine = (line: TraceLine): string => `${JSON.stringify(line)}\n`

/** Milliseconds as they are written: to the microsecond. */
export const roundTime = (time: number): number => Math.round(time * 1000) / 1000
