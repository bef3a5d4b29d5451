import type { CallLine } from '../format.ts'

/** What a call gave back: `promise`, where it is none of an async function, which says so itself. */
export type Given = 'promised' | 'promise' | 'other'

export function whatGave({ outcome, value }: Pick<CallLine, 'outcome' | 'value'>): Given {
  if (outcome !== 'returned') return outcome === 'promised' ? 'promised' : 'other'
  return typeof value === 'object' && value !== null && 'name' in value && value.name === 'Promise' ? 'promise' : 'other'
}

/** Most calls of which is remembered what was thrown below them, and that gave a promise back. */
const MOST = 2 ** 16

/** Most different errors that are remembered for one call. */
const MOST_TEXTS = 16

/** A call of which the end is told. */
interface Ended {
  seq: number
  /** 0: none. */
  parent: number
  isAsync: boolean
  /** Whether another call has not ended. */
  isOpen: (seq: number) => boolean
}

/** In which calls of one stream errors began, and which they only passed: from lines in the order of ending. */
export class Errors {
  /** Call that has not ended -> what those that it called threw, as text, and whether by a promise. */
  readonly #below = new Map<number, Map<string, boolean>>()
  /** Call that gave a promise back -> its caller: what that is rejected with, later, goes to whoever waits there. */
  readonly #handed = new Map<number, { parent: number; given: Given }>()

  /**
   * A call threw because something went wrong.
   * @param text what it threw; '' where nobody knows
   * @returns whether it only passed the call
   */
  threw(call: Ended, text: string): boolean {
    const below = this.#takeBelow(call)
    this.#tell(call, text, call.isAsync)
    return below !== undefined && (text === '' || below.has(text))
  }

  /** A call ended in another way. */
  ended(call: Ended, given: Given): void {
    const below = this.#takeBelow(call)
    if (given === 'other') return
    if (call.parent < call.seq) bounded(this.#handed.set(call.seq, { parent: call.parent, given }))
    // What is not async may as well have caught what was thrown, and given another promise.
    for (const [text, byPromise] of below ?? []) if (byPromise || given === 'promised') this.#tell(call, text, true)
  }

  #takeBelow({ seq }: Ended): Map<string, boolean> | undefined {
    if (!this.#below.size) return undefined
    const below = this.#below.get(seq)
    this.#below.delete(seq)
    return below
  }

  #tell({ parent, isOpen }: Ended, text: string, byPromise: boolean): void {
    let above = parent
    let isHanded = byPromise
    for (let one = this.#handed.get(above); one && (isHanded || one.given === 'promised'); one = this.#handed.get(above)) {
      above = one.parent
      isHanded = true
    }
    if (!above || !isOpen(above)) return
    let known = this.#below.get(above)
    if (!known) bounded(this.#below.set(above, (known = new Map())))
    if (known.size < MOST_TEXTS || known.has(text)) known.set(text, isHanded || known.get(text) === true)
  }
}

/** Of dropped calls no line comes. */
function bounded(map: Map<number, unknown>): void {
  for (const oldest of map.keys())
    if (map.size > MOST) map.delete(oldest)
    else return
}
