import { PROGRAM_KINDS } from '@spoor/shared'
import type { ChangeOrder, ControlLimits, ProgramKind } from '@spoor/shared'

/** Orders that are remembered for each kind of program. */
const MOST = 200

/**
 * What was said to kinds of programs, for those that come later: a tab that is loaded again, a server that is started again. What was said to
 * one program is its own, and goes with it.
 */
export class Standing {
  static readonly #all = new Map<string, Standing>()

  /** The same as long as this process lives: a dev server that begins anew within it goes on with it. */
  static of(root: string): Standing {
    const found = Standing.#all.get(root) ?? new Standing()
    Standing.#all.set(root, found)
    return found
  }

  readonly #orders = new Map<ProgramKind, ChangeOrder[]>()
  readonly #limits = new Map<ProgramKind, ControlLimits>()

  keep(order: ChangeOrder): void {
    const { duration, limits, max, off, on } = order
    for (const kind of PROGRAM_KINDS) {
      if (order.programs && !order.programs.includes(kind)) continue
      const more = { ...this.#limits.get(kind), ...limits, ...(duration !== undefined && { duration }) }
      if (Object.keys(more).length) this.#limits.set(kind, more)
      for (const said of [off === undefined ? {} : { off }, on === undefined ? {} : { on, ...(max && { max }) }]) this.#add(kind, said)
    }
  }

  for(kind: ProgramKind): ChangeOrder[] {
    const limits = this.#limits.get(kind)
    return [...(this.#orders.get(kind) ?? []), ...(limits ? [{ limits }] : [])]
  }

  /** Everything on, or off, is all that need be remembered of what was said before. */
  #add(kind: ProgramKind, said: ChangeOrder): void {
    const text = said.on ?? said.off
    if (text === undefined) return
    const before = text === '**' ? [] : (this.#orders.get(kind) ?? [])
    const others = before.filter((old) => (old.on ?? old.off) !== text || text.includes('!'))
    this.#orders.set(kind, [...others, said].slice(-MOST))
  }
}
