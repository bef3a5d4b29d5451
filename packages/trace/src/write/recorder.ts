import type { CallEvent, MarkEvent, RequestEvent, Site } from '@spoor/shared'
import { encodeLine, FORMAT, roundTime } from '../format.ts'
import type { EndLine, HeaderLine } from '../format.ts'
import { Drops } from './drops.ts'
import { Gate } from './gate.ts'
import { resolveLimits } from './limits.ts'
import type { RecordLimits } from './limits.ts'
import { callLine, isThinned, keep, learnLine, markLine, requestLine, siteLine } from './lines.ts'
import type { Kept } from './lines.ts'
import { Open } from './open.ts'

/** What the header of a stream says; `stream`, `origin` and `clock` have defaults that suit this thread. */
export type RecorderOptions = Pick<HeaderLine, 'platform' | 'title' | 'versions'> &
  Partial<Pick<HeaderLine, 'stream' | 'origin' | 'clock' | 'pid' | 'thread' | 'parentStream'>> & { limits?: Partial<RecordLimits> }

/** Turns events into lines, within limits. It has the shape of the runtime's sinks, and is quick: lines are made when they are taken. */
export interface Recorder {
  /** Id of its stream. */
  readonly stream: string
  enter(call: Readonly<CallEvent>): void
  exit(call: Readonly<CallEvent>): void
  pause(call: Readonly<CallEvent>): void
  resume(call: Readonly<CallEvent>): void
  learn(call: Readonly<CallEvent>): void
  mark(mark: Readonly<MarkEvent>): void
  request(request: Readonly<RequestEvent>): void
  flush(): void
  /** Whether there is anything to take. */
  readonly waiting: number
  /**
   * Complete lines for what happened since it was last called: the header and the functions that they speak of before them, and counts of
   * what was dropped. Calls that have been running since then are told too, without an end.
   * @param time milliseconds, on the clock of the events
   * @param ends why nothing will follow: the last calls of each function, and the `end` line
   */
  take(time?: number, ends?: EndLine['reason']): string
  /**
   * What is held back until the recording ends, the last calls of each function, as a recording of its own; '' where nothing came to it
   * since it was last called.
   */
  held(): string
  /** Begins a new file: the next lines taken have the header and the functions before them again. @returns events written into the last one */
  nextPart(): number
  /** Something that was taken could not be kept after all; `ring`: it was gone before it could be told. */
  dropped(reason: 'size' | 'queue' | 'ring', count: number): void
  /** Sets limits from now on; those that are not given stay. @throws {RangeError} for limits that are none */
  configure(limits: Partial<RecordLimits>): void
}

type Pending = Kept | string

/** @throws {RangeError} for limits that are none */
export function createRecorder(options: RecorderOptions): Recorder {
  return new LineRecorder(options)
}

class LineRecorder implements Recorder {
  readonly #header: HeaderLine
  #limits: RecordLimits
  readonly #gate: Gate
  readonly #drops = new Drops()
  readonly #open = new Open()
  readonly #numbers = new Map<Site, number>()
  readonly #sites: Site[] = []
  readonly #last = new Map<number, Kept[]>()
  #hasMoreHeld = false
  #queue: Pending[] = []
  #told = new Set<number>()
  #part = 1
  #begun = false
  #written = 0
  #now = 0
  #ended = false

  constructor(options: RecorderOptions) {
    this.#limits = resolveLimits(options.limits)
    this.#gate = new Gate(this.#limits)
    this.#header = headerOf(options, this.#limits)
  }

  get stream(): string {
    return this.#header.stream
  }

  get waiting(): number {
    return this.#queue.length
  }

  enter(call: Readonly<CallEvent>): void {
    this.#open.enter(call)
  }

  exit(call: Readonly<CallEvent>): void {
    const { gaps, isTold } = this.#open.leave(call) ?? {}
    const end = call.end as number
    this.#now = end
    const n = this.#numberOf(call.site)
    const verdict = this.#gate.judge(n, call, end, isTold)
    if (verdict === 'keep') this.#push(keep(call, n, gaps), n)
    else if (verdict === 'last') this.#keepLast(n, keep(call, n, gaps))
    else this.#drops.count(verdict, n)
  }

  pause(call: Readonly<CallEvent>): void {
    this.#open.pause(call)
  }

  resume(call: Readonly<CallEvent>): void {
    this.#open.resume(call)
  }

  learn({ seq, error }: Readonly<CallEvent>): void {
    if (error === undefined) return
    for (let i = this.#queue.length - 1, left = 100; i >= 0 && left; i--, left--) {
      const held = this.#queue[i]
      if (typeof held !== 'object' || held.seq !== seq) continue
      held.error = error
      return
    }
    this.#push(learnLine(seq, error), 0)
  }

  mark(mark: Readonly<MarkEvent>): void {
    this.#now = mark.time
    if (this.#gate.admits(mark.time)) this.#push(markLine(mark), 0)
    else this.#drops.count('rate', 0)
  }

  request(request: Readonly<RequestEvent>): void {
    if (!this.#open.request(request)) return
    this.#now = request.end as number
    if (this.#gate.admits(this.#now)) this.#push(requestLine(request), 0)
    else this.#drops.count('rate', 0)
  }

  flush(): void {
    // Who takes the lines writes them.
  }

  take(time: number = this.#now, ends?: EndLine['reason']): string {
    if (this.#ended) return ''
    let text = ''
    const queue = this.#queue
    this.#queue = []
    for (let i = 0; i < queue.length; i++) text += this.#encode(queue[i] as Pending)
    const isDue = (call: Readonly<CallEvent>): boolean => this.#gate.admitsRunning(this.#numberOf(call.site), call, time)
    for (const { call, gaps } of this.#open.since(ends === undefined ? isDue : true))
      text += this.#encode(keep(call, this.#numberOf(call.site), gaps && { ...gaps }))
    if (ends) text += this.#takeLast()
    text += this.#drops.take(time, (n) => this.#tell(n))
    if (ends && (text || this.#begun)) text += encodeLine({ t: 'end', time: roundTime(time), reason: ends })
    this.#ended = ends !== undefined && ends !== 'rotate'
    if (!text || this.#begun) return text
    this.#begun = true
    const header = this.#part > 1 ? { ...this.#header, part: this.#part } : this.#header
    return encodeLine(header) + text
  }

  held(): string {
    if (!this.#hasMoreHeld) return ''
    this.#hasMoreHeld = false
    let text = encodeLine({ ...this.#header, part: this.#part + 1 })
    for (const [n, calls] of this.#last) text += siteLine(n, this.#sites[n - 1] as Site) + calls.map(callLine).join('')
    return text
  }

  nextPart(): number {
    const written = this.#written
    this.#part++
    this.#begun = false
    this.#written = 0
    this.#told = new Set()
    return written
  }

  dropped(reason: 'size' | 'queue' | 'ring', count: number): void {
    if (count) this.#drops.count(reason, 0, count)
  }

  configure(limits: Partial<RecordLimits>): void {
    this.#limits = resolveLimits({ ...this.#limits, ...limits })
    this.#gate.configure(this.#limits)
  }

  #numberOf(site: Site): number {
    let n = this.#numbers.get(site)
    if (n === undefined) {
      n = this.#sites.push(site)
      this.#numbers.set(site, n)
    }
    return n
  }

  #push(pending: Pending, n: number): void {
    if (this.#queue.length < Gate.shareOf(this.#limits.queue, this.#gate.isFlood(n))) this.#queue.push(pending)
    else this.#drops.count('queue', n)
  }

  /** The last calls of a function in the place of older ones. */
  #keepLast(n: number, call: Kept): void {
    let held = this.#last.get(n)
    if (!held) this.#last.set(n, (held = []))
    this.#hasMoreHeld = true
    held.push(call)
    if (held.length <= this.#limits.last) return
    held.shift()
    this.#drops.count('calls', n)
  }

  #takeLast(): string {
    let text = ''
    const all = [...this.#last.values()].flat().sort((a, b) => a.seq - b.seq)
    for (const call of all) text += this.#encode(call)
    for (const request of this.#open.requests()) text += requestLine(request)
    this.#last.clear()
    return text
  }

  #encode(pending: Pending): string {
    this.#written++
    if (typeof pending === 'string') return pending
    const { n } = pending
    const line = callLine(pending)
    if (isThinned(line)) this.#drops.count('values', n)
    return this.#tell(n) + line
  }

  /** The line of a function, before the first that speaks of it. */
  #tell(n: number): string {
    if (this.#told.has(n)) return ''
    this.#told.add(n)
    return siteLine(n, this.#sites[n - 1] as Site)
  }
}

function headerOf(options: RecorderOptions, limits: RecordLimits): HeaderLine {
  const { clock = 0, parentStream, pid, platform, stream = randomId(), thread, title, versions } = options
  const origin = options.origin ?? globalThis.performance?.timeOrigin ?? Date.now()
  return {
    t: 'header',
    format: FORMAT.name,
    major: FORMAT.major,
    minor: FORMAT.minor,
    stream,
    origin,
    clock,
    platform,
    title,
    ...(pid !== undefined && { pid }),
    ...(thread !== undefined && { thread }),
    ...(parentStream !== undefined && { parentStream }),
    versions,
    limits: { ...limits },
  }
}

/** 16 hexadecimal digits. */
function randomId(): string {
  const bytes = globalThis.crypto?.getRandomValues(new Uint8Array(8)) ?? Uint8Array.from({ length: 8 }, () => Math.random() * 256)
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
