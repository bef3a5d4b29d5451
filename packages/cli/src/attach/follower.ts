import { setTimeout as pause } from 'node:timers/promises'
import { printable, printableJson } from '@spoor/shared'
import type { Program } from '@spoor/shared'
import { decodeLine } from '@spoor/trace'
import type { DecodedLine } from '@spoor/trace'
import { Failure } from '../failure.ts'
import type { AttachFlags } from './command.ts'
import type { Found } from './choose.ts'
import { attachTo, AttachError } from './client.ts'
import type { Attached, Target } from './client.ts'
import { LiveTree } from './live-tree.ts'

/** Milliseconds between looks whether a dev server is there again, and how long it is looked for where nobody sits at a terminal. */
const PAUSE = 500
const PATIENCE = 10_000

/** One hub, whose calls are printed as they end. */
export class Follower {
  /** Settles when the hub is gone for good. @throws {Failure} (rejects) where another project is found in its place */
  over!: Promise<void>
  /** While there is one. */
  line: Attached | undefined
  readonly #target: Found
  readonly #flags: AttachFlags
  readonly #act: (hub: Attached, isAgain: boolean) => Promise<unknown>
  readonly #trees = new Map<string, LiveTree>()
  readonly #rests = new Map<string, string>()
  readonly #seen = new Seen()
  #programs = new Map<string, Program>()
  #root: string | undefined
  /** Settles when the line is over. */
  #gone = Promise.resolve()
  #isClosed = false

  constructor(target: Found, flags: AttachFlags, act: (hub: Attached, isAgain: boolean) => Promise<unknown>) {
    this.#target = target
    this.#flags = flags
    this.#act = act
  }

  async begin(): Promise<this> {
    await this.#attach(this.#target)
    try {
      await this.#act(this.#open, false)
      await this.#open.hub.watch(true)
    } catch (error) {
      // It has gone in the midst of that.
      if (this.line) throw error
    }
    this.over = this.#stay()
    return this
  }

  close(): void {
    this.#isClosed = true
    this.line?.close()
  }

  get #open(): Attached {
    if (!this.line) throw new Failure('the program has ended', 'Start it again.')
    return this.line
  }

  async #stay(): Promise<void> {
    do {
      await this.#gone
      if (this.#isClosed || !this.#target.again) return
      say('the dev server is gone; this goes on when it is back')
      this.#seen.leave()
    } while (await this.#again())
  }

  async #attach(target: Target): Promise<void> {
    let end = (): void => {}
    this.#gone = new Promise<void>((done) => (end = done))
    this.line = await attachTo(target, 'command', {
      lines: ({ bytes, program }) => this.#take(program, Buffer.from(bytes).toString()),
      programs: (list) => this.#know(list),
      missed: (_, lines) => say(`${lines} lines were left out, as this terminal was slow`),
      note: (text) => say(printable(text)),
      closed: () => {
        this.line = undefined
        end()
      },
    })
    const { programs, root } = this.line.hello
    if (root !== (this.#root ??= root)) {
      this.line.close()
      throw new Failure(`another project answers there now: ${printable(root)}`, 'Nothing was said to it. Attach anew to watch that one.')
    }
    this.#know(programs)
  }

  /** @returns whether it has come back */
  async #again(): Promise<boolean> {
    const isAttended = process.stdin.isTTY && process.stdout.isTTY
    for (let waited = 0; !this.#isClosed && (isAttended || waited < PATIENCE); waited += PAUSE) {
      await pause(PAUSE)
      const target = await this.#lookAgain()
      if (target && !this.#isClosed && (await this.#comeBack(target))) return true
    }
    return false
  }

  /** @throws {Failure} where there is no use in trying again */
  async #comeBack(target: Target): Promise<boolean> {
    try {
      await this.#attach(target)
      say('it is back')
      await this.#act(this.#open, true).catch((error: Error) => say(printable(error.message)))
      await this.#open.hub.watch(true)
      return true
    } catch (error) {
      if (error instanceof Failure || (error instanceof AttachError && error.code === 'version')) throw error
      return false
    }
  }

  async #lookAgain(): Promise<Target | undefined> {
    try {
      return await this.#target.again?.()
    } catch {
      return undefined
    }
  }

  #know(list: readonly Program[]): void {
    this.#programs = new Map(list.map((program) => [program.id, program]))
    // Tabs come and go for as long as one watches.
    for (const kept of [this.#trees, this.#rests]) for (const id of kept.keys()) if (!this.#programs.has(id)) kept.delete(id)
  }

  #take(id: string, text: string): void {
    const program = this.#programs.get(id)
    const which = this.#flags.program
    if (which && !which.includes(id) && !(program && which.includes(program.kind))) return
    if (this.#flags.json) return void process.stdout.write(printableJson(text))
    const tree = this.#trees.get(id) ?? new LiveTree(program && this.#programs.size > 1 ? printable(program.title) : undefined)
    this.#trees.set(id, tree)
    const lines = ((this.#rests.get(id) ?? '') + text).split('\n')
    this.#rests.set(id, lines.pop() ?? '')
    let out = ''
    for (const line of lines) {
      const decoded = decodeLine(line)
      if (decoded && !this.#seen.has(id, decoded)) out += tree.add(decoded)
    }
    if (out) process.stdout.write(out)
  }
}

/** What a page sent to a dev server that is gone it sends to the next one too, as part of another stream. */
class Seen {
  /** By stream: when its program began. By that: when the last of its calls ended, and when the last one did that a hub before sent. */
  readonly #origins = new Map<string, number>()
  readonly #ends = new Map<number, number>()
  #before = new Map<number, number>()

  /** The hub is gone. */
  leave(): void {
    this.#before = new Map(this.#ends)
  }

  has(stream: string, line: DecodedLine): boolean {
    if (line.t === 'header') this.#origins.set(stream, line.origin as number)
    if (line.t !== 'call' && line.t !== 'request' && line.t !== 'mark') return false
    const origin = this.#origins.get(stream) ?? 0
    const { end, time } = line as { end?: number; time?: number }
    const at = end ?? time ?? 0
    if (at <= (this.#before.get(origin) ?? -1)) return true
    this.#ends.set(origin, Math.max(this.#ends.get(origin) ?? 0, at))
    return false
  }
}

const say = (text: string): void => void process.stderr.write(`spoor: ${text}\n`)
