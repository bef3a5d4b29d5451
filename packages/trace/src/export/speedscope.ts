import { titleOf } from './names.ts'
import { byLane, lanesOf, walkLane } from './lanes.ts'
import type { Lanes } from './lanes.ts'
import { inChunks, listed, safeJson } from './plain.ts'
import { siteOf, survey } from '../skeleton/survey.ts'
import type { Recording, Selection, Stream } from '../skeleton/survey.ts'

interface Frame {
  name: string
  file?: string
  line?: number
  col?: number
}

/** `frame` of an event is the index of a frame, `at` milliseconds since the first profile began. */
interface FrameEvent {
  type: 'O' | 'C'
  frame: number
  at: number
}

/** Functions of all streams: the same function has the same number in each, so that speedscope gives it one colour. */
class Frames {
  readonly list: Frame[] = []
  readonly #numbers = new Map<string, number>()

  of(stream: Stream, n: number): number {
    const { id, name, file, line, column } = siteOf(stream, n)
    const key = `${id}:${line}:${column}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.list.length)
    this.list.push(line ? { name, file, line, col: column } : { name })
    return this.list.length - 1
  }
}

/**
 * A recording for speedscope: an evented profile for each stream, and another for each lane that calls which overlap need. Durations
 * are those from beginning to end, waiting included.
 */
export async function* speedscope(recording: Recording, selection: Selection = {}): AsyncGenerator<string> {
  const { streams } = await survey(recording, selection, 'calls')
  const shown = streams.filter(({ events }) => events.count)
  const origin = Math.min(...shown.map(({ header, events }) => header.origin + events.start[0]!))
  const frames = new Frames()
  const name = shown[0] ? titleOf(shown[0]) : 'nothing'
  yield* inChunks(pieces())

  async function* pieces(): AsyncGenerator<string> {
    const schema = 'https://www.speedscope.app/file-format-schema.json'
    yield `{"$schema":${safeJson(schema)},"exporter":"spoor","name":${safeJson(name)},"activeProfileIndex":0,"profiles":[\n`
    let first = true
    for (const stream of shown) {
      const shift = stream.header.origin - origin
      const lanes = lanesOf(stream.events)
      for (const [lane, members] of byLane(lanes).entries()) {
        if (!first) yield ',\n'
        first = false
        yield* profile(stream, lanes, { lane, members, shift, frames })
      }
    }
    yield `\n],"shared":{"frames":[\n`
    yield* listed(frames.list)
    yield '\n]}}\n'
  }
}

interface One {
  lane: number
  members: Uint32Array
  shift: number
  frames: Frames
}

async function* profile(stream: Stream, lanes: Lanes, { lane, members, shift, frames }: One): AsyncGenerator<string> {
  const { events: calls } = stream
  const time = (at: number): number => Math.round((at + shift) * 1000) / 1000
  let end = 0
  for (const index of members) end = Math.max(end, calls.end[index]!)
  const name = lane ? `${titleOf(stream)} · overlapping ${lane}` : titleOf(stream)
  const startValue = time(calls.start[members[0]!]!)
  yield `{"type":"evented","name":${safeJson(name)},"unit":"milliseconds","startValue":${startValue},"endValue":${time(end)},"events":[\n`
  yield* listed(events())
  yield '\n]}'

  function* events(): Generator<FrameEvent> {
    for (const [index, begins] of walkLane(lanes, members)) {
      const frame = frames.of(stream, calls.site[index]!)
      yield { type: begins ? 'O' : 'C', frame, at: time(begins ? calls.start[index]! : calls.end[index]!) }
    }
  }
}
