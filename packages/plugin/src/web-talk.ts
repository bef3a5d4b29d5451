import { readMessage, writeMessage } from '@spoor/shared'
import type { Program, ProgramFunctions, ProgramNews } from '@spoor/shared'
import { spoor } from '@spoor/runtime'
import { createBirpc } from 'birpc'
import type { BirpcReturn } from 'birpc'
import type { OwnProgram } from './web-program.ts'

/** Milliseconds between looks at how the program stands. */
const PAUSE = 1000

/** What a page says to its hub, and hears from it, on one connection. */
export class Talk {
  readonly #hub: BirpcReturn<ProgramNews, ProgramFunctions>
  readonly #program: OwnProgram
  #hear: ((message: object) => void) | undefined
  #said = ''
  #sites = -1
  #next = 0

  constructor(program: OwnProgram, send: (text: string) => void) {
    this.#program = program
    const functions: ProgramFunctions = {
      change: (order) => program.change(order),
      watch: (isOn) => program.watch(isOn),
      mark: (name) => program.mark(name),
      clear: () => program.clear(),
    }
    this.#hub = createBirpc<ProgramNews, ProgramFunctions>(functions, {
      post: send,
      on: (hear) => void (this.#hear = hear),
      serialize: writeMessage,
      resolver: (name, found) => (Object.hasOwn(functions, name) ? found : undefined),
    })
  }

  /** @returns whether it was for us */
  take(text: string): boolean {
    const message = readMessage(text)
    if (message) this.#hear?.(message)
    return message !== undefined
  }

  /** Says how it stands, if that is not what was said last. Where nobody watches, it is looked at only when functions were loaded. */
  tell(time: number, who: () => Pick<Program, 'id' | 'kind' | 'platform' | 'title'>): void {
    if (time < this.#next) return
    this.#next = time + PAUSE
    const { length } = spoor.sites()
    if (length === this.#sites && !this.#program.isWatched) return
    this.#sites = length
    const news = { ...who(), status: this.#program.status(), limits: this.#program.limits }
    const said = JSON.stringify(news)
    if (said === this.#said) return
    this.#said = said
    void this.#hub.$callEvent('program', news).catch(() => {})
  }

  /** At once, and in full. */
  again(): void {
    this.#said = ''
    this.#sites = -1
    this.#next = 0
  }

  close(): void {
    this.#hub.$close()
  }
}
