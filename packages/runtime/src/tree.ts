import { failed } from '@spoor/shared'
import type { CallEvent } from '@spoor/shared'
import { Forest } from './forest.ts'
import type { Tree } from './forest.ts'
import { later } from './later.ts'
import { now, platform } from './platform.ts'
import { printBrowser, printText } from './print.ts'
import { read } from './read.ts'
import type { RenderOptions } from './render.ts'
import type { Sink } from './sinks.ts'
import { recorder } from './slot.ts'

export interface ConsoleTreeOptions extends RenderOptions {
  /** Most trees per second, and as many again in which something threw; those above are counted. @default 20 */
  rate?: number
  /** Milliseconds that a tree whose root has ended waits for its async calls to end. @default 1000 */
  patience?: number
  /** Where a browser finds the sources, for links: `http://localhost:5173/`. @default the page's origin */
  base?: string
  /** Takes the printed text instead of the console. */
  print?(text: string): void
}

/**
 * A sink that prints each tree of calls to the console when its root call has ended: to a terminal as text, in colour if it
 * is one; in a browser as groups. An async root is printed when it settles.
 */
export function consoleTree(options: ConsoleTreeOptions = {}): Sink {
  read()
  const printer = new Printer(options)
  const forest = new Forest(options.patience ?? 1000, (tree) => printer.print(tree))
  return {
    enter: (call) => forest.enter(call),
    exit: (call) => forest.exit(call),
    learn: (call) => forest.learn(call),
    flush: () => {
      forest.flush()
      printer.tellSkipped()
    },
  }
}

/** Prints so many trees a second, and says which it left out. */
class Printer {
  readonly #options: ConsoleTreeOptions
  readonly #rate: number
  #second = 0
  /** Trees printed in this second: those that went well, and those in which something threw. */
  #printed: [fine: number, failed: number] = [0, 0]
  #skipped: CallEvent[] = []

  constructor(options: ConsoleTreeOptions) {
    this.#options = options
    this.#rate = options.rate ?? 20
  }

  print({ root, events, missed }: Tree): void {
    const second = Math.floor(now() / 1000)
    if (second !== this.#second) {
      this.tellSkipped()
      this.#second = second
      this.#printed = [0, 0]
    }
    const lane = [...events.values()].some(failed) ? 1 : 0
    if (this.#printed[lane]++ < this.#rate) return this.#show([...events.values()], missed)
    if (!this.#skipped.length) later(1000, () => this.tellSkipped())
    this.#skipped.push(events.get(root) as CallEvent)
  }

  tellSkipped(): void {
    if (!this.#skipped.length) return
    const text = describeSkipped(this.#skipped, this.#rate)
    this.#skipped = []
    const { print = (line) => platform.console?.log(line) } = this.#options
    print(text)
  }

  #show(events: CallEvent[], missed: number): void {
    const asText = this.#options.print || platform.process?.stdout || !platform.document
    const show = asText ? printText : printBrowser
    show(events, missed, { nameOf, ...this.#options })
  }
}

/** As long as the recorder holds it. */
function nameOf(seq: number): string | undefined {
  const { ring } = recorder.state
  const event = ring[seq & (ring.length - 1)]
  return event?.type === 'call' && event.seq === seq ? event.site.name : undefined
}

function describeSkipped(roots: readonly CallEvent[], rate: number): string {
  const counts = new Map<string, number>()
  for (const { site } of roots) counts.set(site.id, (counts.get(site.id) ?? 0) + 1)
  const [[id, count]] = [...counts].sort((a, b) => b[1] - a[1]) as [[string, number]]
  return `spoor: ${roots.length} more trees, above ${rate} a second, were left out, ${count} of them ${id}; spoor.off('${id}') silences it`
}
