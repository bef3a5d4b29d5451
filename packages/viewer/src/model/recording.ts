import type { CallLine, DropLine, EndLine, HeaderLine, LearnLine, MarkLine, RequestLine, SiteLine } from '@spoor/trace'
import { Clock } from './clock.ts'
import type { Timed } from './clock.ts'
import { ABSENT, CALL, Events, Extras, FAILED, FAILED_BELOW, MARK, REQUEST } from './events.ts'
import { fails } from './fails.ts'
import { Functions } from './functions.ts'
import { Layouts } from './layout.ts'
import { callLine } from './lines.ts'
import { Requests } from './requests.ts'
import { OUTCOMES, THREW } from './scan.ts'
import type { CallScan } from './scan.ts'
import { Store } from './store.ts'
import type { IntList } from './sort.ts'
import { Stream } from './stream.ts'

/** Everything that is known of a recording, whatever was read of it so far. */
export class Recording {
  readonly store: Store = new Store()
  readonly events: Events = new Events()
  readonly extras: Extras = new Extras()
  readonly functions: Functions = new Functions()
  readonly requests: Requests = new Requests()
  readonly streams: Stream[] = []
  readonly marks: { event: number; name: string }[] = []
  /** Event -> address of the line by which what it threw became known. */
  readonly learned: Map<number, number> = new Map()
  readonly clock: Clock = new Clock(this.streams, () => this.#timed())
  readonly layouts: Layouts = new Layouts(this)
  /** Grows whenever something is added. */
  revision = 0
  calls = 0
  /** Calls that failed. */
  failures = 0
  /** Functions that were called. */
  called = 0
  /** Something that was known has changed: who is below whom is to be found out again. */
  #moved = false
  /** The same for what failed. */
  #mended = false

  begin(header: HeaderLine): Stream {
    let stream = this.streams.find((one) => one.header.stream === header.stream)
    if (!stream) this.streams.push((stream = new Stream(this.streams.length, header)))
    this.clock.begun()
    return stream
  }

  site(stream: Stream, line: SiteLine): void {
    stream.functions[line.n] = this.functions.add(line)
  }

  call(stream: Stream, scan: Readonly<CallScan>, line: number): void {
    const { events } = this
    const { seq, start, end } = scan
    const at = this.#slot(stream, seq)
    const isNew = events.kind[at] === ABSENT
    if (!isNew && events.kind[at] !== CALL) return
    if (isNew) this.#count(stream)
    else this.#forget(at)
    const fn = this.#functionOf(stream, scan.n)
    if (isNew && this.functions.all[fn]!.calls++ === 0) this.called++
    this.layouts.changed(at, isNew, start, end)
    events.kind[at] = CALL
    events.item[at] = fn
    events.start[at] = start
    events.end[at] = end
    events.line[at] = line
    stream.span(start)
    if (end === end) stream.span(end)
    this.#extra(at, stream, scan)
    this.#below(at, this.#earlier(stream, scan.parent, seq), isNew)
    if (scan.outcome === THREW && fails(this.functions.all[fn]!.name, this.store.lineAt(line), scan.values)) this.#fail(at)
    else if (events.flags[at]! & FAILED_BELOW) this.#failAbove(at)
  }

  request(stream: Stream, line: RequestLine, address: number): void {
    const { events, requests } = this
    const at = this.#slot(stream, line.seq)
    const isNew = events.kind[at] === ABSENT
    if (!isNew && events.kind[at] !== REQUEST) return
    const { start, end = NaN } = line
    this.layouts.changed(at, isNew, start, end)
    events.kind[at] = REQUEST
    events.start[at] = start
    events.end[at] = end
    events.line[at] = address
    stream.span(start)
    if (end === end) stream.span(end)
    this.clock.asked()
    this.#below(at, this.#earlier(stream, line.call ?? 0, line.seq), isNew)
    if (!isNew) requests.replace(events.item[at]!, line)
    else {
      const [index, changed] = requests.add(at, line, stream)
      events.item[at] = index
      if (changed.length > 2) this.#mended = true
      else for (const { side, event } of changed) if (side === 'server') this.#joined(event)
    }
    if (requests.all[events.item[at]!]!.failed) this.#fail(at)
    else if (events.flags[at]! & FAILED_BELOW) this.#failAbove(at)
  }

  mark(stream: Stream, line: MarkLine, address: number): void {
    const { events } = this
    const at = this.#slot(stream, line.seq)
    const isNew = events.kind[at] === ABSENT
    stream.span(line.time)
    if (!isNew && events.kind[at] !== MARK) return
    events.kind[at] = MARK
    events.start[at] = events.end[at] = line.time
    events.line[at] = address
    if (isNew) events.item[at] = this.marks.push({ event: at, name: line.name }) - 1
    else this.marks[events.item[at]!]!.name = line.name
    this.#below(at, this.#earlier(stream, line.parent ?? 0, line.seq), isNew)
  }

  learn(stream: Stream, line: LearnLine, address: number): void {
    const at = stream.find(line.seq) - 1
    const { kind, flags, item } = this.events
    if (at < 0 || kind[at] !== CALL) return
    this.learned.set(at, address)
    if (callLine(this, at).outcome !== 'threw') return
    const failed = fails(this.functions.all[item[at]!]!.name, this.store.lineAt(address), 0)
    if (failed && !(flags[at]! & FAILED)) this.#fail(at)
    else if (!failed && flags[at]! & FAILED) this.#forget(at)
  }

  drop(stream: Stream, { reason, count, n }: DropLine): void {
    const key = `${reason} ${n ?? 0}`
    const known = stream.drops.get(key)
    if (known) known.count += count
    else stream.drops.set(key, { reason, count, fn: n === undefined ? undefined : this.#functionOf(stream, n) })
  }

  end(stream: Stream, { reason }: EndLine): void {
    // A part of a rotated recording ends; the stream goes on.
    if (reason !== 'rotate') stream.ended = reason
  }

  /** To be called before who is below whom, or what failed, is asked. */
  settle(): void {
    if (this.#moved) this.#relink()
    if (this.#moved || this.#mended) this.#failAgain()
    this.#moved = this.#mended = false
  }

  /** The event that stands for an event in the tree: of a request of which both sides are there, the client's. */
  node(at: number): number {
    if (this.events.kind[at] !== REQUEST) return at
    const { side, mate } = this.requests.all[this.events.item[at]!]!
    return side === 'server' && mate >= 0 ? mate : at
  }

  /** What a node of the tree is below; -1: nothing that is in the recording. */
  above(node: number): number {
    const parent = this.events.parent[node]!
    return parent >= 0 && this.events.kind[parent] !== ABSENT ? this.node(parent) : -1
  }

  /** The other side of a request that stands for both; -1: none. */
  server(node: number): number {
    return this.events.kind[node] === REQUEST ? this.requests.all[this.events.item[node]!]!.mate : -1
  }

  /** Adds to a list what is directly below a node, in no order. */
  below(node: number, into: IntList): void {
    const { child, next } = this.events
    const server = this.server(node)
    for (let at = child[node]!; at >= 0; at = next[at]!) if (this.node(at) === at) into.push(at)
    if (server >= 0) for (let at = child[server]!; at >= 0; at = next[at]!) if (this.node(at) === at) into.push(at)
  }

  /** Gives back memory that is kept for more. */
  trim(): void {
    this.events.trim()
    this.extras.trim()
  }

  *#timed(): Generator<Timed> {
    const { stream, start, end } = this.events
    for (const { event, side, span, parentSpan } of this.requests.all)
      if (!Number.isNaN(end[event])) yield { s: stream[event]!, side, span, parentSpan, start: start[event]!, end: end[event]! }
  }

  #slot(stream: Stream, seq: number): number {
    const known = stream.find(seq)
    if (known) return known - 1
    const at = this.events.add(stream.index, seq)
    stream.set(seq, at)
    return at
  }

  /** An event begins after that in which it begins; anything else is a damaged line. */
  #earlier(stream: Stream, parent: number, seq: number): number {
    return parent > 0 && parent < seq ? this.#slot(stream, parent) : -1
  }

  #count(stream: Stream): void {
    this.calls++
    stream.calls++
  }

  #functionOf(stream: Stream, n: number): number {
    return (stream.functions[n] ??= this.functions.unknown(n))
  }

  #extra(at: number, stream: Stream, { by, waited, ran, paused }: Readonly<CallScan>): void {
    const { events, extras } = this
    if (!by && !waited && ran !== ran && !events.extra[at]) return
    const extra = events.extra[at] || (events.extra[at] = extras.add(at))
    extras.by[extra] = by ? this.#slot(stream, by) : -1
    extras.waited[extra] = waited
    extras.ran[extra] = ran
    extras.paused[extra] = paused
  }

  #below(at: number, parent: number, isNew: boolean): void {
    const { events } = this
    if (!isNew && events.parent[at] === parent) return
    events.parent[at] = parent
    if (!isNew) this.#moved = true
    else if (parent >= 0) {
      events.next[at] = events.child[parent]!
      events.child[parent] = at
    }
  }

  #fail(at: number): void {
    const { flags, kind } = this.events
    if (!(flags[at]! & FAILED) && kind[at] === CALL) this.failures++
    flags[at]! |= FAILED
    this.#failAbove(at)
  }

  /** Tells those above that something below them failed: as far as they do not know it yet. */
  #failAbove(from: number): void {
    const { flags, kind, parent } = this.events
    for (let at = this.node(from); ;) {
      const above = parent[at]!
      if (above < 0) return
      // Its line may come later: it will pass it on.
      if (kind[above] === ABSENT) return void (flags[above]! |= FAILED_BELOW)
      at = this.node(above)
      if (flags[at]! & FAILED_BELOW) return
      flags[at]! |= FAILED_BELOW
    }
  }

  #joined(server: number): void {
    const { flags } = this.events
    if (!(flags[server]! & (FAILED | FAILED_BELOW))) return
    if (flags[server]! & FAILED_BELOW) flags[this.node(server)]! |= FAILED_BELOW
    this.#failAbove(server)
  }

  /** What had failed did not, or nobody knows yet: what is above is to be told again. */
  #forget(at: number): void {
    const { flags, kind } = this.events
    this.learned.delete(at)
    if (!(flags[at]! & FAILED)) return
    flags[at]! &= ~FAILED
    if (kind[at] === CALL) this.failures--
    this.#mended = true
  }

  #relink(): void {
    const { events } = this
    events.child.fill(-1)
    for (let at = 0; at < events.count; at++) {
      const parent = events.parent[at]!
      events.next[at] = -1
      if (parent < 0) continue
      events.next[at] = events.child[parent]!
      events.child[parent] = at
    }
  }

  #failAgain(): void {
    const { flags, count } = this.events
    for (let at = 0; at < count; at++) flags[at]! &= ~FAILED_BELOW
    for (let at = 0; at < count; at++) if (flags[at]! & FAILED) this.#failAbove(at)
  }
}

/** -> the fields that a scanner finds. */
export function scanOf(line: CallLine, into: CallScan): CallScan {
  into.clear()
  const { s = 0, seq, n, parent = 0, by = 0, start, end = NaN, ran = NaN, waited = 0, gaps, outcome } = line
  const known = OUTCOMES.indexOf(outcome)
  return Object.assign(into, { s, seq, n, parent, by, start, end, ran, waited, paused: gaps?.[0]?.[0] ?? NaN, outcome: Math.max(0, known) })
}
