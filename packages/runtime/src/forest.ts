import type { CallEvent } from '@spoor/shared'
import { copyCall } from './call.ts'
import { later } from './later.ts'

/** A root call and what it called. */
export interface Tree {
  root: number
  events: Map<number, CallEvent>
  /** Async calls that have not ended. */
  open: number
  ended: boolean
  /** Calls that were too many to be kept. */
  missed: number
}

/** Most calls kept for one tree, and most trees under way. */
const MOST_CALLS = 5000
const MOST_TREES = 1000

/** Milliseconds that a tree waits whose root threw nobody knows yet what: an error handler may be about to get it. */
const LEARNING = 30

/** Gathers calls into trees, and hands over each when its root, and all that is async in it, has ended. */
export class Forest {
  readonly #done: (tree: Tree) => void
  readonly #patience: number
  readonly #trees = new Map<number, Tree>()
  /** `seq` of each call under way -> its tree. */
  readonly #homes = new Map<number, Tree>()

  /** @param patience milliseconds that a tree whose root has ended waits for its async calls */
  constructor(patience: number, done: (tree: Tree) => void) {
    this.#patience = patience
    this.#done = done
  }

  enter(call: CallEvent): void {
    const tree = this.#homes.get(call.parent) ?? this.#plant(call)
    this.#homes.set(call.seq, tree)
    if (settles(call)) tree.open++
    // The call itself, until it has ended; it serves no other before that.
    if (tree.events.size < MOST_CALLS) tree.events.set(call.seq, call)
    else tree.missed++
  }

  exit(call: CallEvent): void {
    const tree = this.#homes.get(call.seq)
    if (!tree) return
    this.#homes.delete(call.seq)
    if (tree.events.has(call.seq)) tree.events.set(call.seq, copyCall(call))
    if (settles(call)) tree.open--
    const root = call.seq === tree.root
    if (root) tree.ended = true
    if (!tree.ended) return
    const unexplained = isUnexplained(tree)
    if (!tree.open && !unexplained) this.#finish(tree)
    else if (root) later(tree.open ? this.#patience : LEARNING, () => this.#finish(tree))
  }

  learn(call: CallEvent): void {
    for (const { events } of this.#trees.values()) if (events.has(call.seq)) events.set(call.seq, copyCall(call))
  }

  /** Hands over what is under way as well. */
  flush(): void {
    for (const tree of this.#trees.values()) this.#finish(tree)
  }

  #plant(root: CallEvent): Tree {
    for (const oldest of this.#trees.values()) if (this.#trees.size >= MOST_TREES) this.#finish(oldest)
    const tree: Tree = { root: root.seq, events: new Map(), open: 0, ended: false, missed: 0 }
    this.#trees.set(root.seq, tree)
    return tree
  }

  #finish(tree: Tree): void {
    if (!this.#trees.delete(tree.root)) return
    for (const [seq, call] of tree.events) {
      this.#homes.delete(seq)
      if (call.end === undefined) tree.events.set(seq, copyCall(call))
    }
    this.#done(tree)
  }
}

// Generators may be left lying about, and never end.
const settles = ({ site }: CallEvent): boolean => site.async && !site.generator

function isUnexplained({ root, events }: Tree): boolean {
  const call = events.get(root)
  return call?.outcome === 'threw' && call.error === undefined
}
