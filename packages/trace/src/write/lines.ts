import type { CallEvent, MarkEvent, RequestEvent, Site, Snapshot } from '@spoor/shared'
import { encodeLine, roundTime } from '../format.ts'
import type { CallLine, SiteLine } from '../format.ts'

/** What is kept of a call until it is written: a copy, for recorders use their objects again. */
export interface Kept {
  seq: number
  n: number
  parent: number
  by: number
  depth: number
  start: number
  end: number | undefined
  ran: number
  waited: number
  outcome: CallLine['outcome']
  gaps: Gaps | undefined
  args: Snapshot[] | undefined
  value: Snapshot | undefined
  error: Snapshot | undefined
}

/** When a call was suspended. */
export interface Gaps {
  list: [pause: number, resume: number][]
  /** How many there were besides. */
  more: number
  /** When the last suspension began; `undefined` while it runs. */
  since: number | undefined
}

export function keep(call: Readonly<CallEvent>, n: number, gaps: Gaps | undefined): Kept {
  const { seq, parent, createdBy, depth, start, end, ran, waited, outcome, args, value, error } = call
  return { seq, n, parent, by: createdBy, depth, start, end, ran, waited, outcome, gaps, args, value, error }
}

/** -> `{"t":"call",…}\n`. Put together by hand: there are many of them. */
export function callLine(call: Kept): string {
  const { seq, n, parent, by, depth, start, end, ran, waited, outcome, gaps, args, value, error } = call
  let text = `{"t":"call","seq":${seq},"n":${n}`
  if (parent) text += `,"parent":${parent}`
  if (by) text += `,"by":${by}`
  if (depth) text += `,"depth":${depth}`
  text += `,"start":${roundTime(start)}`
  if (end !== undefined) text += `,"end":${roundTime(end)}`
  if (waited || end === undefined) text += `,"ran":${roundTime(ran)},"waited":${roundTime(waited)}`
  if (gaps?.list.length) text += `,"gaps":${JSON.stringify(gaps.list)}`
  if (gaps?.more) text += `,"moreGaps":${gaps.more}`
  text += `,"outcome":"${outcome}"`
  if (args) text += `,"args":${JSON.stringify(args)}`
  if (value !== undefined) text += `,"value":${JSON.stringify(value)}`
  if (error !== undefined) text += `,"error":${JSON.stringify(error)}`
  return `${text}}\n`
}

/** Whether a value in this line, or a part of one, was left out for the time that it would have taken. A quote within a text has a `\`. */
export const isThinned = (line: string): boolean => line.includes('"k":"omitted"') || line.includes('"thinned":true')

export function siteLine(n: number, site: Site): string {
  const { id, file, name, line, column, kind, async, generator, params } = site
  const out: SiteLine = { t: 'site', n, id, file, name, line, column, kind }
  if (async) out.async = true
  if (generator) out.generator = true
  if (params.length) out.params = params
  return encodeLine(out)
}

export const learnLine = (seq: number, error: Snapshot): string => encodeLine({ t: 'learn', seq, error })

export function markLine({ seq, parent, time, name, data }: Readonly<MarkEvent>): string {
  return encodeLine({ t: 'mark', seq, ...(parent && { parent }), time: roundTime(time), name, ...(data !== undefined && { data }) })
}

export function requestLine(request: Readonly<RequestEvent>): string {
  const { seq, parent, side, method, url, start, end, status, error, trace, span, parentSpan } = request
  return encodeLine({
    t: 'request',
    seq,
    ...(parent && { call: parent }),
    side,
    method,
    url,
    start: roundTime(start),
    ...(end !== undefined && { end: roundTime(end) }),
    ...(status !== undefined && { status }),
    ...(error !== undefined && { error }),
    trace,
    span,
    ...(parentSpan !== undefined && { parentSpan }),
  })
}
