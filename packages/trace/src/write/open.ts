import type { CallEvent, RequestEvent } from '@spoor/shared'
import { roundTime } from '../format.ts'
import type { Gaps } from './lines.ts'

/** Most suspensions of one call that are kept. */
const MOST_GAPS = 100

/** Most calls and requests that are known to be under way. */
const MOST = 10_000

interface Running {
  call: Readonly<CallEvent>
  gaps: Gaps | undefined
  /** Whether lines were taken since it began. */
  isKnown: boolean
  /** Whether it was told that it began: its end is told then as well, lest it seems to run for ever. */
  isTold: boolean
}

/** What has begun and has not ended. */
export class Open {
  readonly #calls = new Map<number, Running>()
  readonly #requests = new Map<number, Readonly<RequestEvent>>()

  enter(call: Readonly<CallEvent>): void {
    if (this.#calls.size < MOST) this.#calls.set(call.seq, { call, gaps: undefined, isKnown: false, isTold: false })
  }

  /** @returns what was known of it */
  leave({ seq }: Readonly<CallEvent>): Running | undefined {
    const running = this.#calls.get(seq)
    this.#calls.delete(seq)
    return running
  }

  pause(call: Readonly<CallEvent>): void {
    const running = this.#calls.get(call.seq)
    if (!running) return
    running.gaps ??= { list: [], more: 0, since: undefined }
    running.gaps.since = timeOf(call)
  }

  resume(call: Readonly<CallEvent>): void {
    const gaps = this.#calls.get(call.seq)?.gaps
    if (gaps?.since === undefined) return
    if (gaps.list.length < MOST_GAPS) gaps.list.push([roundTime(gaps.since), roundTime(timeOf(call))])
    else gaps.more++
    gaps.since = undefined
  }

  /** @returns whether it has ended */
  request(request: Readonly<RequestEvent>): boolean {
    const ended = request.end !== undefined
    if (ended) this.#requests.delete(request.seq)
    else if (this.#requests.size < MOST) this.#requests.set(request.seq, request)
    return ended
  }

  /**
   * Those that had begun when it was last asked and are running still, each once.
   * @param isDue whether one is to be told by now; `true` for all, those that have just begun too
   */
  since(isDue: true | ((call: Readonly<CallEvent>) => boolean)): Running[] {
    const found: Running[] = []
    for (const [seq, running] of this.#calls) {
      // The recorder uses its objects again: this one was lost.
      if (running.call.seq !== seq) this.#calls.delete(seq)
      else if (!running.isTold && (isDue === true || (running.isKnown && isDue(running.call)))) {
        running.isTold = true
        found.push(running)
      }
      running.isKnown = true
    }
    return found
  }

  requests(): Iterable<Readonly<RequestEvent>> {
    return this.#requests.values()
  }
}

/** What has been booked so far reaches to where the call was suspended, or went on. */
const timeOf = ({ start, ran, waited }: Readonly<CallEvent>): number => start + ran + waited
