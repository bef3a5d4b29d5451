import type { CallLine, DropLine, EndLine, HeaderLine, LearnLine, MarkLine, RequestLine, SiteLine } from '@spoor/trace'
import { Clock } from './clock.ts'
import type { Timed } from './clock.ts'
import { extraOf } from './durations.ts'
import { ABSENT, CALL, Events, MARK, MORE, REQUEST } from './events.ts'
import { Extras } from './extras.ts'
import { Failures } from './failures.ts'
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
  readonly failures: Failures = new Failures(this)
  /** Grows whenever something is added. */
  revision = 0
  calls = 0
  /** Functions that were called. */
  called = 0
  /** Something that was known has changed: who is below whom is to be found out again. */
  #moved = false
  /** Streams of which a number is that of another function than it was: whom was called is to be found out again. */
  readonly #renamed = new Set<Stream>()

  begin(header: HeaderLine): Stream {
    let stream = this.streams.find((one) => one.header.stream === header.stream)
    if (!stream) this.streams.push((stream = new Stream(this.streams.length, header)))
    this.clock.begun()
    return stream
  }

  site(stream: Stream, line: SiteLine): void {
    const known = stream.functions[line.n]
    const fn = (stream.functions[line.n] = this.functions.add(line))
    if (known !== undefined && known !== fn) this.#renamed.add(stream)
  }

  call(stream: Stream, scan: Readonly<CallScan>, line: number): void {
    const { events } = this
    const { seq, start, end } = scan
    const at = this.#slot(stream, seq)
    const isNew = events.kind[at] === ABSENT
    if (!isNew && events.kind[at] !== CALL) return
    if (isNew) this.#count(stream)
    else {
      this.learned.delete(at)
      this.failures.forget(at)
    }
    const fn = this.#functionOf(stream, scan.n)
    this.layouts.changed(at, isNew, start, end)
    this.#assign(at, fn)
    events.kind[at] = CALL
    events.start[at] = start
    events.end[at] = end
    stream.began(start)
    if (end === end) stream.span(end)
    this.#lineOf(at, stream, scan, line)
    this.#below(at, this.#earlier(stream, scan.parent, seq), isNew)
    if (scan.outcome === THREW && fails(this.functions.all[fn]!.name, this.store.lineAt(line), scan.values)) this.failures.add(at)
    else this.failures.passUp(at)
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
    stream.began(start)
    if (end === end) stream.span(end)
    this.clock.asked()
    this.#below(at, this.#earlier(stream, line.call ?? 0, line.seq), isNew)
    if (isNew) events.setItem(at, requests.all.length)
    const index = events.item[at]!
    const changed = isNew ? requests.add(at, line, stream) : requests.replace(index, line, stream)
    if (changed.length > 2 || !isNew) this.failures.moved(changed.length > 0)
    else for (const { side, event } of changed) if (side === 'server') this.failures.joined(event)
    if (requests.all[index]!.failed) this.failures.add(at)
    else {
      this.failures.forget(at)
      this.failures.passUp(at)
    }
  }

  mark(stream: Stream, line: MarkLine, address: number): void {
    const { events } = this
    const at = this.#slot(stream, line.seq)
    const isNew = events.kind[at] === ABSENT
    stream.began(line.time)
    if (!isNew && events.kind[at] !== MARK) return
    events.kind[at] = MARK
    events.start[at] = events.end[at] = line.time
    events.line[at] = address
    if (isNew) events.setItem(at, this.marks.push({ event: at, name: line.name }) - 1)
    else this.marks[events.item[at]!]!.name = line.name
    this.#below(at, this.#earlier(stream, line.parent ?? 0, line.seq), isNew)
  }

  learn(stream: Stream, line: LearnLine, address: number): void {
    const at = stream.find(line.seq) - 1
    if (at < 0 || this.events.kind[at] !== CALL) return
    this.learned.set(at, address)
    this.failures.judge(at)
  }

  drop(stream: Stream, { reason, count, n }: DropLine): void {
    const key = `${reason} ${n ?? 0}`
    const known = stream.drops.get(key)
    if (known) known.count += count
    else stream.drops.set(key, { reason, count, n, fn: n === undefined ? undefined : this.#functionOf(stream, n) })
  }

  end(stream: Stream, { reason }: EndLine): void {
    // A part of a rotated recording ends; the stream goes on.
    if (reason !== 'rotate') stream.ended = reason
  }

  /** To be called before who is below whom, or what failed, is asked. */
  settle(): void {
    if (this.#renamed.size) this.#rename()
    if (this.#moved) this.#relink()
    this.failures.moved(this.#moved)
    this.failures.settle()
    this.#moved = false
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
    const at = this.events.add(stream.index)
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

  /** Says which function a call, that is known or new, is of. */
  #assign(at: number, fn: number): void {
    const { events } = this
    const { kind, item } = events
    const { all } = this.functions
    if (kind[at] === CALL && --all[item[at]!]!.calls === 0) this.called--
    if (all[fn]!.calls++ === 0) this.called++
    events.setItem(at, fn)
  }

  #functionOf(stream: Stream, n: number): number {
    return (stream.functions[n] ??= this.functions.unknown(n))
  }

  /** Where the line of a call is, with what only some have. */
  #lineOf(at: number, stream: Stream, { by, waited, ran, paused }: Readonly<CallScan>, line: number): void {
    const { events, extras } = this
    const known = extraOf(this, at)
    if (!by && !waited && ran !== ran && !known) {
      events.line[at] = line
      return
    }
    const extra = known || extras.add()
    events.flags[at]! |= MORE
    events.line[at] = extra
    extras.line[extra] = line
    extras.waited[extra] = waited
    extras.ran[extra] = ran
    extras.paused[extra] = paused
    extras.link(extra, at, by ? this.#slot(stream, by) : -1)
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

  #rename(): void {
    const { events, streams } = this
    for (let at = 0; at < events.count; at++) {
      const stream = streams[events.stream[at]!]!
      if (events.kind[at] !== CALL || !this.#renamed.has(stream)) continue
      const fn = this.#functionOf(stream, callLine(this, at).n)
      if (fn === events.item[at]) continue
      this.#assign(at, fn)
      this.failures.judge(at)
    }
    for (const { drops, functions } of this.#renamed) for (const drop of drops.values()) if (drop.n) drop.fn = functions[drop.n]
    this.#renamed.clear()
  }
}

/** -> the fields that a scanner finds. */
export function scanOf(line: CallLine, into: CallScan): CallScan {
  into.clear()
  const { s = 0, seq, n, parent = 0, by = 0, start, end = NaN, ran = NaN, waited = 0, gaps, outcome } = line
  const known = OUTCOMES.indexOf(outcome)
  return Object.assign(into, { s, seq, n, parent, by, start, end, ran, waited, paused: gaps?.[0]?.[0] ?? NaN, outcome: Math.max(0, known) })
}
