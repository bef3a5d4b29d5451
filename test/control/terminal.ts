import { spawn } from '@lydell/node-pty'
import type { IPty } from '@lydell/node-pty'
import { until } from '../web/live-fixture.ts'

export interface TerminalOptions {
  cwd: string
  env: NodeJS.ProcessEnv
  columns?: number
}

/** A command in a terminal of its own: what it writes, and keys for it. */
export class Terminal {
  text = ''
  code: number | undefined
  readonly #pty: IPty

  constructor(command: string, args: string[], { columns = 80, cwd, env }: TerminalOptions) {
    const { NO_COLOR: _, FORCE_COLOR: __, VITEST: ___, ...rest } = process.env
    this.#pty = spawn(command, args, {
      cols: columns,
      rows: 30,
      cwd,
      env: { ...rest, TERM: 'xterm-256color', ...env },
      name: 'xterm-256color',
    })
    this.#pty.onData((piece) => (this.text += piece))
    this.#pty.onExit(({ exitCode }) => (this.code = exitCode))
  }

  type(keys: string): void {
    this.#pty.write(keys)
  }

  resize(columns: number): void {
    this.#pty.resize(columns, 30)
  }

  /** Once these words have come. @returns what came before, and they */
  async sees(words: string | RegExp): Promise<string> {
    const found = await until(() => (typeof words === 'string' ? this.text.includes(words) && words : words.exec(this.text)?.[0])).catch(
      () => {
        throw new Error(`${String(words)} does not come: ${JSON.stringify(this.text)}`)
      },
    )
    const end = this.text.indexOf(found) + found.length
    const seen = this.text.slice(0, end)
    this.text = this.text.slice(end)
    return seen
  }

  /** Once it has ended. @returns its code */
  async ended(): Promise<number> {
    await until(() => this.code !== undefined)
    return this.code as number
  }

  /** The window is closed. */
  hangUp(): void {
    this.#pty.kill('SIGHUP')
  }

  kill(): void {
    if (this.code === undefined) this.#pty.kill('SIGKILL')
  }
}
