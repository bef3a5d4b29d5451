import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { threadId } from 'node:worker_threads'
import { attachTo, listening } from '@spoor/cli/attach'
import type { Attached, Listening } from '@spoor/cli/attach'
import type { LinesFrame, Positions, Program } from '@spoor/shared'
import { decodeLine } from '@spoor/trace'
import type { Hub, Reach } from './control-hub.ts'

/** Milliseconds between looks for new processes. */
const PAUSE = 1000

const MOST = 64

const MOST_FILES = 100_000

/** Node processes of the same project that listen: they take part in the hub of the dev server while anybody is there to see them. */
export class Neighbours {
  readonly #root: string
  readonly #lines = new Map<string, Neighbour | 'trying'>()
  /** By their hub, what of their streams we have: they are left and found again. */
  readonly #positions = new Map<string, Positions>()
  /** File that functions are in -> root of the process that last told of one. */
  readonly #roots = new Map<string, string>()
  #timer: NodeJS.Timeout | undefined

  constructor(root: string) {
    this.#root = root
  }

  /** What the file of a function is relative to; `undefined`: no process told of it. */
  rootOf(file: string): string | undefined {
    return this.#roots.get(file)
  }

  seek(hub: Hub): void {
    this.#look(hub)
    this.#timer ??= setInterval(() => this.#look(hub), PAUSE).unref()
  }

  /** Nobody is there to see them. */
  rest(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    for (const line of this.#lines.values()) if (line !== 'trying') line.close()
  }

  close(): void {
    this.rest()
  }

  #look(hub: Hub): void {
    for (const one of found()) {
      const key = `${one.pid}-${one.thread}-${one.token}`
      const isOwn = one.pid === process.pid && one.thread === threadId
      // Another dev server has a hub of its own, in which we should meet ourselves.
      if (isOwn || one.server !== undefined || this.#lines.has(key) || this.#lines.size >= MOST) continue
      if (!isSameProject(one.root, this.#root)) continue
      this.#lines.set(key, 'trying')
      void this.#join(hub, key, one)
    }
  }

  async #join(hub: Hub, key: string, one: Listening): Promise<void> {
    try {
      const neighbour = new Neighbour({
        hub,
        all: this.#positions,
        onFile: (file) => void (this.#roots.size < MOST_FILES && this.#roots.set(file, one.root)),
        onClose: () => this.#lines.delete(key),
      })
      await neighbour.attach(one)
      if (!this.#timer) neighbour.close()
      else if (!neighbour.isOver) this.#lines.set(key, neighbour)
    } catch {
      // It has ended meanwhile, or is of another version; it is tried again with the next look.
      this.#lines.delete(key)
    }
  }
}

/** An unsafe folder is as good as an empty one. */
function found(): Listening[] {
  try {
    return listening()
  } catch {
    return []
  }
}

interface NeighbourOptions {
  hub: Hub
  all: Map<string, Positions>
  /** It told of a function in this file. */
  onFile(file: string): void
  onClose(): void
}

/** One process, whose programs are members of our hub as if they were our own. */
class Neighbour {
  isOver = false
  readonly #options: NeighbourOptions
  readonly #reaches = new Map<string, Reach>()
  #positions: Positions = {}
  #line: Attached | undefined

  constructor(options: NeighbourOptions) {
    this.#options = options
  }

  async attach({ address, token }: Listening): Promise<void> {
    this.#line = await attachTo({ address, token }, 'hub', {
      programs: (list) => this.#take(list),
      lines: (frame) => this.#pass(frame),
      note: (text) => this.#options.hub.note(text),
      closed: () => this.#over(),
    })
    const { hello } = this.#line
    this.#positions = this.#options.all.get(hello.hub) ?? {}
    const { all } = this.#options
    // Programs are started anew again and again; the last ones stand last.
    all.delete(hello.hub)
    all.set(hello.hub, this.#positions)
    for (const oldest of all.keys()) if (all.size > MOST) all.delete(oldest)
    this.#take(hello.programs)
  }

  /** What we have already comes again when they clear, and is not passed on again. */
  #pass({ bytes, position, program }: LinesFrame): void {
    if (position <= (this.#positions[program] ?? -1)) return
    this.#positions[program] = position
    const lines = Buffer.from(bytes)
    for (const file of filesIn(lines)) this.#options.onFile(file)
    this.#options.hub.lines(program, lines)
  }

  close(): void {
    this.#line?.close()
  }

  #take(list: readonly Program[]): void {
    for (const { connected, why: _, ...program } of list) {
      const reach = this.#reaches.get(program.id) ?? this.#reachOf(program.id)
      this.#reaches.set(program.id, reach)
      if (connected) this.#options.hub.join(program, reach)
      else this.#options.hub.part(program.id, reach)
    }
  }

  #reachOf(id: string): Reach {
    const hub = (): Attached['hub'] => {
      if (!this.#line) throw new Error('it is gone')
      return this.#line.hub
    }
    return {
      change: async ({ programs: _, ...order }) =>
        (await hub().change({ ...order, programs: [id] }))[id] ?? { error: 'it does not answer' },
      watch: async (isOn) => hub().watch(isOn, this.#positions),
      mark: async (name) => hub().mark(name, [id]),
      clear: async () => hub().clear(),
    }
  }

  #over(): void {
    this.isOver = true
    for (const [id, reach] of this.#reaches) this.#options.hub.part(id, reach)
    this.#options.onClose()
  }
}

/** Of the functions that lines tell of. */
function* filesIn(lines: Buffer): Generator<string> {
  for (let at = lines.indexOf(SITE); at >= 0;) {
    const end = lines.indexOf('\n', at)
    const line = at === 0 || lines[at - 1] === 10 ? decodeLine(lines.toString('utf8', at, end < 0 ? lines.length : end)) : undefined
    if (line?.t === 'site') yield line.file
    at = end < 0 ? -1 : lines.indexOf(SITE, end)
  }
}

const SITE = '{"t":"site",'

/** Two folders of which one is in the other, or both in one workspace. */
export function isSameProject(a: string, b: string): boolean {
  const [one, other] = [real(a), real(b)]
  const isWithin = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(outer + sep)
  return isWithin(one, other) || isWithin(other, one) || workspaceOf(one) === workspaceOf(other)
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** The nearest folder above that looks like the top of all; else the folder itself. */
function workspaceOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (TOPS.some((name) => existsSync(join(at, name)))) return at
    if (dirname(at) === at) return folder
  }
}

const TOPS = ['.git', 'pnpm-workspace.yaml', 'lerna.json', 'nx.json', 'turbo.json']
