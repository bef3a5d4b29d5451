import { failed, formatSnapshot } from '@spoor/shared'
import type { Snapshot } from '@spoor/shared'
import type { CallLine } from '../format.ts'
import type { Below, Ledger } from './ledger.ts'
import { countError } from './stats.ts'
import type { Stats } from './stats.ts'

/** Characters of an error that tell it from others. */
const ERROR_WIDTH = 200

const MOST_UNEXPLAINED = 10_000

/** Of a call that threw what is not known. */
const UNKNOWN = ''

/** A call of which is not known what it threw. */
interface Unexplained {
  stats: Stats
  parent: number
  /** What those below it threw, where it was taken for one that an error passed. */
  passed: readonly string[] | undefined
}

/** In which calls of one stream errors began, and which they only passed on their way up. */
export class Failures {
  readonly #ledger: Ledger
  readonly #unexplained = new Map<number, Unexplained>()

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** A call ended by throwing. @param below what calls below it have left */
  threw({ seq, parent = 0, outcome, error }: CallLine, stats: Stats, below: Below | undefined): void {
    const text = error === undefined ? UNKNOWN : textOf(error)
    const thrown = below?.thrown
    const fails = failed({ outcome, error, site: stats.site })
    // What is not known may be whatever came from below.
    const passes = text === UNKNOWN ? thrown !== undefined : thrown?.includes(text) === true
    if (!fails) stats.steered++
    else if (passes) stats.passed++
    else stats.threw++
    if (fails && text) countError(stats, text)
    else if (fails && this.#unexplained.size < MOST_UNEXPLAINED)
      this.#unexplained.set(seq, { stats, parent, passed: passes ? thrown : undefined })
    this.#ledger.throwsTo(parent, text)
  }

  /** What a call threw became known later. */
  learn(seq: number, error: Snapshot): void {
    const call = this.#unexplained.get(seq)
    if (!call) return
    this.#unexplained.delete(seq)
    const { stats, parent, passed } = call
    const text = textOf(error)
    countError(stats, text)
    this.#ledger.throwsTo(parent, text, UNKNOWN)
    if (!passed || passed.includes(text) || passed.includes(UNKNOWN)) return
    stats.passed--
    stats.threw++
  }
}

const textOf = (error: Snapshot): string => formatSnapshot(error, ERROR_WIDTH)
