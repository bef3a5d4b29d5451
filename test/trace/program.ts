import { encodeLine, roundTime } from '@spoor/trace'
import type { CallLine, HeaderLine, SiteLine, TraceLine } from '@spoor/trace'

/** What drives a program: numbers from 0 to 1, however they are made. */
export type Dice = () => number

export interface ProgramOptions {
  events?: number
  stream?: string
  origin?: number
  /** Generators may be asked to go on by anybody, not only by who called them first. */
  handedOn?: boolean
  /** Share of calls whose line is not written. */
  lost?: number
}

/** What is true of a program, known because everything was kept. */
export interface Truth {
  /** `id` of a site -> milliseconds. */
  self: Map<string, number>
  total: Map<string, number>
  calls: Map<string, number>
  threw: number
  deepest: number
}

interface Call {
  line: CallLine & { gaps: [number, number][] }
  site: SiteLine
  caller: Call | undefined
  pausedAt: number
  self: number
  children: number
}

const KINDS = ['plain', 'async', 'generator'] as const

/** A program of one thread, played on a clock of its own: the lines that its recorder would write, and what is true of it. */
export class Program {
  readonly lines: TraceLine[] = []
  readonly #dice: Dice
  readonly #options: ProgramOptions
  readonly #sites: SiteLine[]
  readonly #stack: Call[] = []
  readonly #suspended: Call[] = []
  readonly #ended: { call: Call; at: number }[] = []
  #time = 0
  #seq = 0

  constructor(dice: Dice, options: ProgramOptions = {}) {
    this.#dice = dice
    this.#options = options
    this.#sites = Array.from({ length: 6 }, (_, i) => siteOf(i + 1, KINDS[i % 3]!))
    this.lines.push(headerOf(options), ...this.#sites)
  }

  /** Plays it to its end, or stops it midway. */
  play(stop = false): this {
    const { events = 60 } = this.#options
    for (let i = 0; i < events; i++) this.#step()
    if (stop) return this
    while (this.#stack.length || this.#suspended.length) {
      if (this.#stack.length) this.#exit()
      else this.#resume(this.#suspended[0]!)
    }
    this.lines.push({ t: 'end', time: roundTime(this.#time), reason: 'exit' })
    return this
  }

  get text(): string {
    return this.lines.map(encodeLine).join('')
  }

  truth(): Truth {
    const calls = new Map<string, number>()
    const self = new Map<string, number>()
    const total = new Map<string, number>()
    const order = new Map(this.#ended.map(({ call }, i) => [call, i]))
    const add = (map: Map<string, number>, id: string, what: number): void => void map.set(id, (map.get(id) ?? 0) + what)
    for (const { call } of this.#ended) {
      add(calls, call.site.id, 1)
      add(self, call.site.id, call.self)
      let { caller } = call
      let inner = call
      // A caller that ended before what it called does not contain it.
      while (caller && order.get(caller)! > order.get(inner)! && caller.site.id !== call.site.id) [inner, caller] = [caller, caller.caller]
      const within = caller && order.get(caller)! > order.get(inner)!
      if (!within) add(total, call.site.id, call.line.end! - call.line.start)
    }
    const ended = this.#ended.map(({ call }) => call.line)
    return {
      calls,
      self,
      total,
      threw: ended.filter(({ outcome }) => outcome === 'threw').length,
      deepest: Math.max(0, ...ended.map(({ depth = 0 }) => depth + 1)),
    }
  }

  #step(): void {
    this.#pass(Math.ceil(this.#dice() * 4) / 4)
    const top = this.#stack.at(-1)
    const what = this.#dice()
    const next = this.#suspended.find((call) => this.#mayResume(call, top))
    if (what < 0.2 && next) this.#resume(next)
    else if (what < 0.5 || !top) this.#enter()
    else if (what < 0.7 && (top.site.async || top.site.generator)) this.#pause()
    else this.#exit()
  }

  /** What was awaited goes on when nothing else runs; a generator when it is asked. */
  #mayResume({ site, caller }: Call, top: Call | undefined): boolean {
    if (site.async) return !top
    if (this.#options.handedOn) return true
    return this.#suspended.concat(this.#stack).includes(caller!) ? top === caller : !top
  }

  #pass(time: number): void {
    this.#time += time
    const top = this.#stack.at(-1)
    if (top) top.self += time
  }

  #enter(): void {
    const caller = this.#stack.at(-1)
    const site = this.#sites[Math.floor(this.#dice() * this.#sites.length)]!
    const line: Call['line'] = { t: 'call', seq: ++this.#seq, n: site.n, start: this.#time, outcome: 'running', gaps: [] }
    if (caller) Object.assign(line, { parent: caller.line.seq, depth: (caller.line.depth ?? 0) + 1 })
    this.#stack.push({ line, site, caller, pausedAt: 0, self: 0, children: 0 })
  }

  #pause(): void {
    const call = this.#stack.pop()!
    call.pausedAt = this.#time
    this.#suspended.push(call)
  }

  #resume(call: Call): void {
    this.#suspended.splice(this.#suspended.indexOf(call), 1)
    if (this.#time === call.pausedAt) this.#pass(0.25)
    call.line.gaps.push([call.pausedAt, this.#time])
    this.#stack.push(call)
    this.#pass(0.25)
  }

  #exit(): void {
    this.#pass(0.25)
    const call = this.#stack.at(-1)!
    // A loop that ends closes what it loops over.
    const closing = this.#options.handedOn ? undefined : this.#suspended.find(({ site, caller }) => caller === call && site.generator)
    if (closing) {
      this.#resume(closing)
      this.#exit()
      return this.#exit()
    }
    this.#stack.pop()
    const { line } = call
    line.end = this.#time
    line.waited = line.gaps.reduce((sum, [from, to]) => sum + to - from, 0)
    line.ran = line.end - line.start - line.waited
    line.outcome = this.#dice() < 0.1 ? 'threw' : 'returned'
    // Each its own, so that none seems to be passed on.
    if (line.outcome === 'threw') line.error = { k: 'error', name: 'Error', message: `of ${line.seq}` }
    this.#ended.push({ call, at: this.#time })
    if (this.#dice() >= (this.#options.lost ?? 0)) this.lines.push(written(line))
  }
}

/** As it is written: what is as expected is left out. */
function written({ gaps, waited, ran, ...line }: Call['line']): CallLine {
  return gaps.length ? { ...line, ran: ran!, waited: waited!, gaps } : line
}

export const headerOf = ({ stream = '00000000000000aa', origin = 1_700_000_000_000 }: ProgramOptions = {}): HeaderLine => ({
  t: 'header',
  format: 'spoor-trace',
  major: 1,
  minor: 0,
  stream,
  origin,
  clock: 0,
  platform: 'node',
  title: 'node program.js',
  versions: { spoor: '0.1.0' },
})

const siteOf = (n: number, kind: (typeof KINDS)[number]): SiteLine => ({
  t: 'site',
  n,
  id: `src/program.js#${kind}${n}`,
  file: 'src/program.js',
  name: `${kind}${n}`,
  line: n,
  column: 1,
  kind: 'function',
  ...(kind === 'async' && { async: true }),
  ...(kind === 'generator' && { generator: true }),
})

/** Numbers that look random, the same for the same seed. */
export function diceOf(seed: number): Dice {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
