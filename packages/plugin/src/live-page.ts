import { isProgramId, PROGRAM_KINDS, readMessage, writeMessage } from '@spoor/shared'
import type { ChangeAnswer, ControlRule, Program, ProgramFunctions, ProgramNews, ProgramStatus, WhyNothing } from '@spoor/shared'
import { createBirpc } from 'birpc'
import type { RawData, WebSocket } from 'ws'
import { messageRate } from './control-door.ts'
import type { Hub, Reach } from './control-hub.ts'
import type { MemoryStreams, Taken } from './live-memory.ts'
import { Stream } from './live-streams.ts'
import type { Streams } from './live-streams.ts'

const PATIENCE = 5000

/** Where what pages send goes: into files, and to those who watch. */
export interface Landing {
  streams: Streams | MemoryStreams
  hub: Hub | undefined
  /** A file as people shall see it. */
  nameOf(path: string): string
}

/** A frame of a stream has come. @param done called when it is written */
export function land({ hub }: Landing, stream: Taken, id: string, frame: Buffer, done: () => void = () => {}): void {
  const n = frame.readUInt32BE()
  const lines = frame.subarray(4)
  if (n > stream.taken) hub?.lines(id, Buffer.from(lines))
  stream.write(n, lines, done)
}

/** Whole lines, each of which begins as ours do: this is what is appended to a file. */
export const isFrame = (bytes: Buffer): boolean => bytes.length > 5 && bytes[bytes.length - 1] === 10 && bytes[4] === 123

/** First `{ "stream": id }`, then frames, each confirmed when it is written; and between them what is said over birpc, if anything is. */
export function servePage(socket: WebSocket, landing: Landing): void {
  let stream: Taken | undefined
  let id = ''
  const admits = messageRate()
  const talk = landing.hub && talkTo(socket, landing.hub, (news) => joinable(news, id, stream, landing))
  const hear = (bytes: Buffer): void => {
    const text = bytes.toString()
    const found = idIn(text)
    const message = found || !id ? undefined : readMessage(text)
    if (found) {
      if (id && id !== found) talk?.part(id)
      id = found
      stream = landing.streams.get(id)
      socket.send(JSON.stringify({ written: stream.written, known: stream.known }))
    } else if (message && talk) talk.take(message)
    else socket.close(1008)
  }
  socket.on('error', () => socket.terminate())
  socket.on('close', () => talk?.close(id))
  socket.on('message', (data: RawData, isBinary: boolean) => {
    const bytes = data as Buffer
    if (!isBinary) return admits() ? hear(bytes) : socket.close(1008)
    if (!stream || !isFrame(bytes)) return socket.close(1008)
    const { written } = stream
    const to = stream
    land(landing, to, id, bytes, () => {
      if (socket.readyState === socket.OPEN && to.written > written) socket.send(JSON.stringify({ written: to.written }))
      if (socket.isPaused && !to.isBehind) socket.resume()
    })
    if (to.isBehind) socket.pause()
  })
}

function idIn(text: string): string | undefined {
  try {
    const { stream } = JSON.parse(text) as { stream?: unknown }
    return isProgramId(stream) ? stream : undefined
  } catch {
    return undefined
  }
}

interface Talk {
  take(message: object): void
  part(id: string): void
  close(id: string): void
}

function talkTo(socket: WebSocket, hub: Hub, joining: (news: unknown) => Parameters<Hub['join']>[0] | undefined): Talk {
  let listener: ((message: object) => void) | undefined
  const heard: ProgramNews = {
    program(news) {
      const program = joining(news)
      if (program) hub.join(program, reach)
    },
  }
  const rpc = createBirpc<ProgramFunctions, ProgramNews>(heard, {
    post: (text: string) => {
      if (socket.readyState === socket.OPEN) socket.send(text)
    },
    on: (hear) => void (listener = hear),
    serialize: writeMessage,
    resolver: (name, found) => (Object.hasOwn(heard, name) ? found : undefined),
    timeout: PATIENCE,
  })
  const reach: Reach = {
    change: async (order) => readAnswer(await rpc.change(order)),
    watch: async (isOn) => rpc.watch(isOn),
    mark: async (name) => rpc.mark(name),
    clear: async () => rpc.clear(),
  }
  return {
    take(message) {
      const { a, m } = message as { m?: string; a?: unknown[] }
      // At once, for frames come right behind it; birpc would let a moment pass.
      if (m === 'program') heard.program(a?.[0] as Parameters<ProgramNews['program']>[0])
      else listener?.(message)
    },
    part: (id) => hub.part(id, reach),
    close(id) {
      rpc.$close()
      hub.part(id, reach)
    },
  }
}

/** A page on a stream that began before this server did: those who watch get what is in its file. */
function joinable(news: unknown, id: string, stream: Taken | undefined, { hub, nameOf }: Landing): Parameters<Hub['join']>[0] | undefined {
  const program = readNews(news, id)
  if (!program || !(stream instanceof Stream)) return program
  if (hub && !hub.knows(id) && stream.known) queueMicrotask(() => hub.lines(id, stream.text()))
  return { ...program, recording: nameOf(stream.path) }
}

/** What a page says of itself, field by field. */
function readNews(news: unknown, id: string): Omit<Program, 'connected' | 'why' | 'recording'> | undefined {
  const { kind, limits, platform, status, title } = (news ?? {}) as Partial<Record<keyof Program, unknown>>
  if (!PROGRAM_KINDS.slice(0, 2).includes(kind as Program['kind'])) return undefined
  return {
    id,
    kind: kind as Program['kind'],
    platform: platform === 'worker' ? 'worker' : 'browser',
    title: textOf(title),
    status: readStatus(status),
    limits: readLimits(limits),
  }
}

function readAnswer(given: unknown): ChangeAnswer {
  const { error, limits, note, status } = (given ?? {}) as Record<string, unknown>
  if (error !== undefined) return { error: textOf(error) }
  return { status: readStatus(status), limits: readLimits(limits), ...(note !== undefined && { note: textOf(note) }) }
}

const readLimits = (given: unknown): Program['limits'] =>
  Object.fromEntries(
    Object.entries((given ?? {}) as object)
      .filter(([, value]) => typeof value === 'number')
      .slice(0, 10),
  )

const MOST_TEXT = 2000
const MOST_RULES = 500

const textOf = (text: unknown): string => (typeof text === 'string' ? text.slice(0, MOST_TEXT) : '')
const numberOf = (number: unknown): number => (typeof number === 'number' && number >= 0 ? number : 0)

function readStatus(given: unknown): ProgramStatus {
  const { capacity, dropped, on, recorded, rules, sites, why } = (given ?? {}) as Partial<Record<keyof ProgramStatus, unknown>>
  return {
    sites: numberOf(sites),
    on: numberOf(on),
    recorded: numberOf(recorded),
    dropped: numberOf(dropped),
    capacity: numberOf(capacity),
    rules: (Array.isArray(rules) ? rules : []).slice(-MOST_RULES).map(readRule),
    ...(WHYS.includes(why as WhyNothing) && { why: why as WhyNothing }),
  }
}

const WHYS: readonly WhyNothing[] = ['off', 'no-match', 'not-loaded']

function readRule(given: unknown): ControlRule {
  const { matched, max, on, selectors, spent } = (given ?? {}) as Partial<Record<keyof ControlRule, unknown>>
  return {
    on: on === true,
    selectors: textOf(selectors),
    matched: numberOf(matched),
    ...(max !== undefined && { max: numberOf(max) }),
    ...(spent !== undefined && { spent: numberOf(spent) }),
  }
}
