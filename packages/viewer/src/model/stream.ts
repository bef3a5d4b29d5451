import type { DropReason, EndLine, HeaderLine } from '@spoor/trace'

/** Numbers of events come in pages: those of dropped ones take little room, and a damaged one that is huge takes one page. */
const PAGE = 4096

/** One thread of one process. */
export class Stream {
  readonly index: number
  header: HeaderLine
  ended: EndLine['reason'] | undefined
  /** Number of a site -> function. */
  readonly functions: number[] = []
  readonly drops: Map<string, { reason: DropReason; count: number; n: number | undefined; fn: number | undefined }> = new Map()
  calls = 0
  /** On its own clock, of everything that has a time; as of an empty recording where there is nothing. */
  first: number = Infinity
  last: number = -Infinity
  readonly #pages = new Map<number, Page>()
  /** The page that was used last. */
  #number = -1
  #page = NO_PAGE
  /** The numbers of all pages, in order; `undefined`: there is a new one. */
  #sorted: number[] | undefined

  constructor(index: number, header: HeaderLine) {
    this.index = index
    this.header = header
  }

  /** Index of the event of that number + 1; 0 where there is none. */
  find(seq: number): number {
    const number = Math.floor(seq / PAGE)
    if (number !== this.#number) {
      const page = this.#pages.get(number)
      if (!page) return 0
      this.#number = number
      this.#page = page
    }
    return this.#page.indices[seq % PAGE]!
  }

  set(seq: number, index: number): void {
    const number = Math.floor(seq / PAGE)
    if (number !== this.#number) {
      let page = this.#pages.get(number)
      if (!page) {
        this.#pages.set(number, (page = new Page()))
        this.#sorted = undefined
      }
      this.#number = number
      this.#page = page
    }
    this.#page.indices[seq % PAGE] = index + 1
  }

  /** Tells the indices of its events in the order of their numbers: all that began at a time or later, and others, absent ones among them. */
  inOrder(from: number, tell: (index: number) => void): void {
    this.#sorted ??= [...this.#pages.keys()].sort((a, b) => a - b)
    for (const number of this.#sorted) {
      const { latest, indices } = this.#pages.get(number)!
      if (latest >= from) for (const index of indices) if (index) tell(index - 1)
    }
  }

  /** To be told when the event that was looked for last began. */
  began(time: number): void {
    this.span(time)
    if (time > this.#page.latest) this.#page.latest = time
  }

  span(time: number): void {
    if (time < this.first) this.first = time
    if (time > this.last) this.last = time
  }

  /** Bytes of memory. */
  get size(): number {
    return this.#pages.size * PAGE * 4
  }
}

class Page {
  /** By number: index of the event + 1; 0 where there is none. */
  readonly indices = new Int32Array(PAGE)
  /** When the last of its events began. */
  latest = -Infinity
}

/** Of no number. */
const NO_PAGE = new Page()
