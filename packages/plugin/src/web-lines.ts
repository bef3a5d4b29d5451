import type { CallEvent, MarkEvent, RequestEvent, Site } from '@spoor/shared'
import type { Sink } from '@spoor/runtime'
import { encodeLine, FORMAT, roundTime } from '@spoor/trace'
import type { CallLine, EndLine, HeaderLine, TraceLine } from '@spoor/trace'

/** What the first line says of where this runs. */
export type Where = Omit<HeaderLine, 't' | 's' | 'format' | 'major' | 'minor'>

/** Most text that is held for whoever takes it, and of one line, in UTF-16 code units. */
const MOST_HELD = 8 * 2 ** 20
const MOST_IN_LINE = 256 * 2 ** 10

const MOST_GAPS = 100
const MOST_OPEN = 10_000

/** A call that has begun and not ended. */
interface Open {
  call: Readonly<CallEvent>
  gaps: [pause: number, resume: number][]
  more: number
  /** Where it is suspended now, since when. */
  since: number | undefined
  /** How often it was found running. */
  looks: number
}

/** Turns the events of one thread into the lines of its stream. A sink, whose lines are taken. */
export class Lines {
  #held: string[] = []
  #size = 0
  #dropped = { queue: 0, size: 0 }
  readonly #sites = new Map<Site, number>()
  readonly #open = new Map<number, Open>()
  readonly #requests = new Map<number, { request: Readonly<RequestEvent>; looks: number }>()
  readonly #now: () => number

  /** @param now milliseconds since `where.origin` */
  constructor(where: Where, now: () => number) {
    this.#now = now
    this.#hold({ t: 'header', format: FORMAT.name, major: FORMAT.major, minor: FORMAT.minor, ...where })
  }

  /** What is to be subscribed. */
  sink(): Required<Omit<Sink, 'flush'>> {
    return {
      enter: (call) => this.enter(call),
      exit: (call) => this.exit(call),
      pause: (call) => this.pause(call),
      resume: (call) => this.resume(call),
      learn: (call) => this.learn(call),
      mark: (mark) => this.mark(mark),
      request: (request) => this.request(request),
    }
  }

  enter(call: Readonly<CallEvent>): void {
    if (this.#open.size < MOST_OPEN) this.#open.set(call.seq, { call, gaps: [], more: 0, since: undefined, looks: 0 })
  }

  pause({ seq }: Readonly<CallEvent>): void {
    const open = this.#open.get(seq)
    if (open) open.since = this.#now()
  }

  resume({ seq }: Readonly<CallEvent>): void {
    const open = this.#open.get(seq)
    if (!open) return
    if (open.gaps.length < MOST_GAPS) open.gaps.push([roundTime(open.since ?? this.#now()), roundTime(this.#now())])
    else open.more++
    open.since = undefined
  }

  exit(call: Readonly<CallEvent>): void {
    const open = this.#open.get(call.seq)
    this.#open.delete(call.seq)
    this.#add(call.site, (n) => callLine(call, n, open))
  }

  learn({ seq, error }: Readonly<CallEvent>): void {
    if (error !== undefined) this.#addLine({ t: 'learn', seq, error })
  }

  mark({ seq, parent, time, name, data }: Readonly<MarkEvent>): void {
    this.#addLine({ t: 'mark', seq, ...(parent && { parent }), time: roundTime(time), name, ...(data !== undefined && { data }) })
  }

  request(request: Readonly<RequestEvent>): void {
    if (request.end === undefined) {
      if (this.#requests.size < MOST_OPEN) this.#requests.set(request.seq, { request, looks: 0 })
      return
    }
    this.#requests.delete(request.seq)
    this.#addLine(requestLine(request))
  }

  /** What has been running since before the last time is told once as running. */
  tellRunning(): void {
    for (const open of this.#open.values()) {
      if (open.looks++ === 1) this.#add(open.call.site, (n) => callLine(open.call, n, open))
    }
    for (const running of this.#requests.values()) if (running.looks++ === 1) this.#addLine(requestLine(running.request))
  }

  /** The last lines. @param left how many lines before them have been lost on the way */
  end(reason: EndLine['reason'], left: number): string[] {
    if (left) this.#dropped.queue += left
    this.#tellDropped()
    this.#hold({ t: 'end', time: roundTime(this.#now()), reason })
    return this.take()
  }

  /** How much is held, in UTF-16 code units. */
  get size(): number {
    return this.#size
  }

  /** All lines since the last time, each complete. */
  take(): string[] {
    if (this.#dropped.queue || this.#dropped.size) {
      this.#size = 0
      this.#tellDropped()
    }
    const held = this.#held
    this.#held = []
    this.#size = 0
    return held
  }

  #add(site: Site, lineOf: (n: number) => TraceLine): void {
    if (this.#size >= MOST_HELD) {
      this.#dropped.queue++
      return
    }
    let n = this.#sites.get(site)
    if (!n) {
      n = this.#sites.size + 1
      this.#sites.set(site, n)
      this.#hold(siteLine(site, n))
    }
    this.#addLine(lineOf(n))
  }

  #addLine(line: TraceLine): void {
    if (this.#size >= MOST_HELD) this.#dropped.queue++
    else this.#hold(line)
  }

  #hold(line: TraceLine): void {
    const text = encodeLine(line)
    if (text.length > MOST_IN_LINE) {
      this.#dropped.size++
      return
    }
    this.#held.push(text)
    this.#size += text.length
  }

  #tellDropped(): void {
    const time = roundTime(this.#now())
    for (const reason of ['queue', 'size'] as const)
      if (this.#dropped[reason]) this.#hold({ t: 'drop', time, reason, count: this.#dropped[reason] })
    this.#dropped = { queue: 0, size: 0 }
  }
}

function siteLine({ id, file, name, line, column, kind, async, generator, params }: Site, n: number): TraceLine {
  return { t: 'site', n, id, file, name, line, column, kind, ...(async && { async }), ...(generator && { generator }), params }
}

function callLine(call: Readonly<CallEvent>, n: number, open: Open | undefined): CallLine {
  const { args, createdBy, depth, end, error, outcome, parent, ran, seq, start, value, waited } = call
  return {
    t: 'call',
    seq,
    n,
    ...(parent && { parent }),
    ...(createdBy && { by: createdBy }),
    ...(depth && { depth }),
    start: roundTime(start),
    ...(end !== undefined && { end: roundTime(end) }),
    ...(waited && { ran: roundTime(ran), waited: roundTime(waited) }),
    ...(open?.gaps.length && { gaps: open.gaps }),
    ...(open?.more && { moreGaps: open.more }),
    outcome,
    ...(args && { args }),
    ...(value !== undefined && { value }),
    ...(error !== undefined && { error }),
  }
}

function requestLine({
  end,
  error,
  method,
  parent,
  parentSpan,
  seq,
  side,
  span,
  start,
  status,
  trace,
  url,
}: Readonly<RequestEvent>): TraceLine {
  return {
    t: 'request',
    seq,
    ...(parent && { call: parent }),
    side,
    method,
    url,
    start: roundTime(start),
    ...(end !== undefined && { end: roundTime(end) }),
    ...(status && { status }),
    ...(error !== undefined && { error }),
    trace,
    span,
    ...(parentSpan && { parentSpan }),
  }
}
