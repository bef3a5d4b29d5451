import type { Engine, Questions } from '../questions.ts'

/** How long an answer stands before it is asked for again because the recording grew. */
const PACE = 250

export interface Asking<Q extends keyof Questions> {
  show(answer: Questions[Q][1], query: Questions[Q][0]): void
  fail(error: Error, query: Questions[Q][0]): void
}

/**
 * Asks one question again and again, one query at a time: while an answer is under way only the newest of the queries that come is
 * kept, so a worker that is slow is asked less often, and no answer is ever followed by an older one.
 */
export class Asker<Q extends keyof Questions> {
  private wanted: Questions[Q][0] | undefined
  private query: Questions[Q][0] | undefined
  private isBusy = false
  private isClosed = false
  private askedAt = -Infinity
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly engine: Engine,
    private readonly question: Q,
    private readonly asking: Asking<Q>,
    private readonly pace: number = PACE,
  ) {}

  /** Asks at once, or as soon as the answer under way has come. */
  want(query: Questions[Q][0]): void {
    this.wanted = query
    this.query = query
    void this.next()
  }

  /** The recording grew: asks the last query again, at most so often as `pace` says. */
  renew(): void {
    if (this.query === undefined || this.timer !== undefined) return
    const wait = Math.max(0, this.askedAt + this.pace - performance.now())
    this.timer = setTimeout(() => {
      this.timer = undefined
      if (this.query !== undefined) this.want(this.query)
    }, wait)
  }

  close(): void {
    this.isClosed = true
    clearTimeout(this.timer)
  }

  private async next(): Promise<void> {
    if (this.isBusy || this.isClosed || this.wanted === undefined) return
    const query = this.wanted
    this.wanted = undefined
    this.isBusy = true
    this.askedAt = performance.now()
    try {
      const answer = await this.engine.ask(this.question, query)
      if (!this.isClosed) this.asking.show(answer, query)
    } catch (error) {
      if (!this.isClosed) this.asking.fail(error as Error, query)
    }
    this.isBusy = false
    void this.next()
  }
}
