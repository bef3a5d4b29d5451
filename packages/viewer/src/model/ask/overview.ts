import type { Note, Overview, StreamInfo } from '../../questions.ts'
import type { Model } from '../model.ts'
import { isOver } from '../source.ts'
import type { Stream } from '../stream.ts'

export function overview({ recording, sources }: Model): Overview {
  const { clock, requests, marks, streams, store, events, extras, layouts } = recording
  const drops = streams.flatMap((stream) => [...stream.drops.values()])
  return {
    revision: recording.revision,
    begin: clock.begin,
    from: 0,
    to: clock.to,
    streams: streams.map((stream) => infoOf(stream, clock)),
    calls: recording.calls,
    marks: marks.length,
    requests: requests.all.length - requests.joined,
    failures: recording.failures.calls,
    functions: recording.called,
    drops: drops.map(({ reason, count, fn }) => ({ reason, count, ...(fn !== undefined && { fn }) })),
    notes: notesOf({ recording, sources }),
    bytes: sources.reduce((sum, { bytes }) => sum + bytes, 0),
    memory: store.size + events.size + extras.size + layouts.size + streams.reduce((sum, { size }) => sum + size, 0),
    complete: isOver(sources),
  }
}

function infoOf({ index, header, calls, drops, first, last, ended }: Stream, clock: Model['recording']['clock']): StreamInfo {
  const { stream, title, platform, pid, thread, parentStream, versions } = header
  const isEmpty = first === Infinity
  const lost = drops.get('ring 0')?.count
  return {
    index,
    id: stream,
    title,
    platform,
    ...(pid !== undefined && { pid }),
    ...(thread !== undefined && { thread }),
    ...(parentStream !== undefined && { parent: parentStream }),
    origin: clock.begin + clock.zero[index]!,
    clock: header.clock,
    versions,
    calls,
    from: isEmpty ? 0 : clock.zero[index]! + first,
    to: isEmpty ? 0 : clock.zero[index]! + last,
    ...(ended && { ended }),
    ...(lost && { lost }),
    ...(clock.corrected[index] && { corrected: clock.corrected[index] }),
  }
}

function notesOf({ recording, sources }: Model): Note[] {
  const notes: Note[] = []
  // Many tabs have much to say that is the same.
  const add = (kind: Note['kind'], text: string): void => void (notes.some((one) => one.text === text) || notes.push({ kind, text }))
  for (const { name, notes: met, newer } of sources) {
    if (met.truncated) add('truncated', `${name} ends in the midst of a line: what came before is here.`)
    const unknown = [...met.unknown.keys()]
    if (newer || unknown.length) add('newer', newerText(name, newer && `${newer.major}.${newer.minor}`, unknown))
    const [first] = met.firstFaults
    if (first) add('faults', `${name}: ${counted(met.faults, 'line')} could not be read; the first is line ${first.line}: ${first.why}.`)
  }
  for (const { header, index } of recording.streams) {
    const corrected = recording.clock.corrected[index]!
    if (header.clock >= 0.01) add('clock', `Times of ${header.title} step by ${header.clock} ms: that is how fine its clock is.`)
    if (corrected) add('clock', `The clock of ${header.title} disagreed with another, as requests show: it was moved by ${corrected} ms.`)
  }
  for (const [title, times] of restarts(recording.streams))
    add('restarted', `${title} was started again${times > 1 ? ` ${times} times` : ''}.`)
  const dropped = recording.streams.flatMap(({ drops }) => [...drops.values()]).filter(({ reason }) => reason !== 'values')
  const count = dropped.reduce((sum, one) => sum + one.count, 0)
  if (count) add('dropped', `${counted(count, 'event')} ${count === 1 ? 'was' : 'were'} not recorded (${reasonsOf(dropped)}).`)
  return notes
}

function newerText(name: string, version: string | undefined, unknown: readonly string[]): string {
  const what = version ? `was recorded in format ${version}, which is newer than this page knows` : 'has lines of a newer format'
  return `${name} ${what}${unknown.length ? `; left out: ${unknown.join(', ')}` : ''}.`
}

const counted = (count: number, what: string): string => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`

function reasonsOf(dropped: readonly { reason: string; count: number }[]): string {
  const sums = new Map<string, number>()
  for (const { reason, count } of dropped) sums.set(reason, (sums.get(reason) ?? 0) + count)
  return [...sums].map(([reason, count]) => `${reason}: ${count.toLocaleString('en')}`).join(', ')
}

/** Main threads of processes of which one with the same words had ended before: title -> how often. */
function restarts(streams: readonly Stream[]): Map<string, number> {
  const lasts = new Map<string, number>()
  const found = new Map<string, number>()
  const timeOf = ({ header, last }: Stream): number => header.origin + Math.max(0, last)
  for (const stream of [...streams].sort((a, b) => a.header.origin - b.header.origin)) {
    const { title, platform, parentStream, origin } = stream.header
    if (platform !== 'node' || parentStream) continue
    const last = lasts.get(title)
    if (last !== undefined && last <= origin) found.set(title, (found.get(title) ?? 0) + 1)
    lasts.set(title, Math.max(last ?? 0, timeOf(stream)))
  }
  return found
}
