import type { CallEvent } from '@spoor/shared'
import { copyCall } from './call.ts'
import { printBrowser, printText } from './print.ts'
import { now, platform } from './platform.ts'
import type { RenderOptions } from './render.ts'
import { read } from './read.ts'
import type { Sink } from './sinks.ts'
import { state } from './state.ts'

export interface ConsoleTreeOptions extends RenderOptions {
  /** Most trees per second; those above are counted. @default 20 */
  rate?: number
  /** Milliseconds that a tree whose root has ended waits for its async calls to end. @default 1000 */
  patience?: number
  /** Where a browser finds the sources, for links: `http://localhost:5173/`. @default the page's origin */
  base?: string
  /** Takes the printed text instead of the console. */
  print?(text: string): void
}

/** Milliseconds that a tree waits whose root threw nobody knows yet what: an error handler may be about to get it. */
const LEARNING = 30

/** A root call and what it called. */
interface Tree {
  root: number
  events: Map<number, CallEvent>
  /** Async calls that have not ended. */
  open: number
  ended: number | undefined
  missed: number
}

/** Most calls kept for one tree. */
const MOST = 5000
const MOST_TREES = 1000

/**
 * A sink that prints each tree of calls to the console when its root call has ended: to a terminal as text, in colour if it
 * is one; in a browser as groups. An async root is printed when it settles.
 */
export function consoleTree(options: ConsoleTreeOptions = {}): Sink {
  read()
  const { rate = 20, patience = 1000 } = options
  const trees = new Map<number, Tree>()
  /** `seq` of each call under way -> its tree. */
  const homes = new Map<number, Tree>()
  let second = 0
  let printed = 0
  let skipped: CallEvent[] = []

  return { enter, exit, learn, flush }

  function enter(call: CallEvent): void {
    let tree = homes.get(call.parent)
    if (!tree) {
      if (trees.size >= MOST_TREES) finish([...trees.values()][0] as Tree)
      tree = { root: call.seq, events: new Map(), open: 0, ended: undefined, missed: 0 }
      trees.set(call.seq, tree)
    }
    homes.set(call.seq, tree)
    if (call.site.async && !call.site.generator) tree.open++
    if (tree.events.size < MOST) tree.events.set(call.seq, copyCall(call))
    else tree.missed++
  }

  function exit(call: CallEvent): void {
    const tree = homes.get(call.seq)
    if (!tree) return
    homes.delete(call.seq)
    learn(call)
    if (call.site.async && !call.site.generator) tree.open--
    if (call.seq === tree.root) tree.ended = call.end
    if (tree.ended !== undefined) {
      const unexplained = isUnexplained(tree)
      if (!tree.open && !unexplained) finish(tree)
      else if (call.seq === tree.root) later(tree.open ? patience : LEARNING, () => trees.has(tree.root) && finish(tree))
    }
  }

  function learn(call: CallEvent): void {
    for (const tree of trees.values()) if (tree.events.has(call.seq)) tree.events.set(call.seq, copyCall(call))
  }

  function finish(tree: Tree): void {
    trees.delete(tree.root)
    for (const seq of tree.events.keys()) homes.delete(seq)
    const time = Math.floor(now() / 1000)
    if (time !== second) {
      tellSkipped()
      second = time
      printed = 0
    }
    if (printed++ < rate) show([...tree.events.values()], tree.missed)
    else {
      if (!skipped.length) later(1000, tellSkipped)
      skipped.push(tree.events.get(tree.root) as CallEvent)
    }
  }

  function show(events: CallEvent[], missed: number): void {
    if (options.print || platform.process?.stdout || !platform.document) printText(events, missed, options)
    else printBrowser(events, missed, options)
  }

  function tellSkipped(): void {
    if (!skipped.length) return
    const text = describeSkipped(skipped, rate)
    skipped = []
    if (options.print) options.print(text)
    else platform.console?.log(text)
  }

  function flush(): void {
    for (const tree of trees.values()) finish(tree)
    tellSkipped()
  }
}

function isUnexplained({ root, events }: Tree): boolean {
  const call = events.get(root)
  return call?.outcome === 'threw' && call.error === undefined
}

function describeSkipped(roots: readonly CallEvent[], rate: number): string {
  const counts = new Map<string, number>()
  for (const { site } of roots) counts.set(site.id, (counts.get(site.id) ?? 0) + 1)
  const [[id, count]] = [...counts].sort((a, b) => b[1] - a[1]) as [[string, number]]
  return `spoor: ${roots.length} more trees, above ${rate} a second, were left out, ${count} of them ${id}; spoor.off('${id}') silences it`
}

// Taken at load, before anybody fakes it.
const { setTimeout } = platform

/** Once, without holding the process; not at all where there are no timers. What it reaches is not recorded. */
function later(ms: number, work: () => void): void {
  const timer = setTimeout?.(() => {
    state.busy = true
    try {
      work()
    } finally {
      state.busy = false
    }
  }, ms)
  if (typeof timer === 'object') timer.unref?.()
}
