import { failed } from '@spoor/shared'
import { ABSENT, CALL, FAILED, FAILED_BELOW } from './events.ts'
import { callLine } from './lines.ts'
import type { Recording } from './recording.ts'

/** What failed, and below what. */
export class Failures {
  /** Calls that failed. */
  calls = 0
  readonly #recording: Recording
  /** Something that had failed did not, or is below others than it was: what is above is to be told again. */
  #isStale = false

  constructor(recording: Recording) {
    this.#recording = recording
  }

  add(at: number): void {
    const { flags, kind } = this.#recording.events
    if (!(flags[at]! & FAILED) && kind[at] === CALL) this.calls++
    flags[at]! |= FAILED
    this.#tellAbove(at)
  }

  /** What had failed did not, or nobody knows yet. */
  forget(at: number): void {
    const { flags, kind } = this.#recording.events
    if (!(flags[at]! & FAILED)) return
    flags[at]! &= ~FAILED
    if (kind[at] === CALL) this.calls--
    this.#isStale = true
  }

  /** Of a call more became known: whether it failed is to be found out again. */
  judge(at: number): void {
    const recording = this.#recording
    const { outcome, error } = callLine(recording, at)
    if (failed({ outcome, error, site: recording.functions.all[recording.events.item[at]!]! })) this.add(at)
    else this.forget(at)
  }

  /** An event is where it belongs: what failed below it, before it was told of, did so below those above as well. */
  passUp(at: number): void {
    if (this.#recording.events.flags[at]! & FAILED_BELOW) this.#tellAbove(at)
  }

  /** Both sides of a request are one from now on. */
  joined(server: number): void {
    const { flags } = this.#recording.events
    if (!(flags[server]! & (FAILED | FAILED_BELOW))) return
    if (flags[server]! & FAILED_BELOW) flags[this.#recording.node(server)]! |= FAILED_BELOW
    this.#tellAbove(server)
  }

  /** @param isMoved whether anything is below others than it was */
  moved(isMoved: boolean): void {
    this.#isStale ||= isMoved
  }

  /** To be called before what failed below others is asked. */
  settle(): void {
    if (!this.#isStale) return
    this.#isStale = false
    const { flags, count } = this.#recording.events
    for (let at = 0; at < count; at++) flags[at]! &= ~FAILED_BELOW
    for (let at = 0; at < count; at++) if (flags[at]! & FAILED) this.#tellAbove(at)
  }

  /** Tells those above that something below them failed: as far as they do not know it yet. */
  #tellAbove(from: number): void {
    const { flags, kind, parent } = this.#recording.events
    for (let at = this.#recording.node(from); ;) {
      const above = parent[at]!
      if (above < 0) return
      // Its line may come later: it will pass it on.
      if (kind[above] === ABSENT) return void (flags[above]! |= FAILED_BELOW)
      at = this.#recording.node(above)
      if (flags[at]! & FAILED_BELOW) return
      flags[at]! |= FAILED_BELOW
    }
  }
}
