import type { Engine, Overview, Questions } from '../questions.ts'
import { children } from './ask/children.ts'
import { errors } from './ask/errors.ts'
import { event } from './ask/event.ts'
import { find } from './ask/find.ts'
import { functionDetails } from './ask/function.ts'
import { functions } from './ask/functions.ts'
import { links } from './ask/links.ts'
import { marks } from './ask/marks.ts'
import { names } from './ask/names.ts'
import { overview } from './ask/overview.ts'
import { path } from './ask/path.ts'
import { requests } from './ask/requests.ts'
import { search } from './ask/search.ts'
import { summary } from './ask/summary.ts'
import { timeline } from './ask/timeline.ts'
import type { Model } from './model.ts'
import { Recording } from './recording.ts'
import { isOver, Source } from './source.ts'

type Answers = { [Q in keyof Questions]: (model: Model, query: Questions[Q][0]) => Questions[Q][1] | Promise<Questions[Q][1]> }

const ANSWERS: Answers = {
  overview,
  timeline,
  links,
  children,
  path,
  functions,
  function: functionDetails,
  event,
  requests,
  errors,
  search,
  summary,
  marks,
  names,
  find,
}

/** Milliseconds between two times that listeners are told: some ten times a second. */
const PACE = 100

/** A recording that is read and asked in this thread: in Node, in tests, and within the worker of the page. */
export function createEngine(): Engine {
  return new LocalEngine()
}

class LocalEngine implements Engine {
  readonly #recording = new Recording()
  readonly #sources: Source[] = []
  readonly #listeners = new Set<(overview: Overview) => void>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #toldAt = -Infinity
  #closed = false
  /** Bytes that will have been fed, as far as it was told. */
  #expected = 0

  async ask<Q extends keyof Questions>(question: Q, query: Questions[Q][0]): Promise<Questions[Q][1]> {
    this.#check()
    if (!Object.hasOwn(ANSWERS, question)) throw new RangeError(`no question \`${question}\``)
    this.#settle()
    return ANSWERS[question]({ recording: this.#recording, sources: this.#sources }, query)
  }

  async expect(bytes: number): Promise<void> {
    this.#check()
    this.#expected += bytes
  }

  async feed(bytes: Uint8Array, source: string = 'recording'): Promise<void> {
    this.#check()
    const known = this.#open(source)
    try {
      known.feed(bytes)
    } finally {
      this.#foresee()
      this.#changed()
    }
  }

  async end(source: string = 'recording', isCutShort: boolean = false): Promise<void> {
    this.#check()
    const known = this.#open(source)
    try {
      known.end(isCutShort)
    } finally {
      if (isOver(this.#sources)) this.#recording.trim()
      this.#changed()
    }
  }

  /** The source of that name that has not ended; a new one, where there is none. */
  #open(name: string): Source {
    let known = this.#sources.find((one) => one.name === name && !one.isDone)
    if (!known) this.#sources.push((known = new Source(name, this.#recording)))
    return known
  }

  /** What is to come is held to be as dense as what came. */
  #foresee(): void {
    const { events } = this.#recording
    if (!this.#expected) return
    const bytes = this.#sources.reduce((sum, source) => sum + source.bytes, 0)
    events.expected = bytes < this.#expected ? Math.ceil((events.count / bytes) * this.#expected) : 0
  }

  onChange(listener: (overview: Overview) => void): () => void {
    this.#listeners.add(listener)
    if (this.#recording.revision) this.#soon()
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#closed = true
    this.#listeners.clear()
    clearTimeout(this.#timer)
  }

  #changed(): void {
    this.#recording.revision++
    if (this.#listeners.size) this.#soon()
  }

  #soon(): void {
    // That nothing more will come is told at once.
    const isLast = isOver(this.#sources)
    if (isLast) clearTimeout(this.#timer)
    if (isLast || !this.#timer)
      this.#timer = setTimeout(() => this.#tell(), isLast ? 0 : Math.max(0, this.#toldAt + PACE - performance.now()))
  }

  #tell(): void {
    this.#timer = undefined
    this.#toldAt = performance.now()
    this.#settle()
    const now = overview({ recording: this.#recording, sources: this.#sources })
    for (const listener of this.#listeners) listener(now)
  }

  #settle(): void {
    this.#recording.settle()
    this.#recording.clock.settle()
  }

  #check(): void {
    if (this.#closed) throw new Error('this recording was closed')
  }
}
