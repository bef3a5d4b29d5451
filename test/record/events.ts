import type { CallEvent, Site } from '../../packages/shared/src/index.ts'
import { createRecorder } from '../../packages/trace/src/index.ts'
import type { Recorder, RecordLimits, TraceLine } from '../../packages/trace/src/index.ts'

export const siteOf = (name: string): Site => ({
  id: `src/a.js#${name}`,
  file: 'src/a.js',
  name,
  line: 1,
  column: 1,
  kind: 'function',
  async: false,
  generator: false,
  params: ['a'],
})

let latest = 0

/** A call as the runtime tells of it. */
export const callOf = (site: Site, more: Partial<CallEvent> = {}): CallEvent => ({
  type: 'call',
  seq: ++latest,
  site,
  parent: 0,
  createdBy: 0,
  depth: 0,
  start: 0,
  end: 1,
  ran: 1,
  waited: 0,
  outcome: 'returned',
  args: undefined,
  value: undefined,
  error: undefined,
  ...more,
})

/** Tells `recorder` of a call from its beginning to its end. */
export function whole(recorder: Recorder, call: CallEvent): void {
  recorder.enter({ ...call, outcome: 'running', end: undefined })
  recorder.exit(call)
}

export const recorderWith = (limits: Partial<RecordLimits> = {}): Recorder =>
  createRecorder({ title: 'node app.js', platform: 'node', versions: {}, limits, stream: '0123456789abcdef', origin: 1 })

/** Complete lines only: a piece of one at the end would be no JSON. */
export const linesOf = (text: string): TraceLine[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as TraceLine)

export const ofKind = <T extends TraceLine['t']>(lines: TraceLine[], t: T): Extract<TraceLine, { t: T }>[] =>
  lines.filter((line): line is Extract<TraceLine, { t: T }> => line.t === t)
