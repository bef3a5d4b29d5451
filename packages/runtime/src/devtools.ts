// `spoor/devtools`: the calls of a program on a track of its own in the Performance panel of Chrome's DevTools, while that records.
import type { CallEvent, RequestEvent } from '@spoor/shared'
import { failed } from '@spoor/shared'
import { now, platform } from './platform.ts'
import { read } from './read.ts'
import type { Sink } from './sinks.ts'

/** Those of the panel's palette that are used here. */
type Color = 'primary' | 'primary-light' | 'secondary-light' | 'tertiary' | 'error'

/** Takes times in milliseconds on the clock of `performance.now()`; places the entry on a track of a group. */
type TimeStamp = (label: string, start: number, end: number, track: string, group: string, color: Color) => void

export interface DevtoolsTrackOptions {
  /** What the group of tracks is called. @default 'Spoor' */
  group?: string
  /** Shortest time to be shown, in milliseconds. @default 0 */
  atLeast?: number
}

/**
 * A sink that shows calls in the Performance panel as they happen: on the track `Calls` the times in which they ran, nested, and red
 * where something went wrong; on `Waiting` those in which they were suspended; on `Requests` what was asked of servers. Nothing is kept:
 * the panel takes entries while it records, and else they vanish. Does nothing where the browser is none of Chromium's kin.
 * @example
 * ```ts
 * import { spoor } from 'spoor/runtime'
 * import { devtoolsTrack } from 'spoor/devtools'
 *
 * const stop = spoor.subscribe(devtoolsTrack())
 * ```
 */
export function devtoolsTrack({ group = 'Spoor', atLeast = 0 }: DevtoolsTrackOptions = {}): Sink {
  read()
  const timeStamp = timeStampOf()
  if (!timeStamp) return {}
  /** `seq` -> when it went on last, or while it waits, when that began. */
  const since = new Map<number, number>()
  const show = (label: string, start: number, end: number, track: string, color: Color): void => {
    if (end - start >= atLeast) timeStamp(label, start, end, track, group, color)
  }
  return {
    exit(call) {
      const end = call.end ?? now()
      const start = takeFrom(since, call) ?? call.start
      // Closed by its consumer, it was not running.
      if (call.outcome === 'closed' && call.waited && start !== call.start) show(call.site.name, start, end, 'Waiting', 'secondary-light')
      else show(labelOf(call), start, end, 'Calls', colorOf(call))
    },
    pause(call) {
      const time = now()
      show(call.site.name, since.get(call.seq) ?? call.start, time, 'Calls', colorOf(call))
      since.set(call.seq, time)
    },
    resume(call) {
      const time = now()
      show(call.site.name, since.get(call.seq) ?? time, time, 'Waiting', 'secondary-light')
      since.set(call.seq, time)
    },
    request(request) {
      const { start, end } = request
      if (end !== undefined) show(titleOf(request), start, end, 'Requests', request.error === undefined ? 'tertiary' : 'error')
    },
  }
}

function timeStampOf(): TimeStamp | undefined {
  const { console, navigator } = platform as { console?: { timeStamp?: TimeStamp }; navigator?: { userAgent?: string } }
  const isKin = /Chrom(?:e|ium)\//.test(navigator?.userAgent ?? '')
  return isKin && typeof console?.timeStamp === 'function' ? console.timeStamp.bind(console) : undefined
}

function takeFrom(since: Map<number, number>, { seq }: CallEvent): number | undefined {
  const time = since.get(seq)
  if (time !== undefined) since.delete(seq)
  return time
}

const labelOf = (call: CallEvent): string => (call.outcome === 'threw' ? `${call.site.name} threw` : call.site.name)

function colorOf(call: CallEvent): Color {
  if (call.outcome === 'threw') return failed(call) ? 'error' : 'primary'
  return call.site.async ? 'primary-light' : 'primary'
}

const titleOf = ({ method, url, status, error }: RequestEvent): string => `${method} ${url} ${error ?? status ?? ''}`
