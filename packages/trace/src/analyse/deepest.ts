import type { Below, EndedCall, Ledger, Stack } from './ledger.ts'
import type { Stats } from './stats.ts'

/** The deepest stacks: for each function in which one ends the first of its deepest. */
export class Deepest {
  readonly #most: number
  readonly #stacks = new Map<Stats, Stack & { stream: number }>()
  /** No function is among them whose stack is not deeper. */
  #least = 0

  constructor(most: number) {
    this.#most = most
  }

  /** A call ended: it may be the deepest of a stack, or belong to those of the calls below it. */
  add(call: EndedCall, stats: Stats, below: Below | undefined, ledger: Ledger): void {
    const { depth = 0, parent = 0, seq, s = 0 } = call
    const through = below?.stacks ?? []
    if (depth + 1 > this.#least && depth + 1 > (this.#stacks.get(stats)?.depth ?? 0)) {
      const stack = { depth: depth + 1, stream: s, calls: [] }
      this.#enlist(stats, stack)
      through.push(stack)
    }
    if (!through.length) return
    const alive = through.filter((stack) => [...this.#stacks.values()].includes(stack as never))
    for (const stack of alive) stack.calls.push({ seq, stats })
    if (parent && alive.length && !ledger.functionOf(parent)) (ledger.openAt(parent).stacks ??= []).push(...alive)
  }

  #enlist(stats: Stats, stack: Stack & { stream: number }): void {
    this.#stacks.set(stats, stack)
    if (this.#stacks.size > this.#spare) {
      const [shallowest] = [...this.#stacks].reduce((a, b) => (b[1].depth < a[1].depth ? b : a))
      this.#stacks.delete(shallowest)
    }
    if (this.#stacks.size === this.#spare) this.#least = Math.min(...[...this.#stacks.values()].map(({ depth }) => depth))
  }

  /** Some of them turn out to be the beginning of others. */
  get #spare(): number {
    return this.#most * 4
  }

  /** The deepest first; none that is a part of a deeper one. */
  list(): (Stack & { stream: number })[] {
    const sorted = [...this.#stacks.values()].sort((a, b) => b.depth - a.depth)
    const seen = new Set<string>()
    const kept = sorted.filter(({ stream, calls }) => {
      const within = seen.has(`${stream} ${calls[0]?.seq}`)
      for (const { seq } of calls) seen.add(`${stream} ${seq}`)
      return !within
    })
    return kept.slice(0, this.#most)
  }
}
