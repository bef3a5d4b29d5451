import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listening, runFolder } from '../../packages/cli/src/attach/folder.ts'
import type { Listening } from '../../packages/cli/src/attach/folder.ts'
import { project, start } from '../record/app.ts'
import type { Ended } from '../record/app.ts'
import { until } from '../web/live-fixture.ts'

const REGISTER = fileURLToPath(new URL('../../packages/plugin/dist/register.js', import.meta.url))
const BIN = fileURLToPath(new URL('../../packages/plugin/dist/bin.js', import.meta.url))

type Started = ReturnType<typeof start>

export const WORK = `
export const work = (order) => price(order)
function price({ n }) { return n * 2 }
`

export const FILES = {
  'src/work.js': WORK,
  'once.js': "import { work } from './src/work.js'\nconsole.log(work({ n: 1 }))",
  'waits.js':
    "import { work } from './src/work.js'\nfor (let i = 0; i < 5; i++) work({ n: i })\nprocess.stdin.on('data', (text) => { for (const n of String(text).trim().split(' ')) work({ n: Number(n) }); console.log('worked') })\nconsole.log('ready')",
}

/** A project, and a folder for the sockets of what runs in it. */
export class Field {
  readonly root: string
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly #running: Started[] = []

  constructor(files: Record<string, string> = FILES) {
    this.root = project({ 'package.json': '{"name":"app","type":"module"}', ...files })
    const home = join(this.root, 'run')
    mkdirSync(home)
    this.env = { XDG_RUNTIME_DIR: home, NO_COLOR: '1' }
    this.folder = runFolder(this.env)
  }

  /** @param control value of `SPOOR_CONTROL`; empty: unset */
  start(file: string, control = '1', env: NodeJS.ProcessEnv = {}, door = ['--import', REGISTER]): Started {
    const started = start(this.root, [...door, file], { ...this.env, SPOOR_CONTROL: control, ...env }, { stdio: 'pipe' })
    this.#running.push(started)
    return started
  }

  /** Who listens, once there are so many. */
  listening(count = 1): Promise<Listening[]> {
    return until(() => {
      const all = listening(this.folder)
      return all.length === count && all
    })
  }

  /** The command. */
  spoor(...args: string[]): Promise<Ended> {
    return start(this.root, [BIN, ...args], this.env).ended
  }

  /** The command, running. */
  command(...args: string[]): Started {
    const started = start(this.root, [BIN, ...args], this.env)
    this.#running.push(started)
    return started
  }

  stop(): void {
    for (const { child } of this.#running) child.kill('SIGKILL')
  }
}
