import type { ListenOptions } from 'node:net'
import { isMainThread } from 'node:worker_threads'
import { openRunFolder } from '@spoor/cli/attach'
import { CONTROL_VARIABLE } from '@spoor/shared'
import { Hub } from './control-hub.ts'
import { joinThread } from './control-local.ts'
import { openSocket } from './control-socket.ts'
import { say } from './messages.ts'
import { ownVersion } from './own.ts'

export interface ControlOptions {
  /** Folder that paths of functions are relative to. @default the working directory */
  root?: string
  /** Whether requests are shown while somebody watches, and which other origins get the header `traceparent`. @default true */
  requests?: boolean | { origins: readonly string[] }
  /** A port of this machine, `127.0.0.1:4711` (0: a free one), in place of a socket of the user alone. */
  listen?: string
}

const LISTENING = Symbol.for('spoor.control/1')
const world = globalThis as { [LISTENING]?: true }

/**
 * Lets this thread be watched and steered, by `spoor attach` and by a dev server of the same project: opens a socket in the user's run
 * folder that nobody else can enter. It does not keep the process alive, and once is enough. What goes wrong is a line on the error stream.
 * @example
 * ```ts
 * import { openControl } from 'spoor/control'
 *
 * const close = openControl()
 * ```
 * @returns a function that closes it
 */
export function openControl(options: ControlOptions = {}): () => void {
  if (world[LISTENING]) return () => {}
  world[LISTENING] = true
  try {
    return listen(options)
  } catch (error) {
    complain((error as Error).message)
    return () => {}
  }
}

/** Where the environment asks for it: see `SPOOR_CONTROL`. Threads inherit that. */
export function controlFromEnvironment(env: NodeJS.ProcessEnv, root?: string): void {
  const word = env[CONTROL_VARIABLE]?.trim() ?? ''
  if (!word || word === '0' || word === 'off') return
  const address = word === '1' || word === 'on' ? {} : { listen: word }
  openControl({ ...address, ...(root && { root }) })
}

function listen({ listen: given, requests = true, root = process.cwd() }: ControlOptions): () => void {
  const port = given === undefined ? undefined : portIn(given)
  const folder = openRunFolder()
  const hub: Hub = new Hub({ root, version: ownVersion(), whyNot: () => undefined })
  const close = openSocket(hub, { folder, root, complain, ...(port && { port }) })
  const leave = joinThread(hub, { kind: 'processes', requests: requests === true ? { origins: [] } : requests })
  return () => {
    close()
    leave()
    hub.close()
    delete world[LISTENING]
  }
}

/** Other machines are not served. Threads share no port. */
function portIn(text: string): ListenOptions {
  const [host, port] = /^(?:(127\.0\.0\.1|\[::1\]|localhost):)?(\d{1,5})$/.exec(text)?.slice(1) ?? []
  if (port === undefined || Number(port) > 65_535)
    throw new RangeError(`${CONTROL_VARIABLE}: "${text}" is neither 1 nor a port of this machine such as 127.0.0.1:0`)
  return { host: host === '[::1]' ? '::1' : '127.0.0.1', port: isMainThread ? Number(port) : 0 }
}

function complain(detail: string): void {
  try {
    process.stderr.write(`${say('not-steered', { detail })}\n`)
  } catch {
    // The program has closed what we write to.
  }
}
