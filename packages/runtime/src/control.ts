import { compileSelectors, flagName } from '@spoor/shared'
import type { MarkEvent, Matcher, Site, SpoorEvent, ValueLimits } from '@spoor/shared'
import { copyCall } from './call.ts'
import { captureOne } from './capture.ts'
import { inflate } from './inflate.ts'
import { limitsNow } from './limits.ts'
import { now } from './platform.ts'
import { flagOf } from './registry.ts'
import { tell } from './sinks.ts'
import { state } from './state.ts'
import type { Flags, State } from './state.ts'

/** What `spoor.on` or `spoor.off` was told. */
export interface Rule {
  on: boolean
  /** The selectors, to find what is said again. */
  text: string
  matcher: Pick<Matcher, 'function'>
}

const EVERYTHING = { function: () => ({ selected: true, level: undefined, named: false }) }

/** See `Spoor.on` and `Spoor.off`. */
export function change(on: boolean, selectors: string | readonly string[] | undefined): void {
  const list = selectors === undefined ? [] : [selectors].flat()
  const rule: Rule = { on, text: list.join(), matcher: selectors === undefined ? EVERYTHING : compileSelectors(list) }
  const before = selectors === undefined ? [] : (state.rules ?? [])
  // What is said again need not be kept twice; with `!` in it, on and off do not speak of the same functions.
  const rules = [...before.filter((old) => old.text !== rule.text || (old.on !== on && rule.text.includes('!'))), rule]
  state.rules = rules
  state.rule = (site) => decide(rules, site)
  for (const { flags, numbers } of [...state.loads.values()].flat()) {
    const held = flags.deref()
    if (held) numbers.forEach((number, i) => set(held, flagName(i), flagOf(number)))
  }
}

/** The last rule that has something to say. */
function decide(rules: readonly Rule[], { file, name }: Site): boolean | undefined {
  for (const { on, matcher } of rules.toReversed()) {
    const found = matcher.function(file, name)
    if (found?.selected) return on
    if (found && on) return false
  }
  return undefined
}

// Assigning even the same value would cost V8's belief that the field is constant.
const set = (flags: Flags, name: string, value: number): void => {
  if (flags[name] !== value) flags[name] = value
}

export function mark(name: string, data?: unknown): void {
  const time = now()
  const shot = data === undefined ? undefined : inflate(captureOne(data), 0)[0]
  const { current, ring } = state
  const event: MarkEvent = { type: 'mark', seq: ++state.latest, parent: current ? current.seq : 0, time, name, data: shot }
  ring[event.seq & (ring.length - 1)] = event
  tell('mark', event)
}

/** The recorder's own objects, oldest first. */
function held(): Exclude<State['ring'][number], undefined>[] {
  const { latest, ring } = state
  const out = []
  for (let seq = latest - ring.length + 1; seq <= latest; seq++) {
    const event = ring[seq & (ring.length - 1)]
    if (event && event.seq === seq) out.push(event)
  }
  return out
}

export const events = (): SpoorEvent[] => held().map((event) => (event.type === 'call' ? copyCall(event) : { ...event }))

export async function flush(): Promise<void> {
  const results = await Promise.allSettled(state.sinks.map(async (sink) => sink.flush?.()))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

export const sites = (): Site[] => state.sites.slice(1) as Site[]

/** How the recorder stands. */
export interface Status {
  /** Instrumented functions known so far. */
  sites: number
  /** Of these, how many are switched on. */
  on: number
  /** Events held. */
  recorded: number
  /** Events that were held, and have been overwritten by newer ones. */
  dropped: number
  /** Events for which there is room. */
  capacity: number
}

export function status(): Status {
  const { cleared, latest, ring } = state
  const recorded = held().length
  const on = sites().filter((_, i) => flagOf(i + 1)).length
  return { sites: sites().length, on, recorded, dropped: latest - cleared - recorded, capacity: ring.length }
}

export function clear(): void {
  state.cleared = state.latest
  state.ring.fill(undefined)
}

export interface Settings {
  /** Events held before the oldest are overwritten; rounded up to a power of two. @default 16384 */
  capacity?: number
  /** How much of a value is kept; what is left out stays as it is. */
  values?: Partial<ValueLimits>
}

const MOST = 2 ** 24

export function configure({ capacity, values }: Settings): void {
  if (capacity !== undefined) {
    if (!(capacity >= 1 && capacity <= MOST)) throw new RangeError(`capacity: ${capacity} is not a number from 1 to ${MOST}`)
    const kept = held()
    const ring: State['ring'] = new Array(2 ** Math.ceil(Math.log2(capacity))).fill(undefined)
    for (const event of kept.slice(-ring.length)) ring[event.seq & (ring.length - 1)] = event
    state.ring = ring
  }
  if (!values) return
  checkBudget(values)
  state.limits = { ...limitsNow(), ...values }
}

function checkBudget({ budget = false, burst = 0 }: Partial<ValueLimits>): void {
  if (budget !== false && !(typeof budget === 'number' && budget >= 0 && budget <= 1))
    throw new RangeError(`values.budget: ${budget} is neither false nor a share of the running time from 0 to 1`)
  if (!(burst >= 0)) throw new RangeError(`values.burst: ${burst} is no number of milliseconds`)
}
