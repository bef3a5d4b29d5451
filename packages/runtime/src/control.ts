import type { ControlRule, MarkEvent, ProgramStatus, Site, SpoorEvent, ValueLimits, WhyNothing } from '@spoor/shared'
import { copyCall } from './call.ts'
import { captureOne } from './capture.ts'
import { inflate } from './inflate.ts'
import { limitsNow } from './limits.ts'
import { now } from './platform.ts'
import { flagOf } from './registry.ts'
import { rulesNow } from './rules.ts'
import { tell } from './sinks.ts'
import { state } from './state.ts'
import type { State } from './state.ts'

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
export type Status = ProgramStatus

export function status(): Status {
  const { cleared, latest, ring } = state
  const recorded = held().length
  const known = sites()
  const on = known.filter((_, i) => flagOf(i + 1)).length
  const rules = rulesNow()
  const counts = { sites: known.length, on, recorded, dropped: latest - cleared - recorded, capacity: ring.length }
  return { ...counts, rules, ...(!on && { why: whyNothing(known.length, rules) }) }
}

function whyNothing(known: number, rules: readonly ControlRule[]): WhyNothing {
  if (!known) return 'not-loaded'
  const last = rules.at(-1)
  return last?.on && !last.matched ? 'no-match' : 'off'
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
