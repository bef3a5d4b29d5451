import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listening, runFolder } from '../../packages/cli/src/attach/folder.ts'
import type { Listening } from '../../packages/cli/src/attach/folder.ts'
import { project, start } from '../record/app.ts'
import type { Ended } from '../record/app.ts'
import { listening as listeningAt } from '../support/listening.ts'
import { until } from '../web/live-fixture.ts'

const REGISTER = fileURLToPath(new URL('../../packages/plugin/dist/register.js', import.meta.url))
const SERVER = new URL('../../packages/plugin/dist/server.js', import.meta.url).href
export const BIN: string = fileURLToPath(new URL('../../packages/plugin/dist/bin.js', import.meta.url))

type Started = ReturnType<typeof start>

/** Once the program has said something: what it does at first is done. */
export const ready = ({ child: { stdout } }: Pick<Started, 'child'>): Promise<unknown> => new Promise((done) => stdout?.once('data', done))

/** Kills a process, and waits until it is gone, with its address. */
export async function killed({ child, ended }: Pick<Started, 'child' | 'ended'>, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  child.kill(signal)
  await ended
}

interface Serve {
  port?: number
  host?: string
  /** Value of `SPOOR_CONTROL`; empty: unset. */
  control?: string
  env?: NodeJS.ProcessEnv
  /** A folder of the project. */
  root?: string
  /** Whether commands of this field find it. */
  isFound?: boolean
}

export interface Served extends Started {
  url: string
  root: string
}

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

/** A dev server: `node serve.js PORT HOST`. What is sent to it is one of its words. */
const SERVE = `
import { createServer } from 'node:http'
import { Worker } from 'node:worker_threads'
import { spoorMiddleware } from '${SERVER}'
import { work } from './src/work.js'
const [port = '0', host = '127.0.0.1'] = process.argv.slice(2)
const spoor = spoorMiddleware({ include: ['src/**'], ...JSON.parse(process.env.OPTIONS || '{}') })
let server
function listen(at) {
  server = createServer((request, response) => spoor(request, response, () => response.end(String(work({ n: request.url.length })))))
  spoor.attach(server)
  server.listen(at, host, () => console.log('listening http://127.0.0.1:' + server.address().port + '/'))
}
listen(Number(port))
const does = {
  close: () => { server.closeAllConnections(); server.close(() => console.log('closed')) },
  again: () => listen(0),
  thread: () => new Worker(new URL('./thread.js', import.meta.url)),
  end: () => process.exit(),
}
process.stdin.on('data', (text) => does[String(text).trim()]())
`

const THREAD = `
import { parentPort } from 'node:worker_threads'
import { work } from './src/work.js'
work({ n: 1 })
parentPort.on('message', () => {})
`

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

  /** A dev server of this project, or of one below it: once it listens and can be found, its address. */
  async serve({ port = 0, host = '127.0.0.1', control = '', env = {}, root = '.', isFound = true }: Serve = {}): Promise<Served> {
    const folder = join(this.root, root)
    for (const [name, text] of Object.entries({
      'serve.js': SERVE,
      'thread.js': THREAD,
      'src/work.js': WORK,
      'package.json': '{"type":"module"}',
    })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    const started = start(
      folder,
      ['--import', REGISTER, 'serve.js', String(port), host],
      { ...this.env, NODE_ENV: 'development', ...(control && { SPOOR_CONTROL: control }), ...env },
      { stdio: 'pipe' },
    )
    this.#running.push(started)
    const { url } = await listeningAt(started.child)
    const { pid } = started.child
    if (isFound) await until(() => listening(this.folder).some((one) => one.pid === pid && one.server))
    return { ...started, url, root: folder }
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
