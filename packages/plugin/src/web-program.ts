// What a hub may ask of the program that this runs in, be it a page, a worker or a Node process.
import { splitSelectors } from '@spoor/shared'
import type { ChangeAnswer, ChangeOrder, ControlLimits, ProgramFunctions, ProgramStatus } from '@spoor/shared'
import { spoor } from '@spoor/runtime'
import type { RequestEvent, SpoorEvent } from '@spoor/runtime'
import type { Recorder } from '@spoor/trace'

/** What a recorder keeps that is only watched: as much as its readers can take, for they drop what is too much for them. */
export const LIVE_LIMITS = { first: 1e9, perSecond: 1e6, rate: 1e6 }

export interface ProgramOptions {
  recorder(): Recorder
  /** Whether all is recorded to a file too: then what is kept is a matter of that. */
  isRecorded: boolean
  /** Somebody watches from now on, or nobody any more. */
  onWatch?(isOn: boolean): void
}

/** Steers this program, and hands its events to the recorder while somebody watches. */
export class OwnProgram implements ProgramFunctions {
  limits: ControlLimits = {}
  isWatched = false
  readonly #options: ProgramOptions
  #unsubscribe: (() => void) | undefined
  /** Number of the last event that the recorder was told of, and those that it believes to be under way. */
  #told = 0
  #running = new Set<number>()

  constructor(options: ProgramOptions) {
    this.#options = options
  }

  status(): ProgramStatus {
    return spoor.status()
  }

  change(order: ChangeOrder): ChangeAnswer {
    const { duration, limits, max, off, on } = order
    try {
      if (off !== undefined) spoor.off(selectorsOf(off))
      if (on !== undefined) spoor.on(selectorsOf(on), max === undefined ? {} : { max })
      const note = this.#limit({ ...limits, ...(duration !== undefined && { duration }) })
      return { status: this.status(), limits: this.limits, ...(note && { note }) }
    } catch (error) {
      return { error: (error as Error).message }
    }
  }

  #limit(limits: ControlLimits): string | undefined {
    if (!Object.keys(limits).length) return undefined
    if (this.#options.isRecorded) return 'what is recorded to a file keeps the limits that its recording began with'
    this.#options.recorder().configure(limits)
    this.limits = { ...this.limits, ...limits }
    return undefined
  }

  watch(isOn: boolean): void {
    if (isOn === this.isWatched) return
    this.isWatched = isOn
    this.#options.onWatch?.(isOn)
    if (this.#options.isRecorded) return
    if (isOn) this.#begin()
    else this.#rest()
  }

  mark(name: string): void {
    spoor.mark(name)
  }

  clear(): void {
    spoor.clear()
  }

  /** The recorder is another one, which knows nothing yet. */
  anew(): void {
    this.#told = 0
    this.#running.clear()
    if (Object.keys(this.limits).length) this.#options.recorder().configure(this.limits)
    if (!this.isWatched || this.#options.isRecorded) return
    this.#unsubscribe?.()
    this.#begin()
  }

  /** No more events for the recorder. */
  stop(): void {
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
  }

  /** First what is held of what happened before. */
  #begin(): void {
    const recorder = this.#options.recorder()
    const events = spoor.events().filter(({ seq }) => seq > this.#told || this.#running.has(seq))
    recorder.dropped('ring', this.#overwritten(events))
    for (const event of inOrderOfEnding(events)) tell(recorder, event)
    this.#running.clear()
    this.#unsubscribe = spoor.subscribe(recorder)
  }

  /** How many came since it was told last, and are held no more. */
  #overwritten(events: readonly SpoorEvent[]): number {
    const latest = events.reduce((most, { seq }) => Math.max(most, seq), 0)
    const { dropped, recorded } = spoor.status()
    const before = Math.max(this.#told, latest - dropped - recorded)
    return Math.max(0, latest - before - events.filter(({ seq }) => seq > before).length)
  }

  #rest(): void {
    this.stop()
    const events = spoor.events()
    this.#told = Math.max(this.#told, events.at(-1)?.seq ?? 0)
    for (const event of events) if (isRunning(event)) this.#running.add(event.seq)
  }
}

const isRunning = (event: SpoorEvent): boolean => event.type !== 'mark' && event.end === undefined

/** As they would have been told of: what is below another ends before it. */
const inOrderOfEnding = (events: SpoorEvent[]): SpoorEvent[] => events.sort((a, b) => endOf(a) - endOf(b) || b.seq - a.seq)

const endOf = (event: SpoorEvent): number => (event.type === 'mark' ? event.time : (event.end ?? Number.MAX_VALUE))

function tell(recorder: Recorder, event: SpoorEvent): void {
  if (event.type === 'mark') recorder.mark(event)
  else if (event.type === 'request') recorder.request(event as RequestEvent)
  else {
    recorder.enter(event)
    if (!isRunning(event)) recorder.exit(event)
  }
}

/** Everything need not be remembered beside what was said before: `undefined`. */
function selectorsOf(text: string): string[] | undefined {
  const list = splitSelectors(text)
  return list.length === 1 && list[0] === '**' ? undefined : list
}
