import type { Program } from '@spoor/shared'
import { decodeLine } from '@spoor/trace'
import type { AttachFlags } from './command.ts'
import { attachTo } from './client.ts'
import type { Attached, Target } from './client.ts'
import { LiveTree } from './live-tree.ts'
import { clean } from './show.ts'

/**
 * Prints calls as they end, until somebody interrupts, or all programs are gone.
 * @param act what else was asked for, once for each hub, before anything is printed
 * @returns the exit code
 */
export async function follow(targets: readonly Target[], flags: AttachFlags, act: (hub: Attached) => Promise<unknown>): Promise<number> {
  const stopped = interrupted()
  const open = await Promise.all(targets.map((target) => new Follower(target, flags).begin(act)))
  const keys = keysFor(open)
  await Promise.race([stopped.promise, Promise.all(open.map(({ over }) => over))])
  keys?.()
  stopped.forget()
  for (const one of open) one.close()
  return 0
}

class Follower {
  /** Settles when the hub is gone. */
  over!: Promise<void>
  line!: Attached
  readonly #target: Target
  readonly #flags: AttachFlags
  readonly #trees = new Map<string, LiveTree>()
  readonly #rests = new Map<string, string>()
  #programs = new Map<string, Program>()

  constructor(target: Target, flags: AttachFlags) {
    this.#target = target
    this.#flags = flags
  }

  async begin(act: (hub: Attached) => Promise<unknown>): Promise<this> {
    let end = (): void => {}
    this.over = new Promise((done) => (end = done))
    this.line = await attachTo(this.#target, 'command', {
      lines: ({ bytes, program }) => this.#take(program, Buffer.from(bytes).toString()),
      programs: (list) => this.#know(list),
      missed: (_, lines) => process.stderr.write(`spoor: ${lines} lines were left out, as this terminal was slow\n`),
      note: (text) => process.stderr.write(`spoor: ${clean(text)}\n`),
      closed: () => end(),
    })
    this.#know(this.line.hello.programs)
    await act(this.line)
    await this.line.hub.watch(true)
    return this
  }

  close(): void {
    this.line.close()
  }

  #know(list: readonly Program[]): void {
    this.#programs = new Map(list.map((program) => [program.id, program]))
  }

  #take(id: string, text: string): void {
    const program = this.#programs.get(id)
    const which = this.#flags.program
    if (which && !which.includes(id) && !(program && which.includes(program.kind))) return
    if (this.#flags.json) return void process.stdout.write(text)
    const tree = this.#trees.get(id) ?? new LiveTree(program && this.#programs.size > 1 ? clean(program.title) : undefined)
    this.#trees.set(id, tree)
    const lines = ((this.#rests.get(id) ?? '') + text).split('\n')
    this.#rests.set(id, lines.pop() ?? '')
    let out = ''
    for (const line of lines) {
      const decoded = decodeLine(line)
      if (decoded) out += tree.add(decoded)
    }
    if (out) process.stdout.write(out)
  }
}

function interrupted(): { promise: Promise<void>; forget(): void } {
  let stop = (): void => {}
  const promise = new Promise<void>((done) => (stop = () => done()))
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, stop)
  return { promise, forget: () => signals.forEach((signal) => process.off(signal, stop)) }
}

/** On a terminal: `m` leaves a mark, `c` forgets what was, `o` switches all off or on, `q` ends. */
function keysFor(open: readonly Follower[]): (() => void) | undefined {
  const { stdin } = process
  if (!stdin.isTTY || !process.stdout.isTTY) return undefined
  process.stderr.write('m: mark, c: clear, o: off and on, q: end\n')
  let marks = 0
  let isOff = false
  const hear = (data: Buffer): void => {
    const key = data.toString()
    if (key === 'q' || key === '\u0003') return void process.kill(process.pid, 'SIGINT')
    if (key === 'o') isOff = !isOff
    const name = key === 'm' ? `mark ${++marks}` : ''
    for (const { line } of open) {
      const done = name
        ? line.hub.mark(name)
        : key === 'c'
          ? line.hub.clear()
          : key === 'o'
            ? line.hub.change(isOff ? { off: '**' } : { on: '**' })
            : undefined
      void done?.catch((error: Error) => process.stderr.write(`spoor: ${clean(error.message)}\n`))
    }
  }
  stdin.setRawMode(true)
  stdin.on('data', hear)
  return () => {
    stdin.off('data', hear)
    stdin.setRawMode(false)
    stdin.pause()
  }
}
