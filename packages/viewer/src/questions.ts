import type { Summary } from '@spoor/trace'
import type {
  Ref,
  Overview,
  Row,
  FunctionRow,
  TimelineSlice,
  LinkEnd,
  RequestRow,
  ErrorGroup,
  SearchHit,
  CallEdge,
  EventDetails,
} from './answers.ts'

export { BOX_FLAGS } from './answers.ts'
export type * from './answers.ts'

/** Which part is meant; every question takes it. Absent fields restrict nothing. */
export interface Scope {
  streams?: number[]
  /** Selectors, comma-separated: `src/cart/**`, `**#on*`, `!src/log.ts`; plain words are found in names. */
  filter?: string
  /** Events of which some part lies in that time. */
  from?: number
  to?: number
  /** That event and what is below it, the other side of requests included. */
  under?: Ref
}

/** What may be asked: name -> what it takes, what it gives. */
export interface Questions {
  overview: [Record<string, never>, Overview]
  /** What is to be drawn of a time: at most about four boxes per pixel and row. `width`: in pixels. */
  timeline: [Scope & { from: number; to: number; width: number }, TimelineSlice]
  /** Who created, or sent, this; what was created, or answered, by it. */
  links: [{ ref: Ref }, { from: LinkEnd | null; to: LinkEnd[] }]
  /** What is directly below an event, or (`null`) at the top, in the order of beginning. */
  children: [Scope & { of: Ref | null; offset: number; limit: number }, { rows: Row[]; total: number }]
  /** From the top down to the event, which is the last. */
  path: [{ ref: Ref }, { rows: Row[] }]
  /** `since`: what was first called after that time is new. */
  functions: [
    Scope & { sort: keyof FunctionRow; descending: boolean; offset: number; limit: number; since?: number },
    { rows: FunctionRow[]; total: number },
  ]
  /** `histogram`: durations, each class twice as wide as the one before. */
  function: [
    Scope & { fn: number },
    {
      row: FunctionRow
      params: string[]
      callers: CallEdge[]
      callees: CallEdge[]
      histogram: { from: number; to: number; count: number; failed: number }[]
      last: Row[]
      slowest: Row[]
    },
  ]
  event: [{ ref: Ref }, EventDetails]
  /** In the order of time. */
  marks: [Scope & { offset: number; limit: number }, { rows: Row[]; total: number }]
  requests: [Scope & { offset: number; limit: number }, { rows: RequestRow[]; total: number }]
  errors: [Scope & { offset: number; limit: number }, { groups: ErrorGroup[]; total: number }]
  /** Upper and lower case are the same. */
  search: [Scope & { text: string; limit: number; offset: number }, { hits: SearchHit[]; more: boolean }]
  /** As `summarise` of `@spoor/trace` says; its `diff` compares two. */
  summary: [Record<string, never>, Summary]
  /** What functions are called, by their numbers, from that one on: for whoever draws many; cheap, and asked again when there are more. */
  names: [{ from: number }, { names: { name: string; file: string; line: number; async: boolean }[] }]
  /** A function by its id, or the innermost that begins at or before a place; -1: none. */
  find: [{ id?: string; file?: string; line?: number }, { fn: number }]
}

/** A recording that is open, and answers. */
export interface Engine {
  /** @throws {Error} for an event or function that is not there, a selector that is none, and once it is closed */
  ask<Q extends keyof Questions>(question: Q, query: Questions[Q][0]): Promise<Questions[Q][1]>
  /** So many bytes will be fed: room is made for what they are likely to hold, all at once. More may come, and less. */
  expect(bytes: number): Promise<void>
  /**
   * Bytes of a recording, however they are cut; those of one source in their order. They are handed over: do not use the array again.
   * @throws {TraceError} for what is no recording, and for one of a newer major version
   */
  feed(bytes: Uint8Array, source?: string): Promise<void>
  /**
   * A source has ended.
   * @param isCutShort whether its end is known to be missing, as of compressed data
   * @throws {TraceError} for one that is no recording
   */
  end(source?: string, isCutShort?: boolean): Promise<void>
  /** Is told, some ten times a second at most, that something was added. @returns what ends it */
  onChange(listener: (overview: Overview) => void): () => void
  close(): void
}
