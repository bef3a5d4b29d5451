// oxlint-disable eslint/no-underscore-dangle -- the names are Node's
import { appendFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { isatty } from 'node:tty'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort } from 'node:worker_threads'
import { CONTROL_VARIABLE, NOTES_VARIABLE, RECORD_VARIABLE, RUNTIME_SLOT } from '@spoor/shared'
import type { ProcessNote } from '@spoor/shared'
import { OptionsError, say } from '../messages.ts'
import { openDoor } from './node-door.ts'
import type { Door } from './node-door.ts'
import { unseen } from './node-lazy.ts'
import { instrument, textOf } from './node-pass.ts'
import type { Source } from './node-pass.ts'

const require = createRequire(import.meta.url)

/** Makes this thread's Node instrument what it loads from now on. Workers and child processes begin here on their own. */
export function register(): void {
  // The thread on which Node runs hooks starts as other threads do.
  if (!isMainThread && parentPort === null) return
  const door = openOrEnd()
  // Loaded by `--require`, we stand in the cache of modules that the program sees.
  delete require.cache[fileURLToPath(new URL('register.js', import.meta.url))]
  if (!door) return
  unseen(() => door.runtime && require(door.runtime))
  if (process.env[RECORD_VARIABLE] && door.runtime) unseen(() => loadRecord().recordFromEnvironment(process.env))
  if (process.env[CONTROL_VARIABLE] && door.runtime) unseen(() => loadControl().controlFromEnvironment(process.env, door.plan.root))
  const notes = process.env[NOTES_VARIABLE]
  if (notes) process.on('exit', () => noteSites(door, notes))
  if (registerHooks) registerHooks({ load: (url, context, nextLoad) => load(door, url, context, nextLoad) })
  else registerSeparately(door)
  if (isMainThread && isatty(2) && process.execArgv.some((arg) => arg.includes('register'))) mindNothing(door)
}

/** What cannot be used ends the process with the message alone; who imports the door in a program gets it thrown. */
function openOrEnd(): Door | undefined {
  try {
    return openDoor(process.env)
  } catch (error) {
    if (!(error instanceof OptionsError) || !isPreloaded()) throw error
    console.error(error.message)
    return process.exit(1)
  }
}

const isPreloaded = (): boolean => [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].some((one) => one.includes('register'))

/** The reader of values comes with it, which programs that are not recorded do without. */
const loadRecord = (): typeof import('../record.ts') =>
  require(fileURLToPath(new URL('record.js', import.meta.url))) as typeof import('../record.ts')

const loadControl = (): typeof import('../control-node.ts') =>
  require(fileURLToPath(new URL('control-node.js', import.meta.url))) as typeof import('../control-node.ts')

interface Loaded {
  format?: string | null
  source?: Source
}

type NextLoad = (url: string, context: object) => Loaded

/** From Node 22.15 on: one hook for `import` and `require`, which puts no frame of its own on the stack of the program. */
const { registerHooks } = Module as { registerHooks?: (hooks: { load(url: string, context: object, nextLoad: NextLoad): Loaded }) => void }

function load(door: Door, url: string, context: object, nextLoad: NextLoad): Loaded {
  const loaded = nextLoad(url, context)
  const source = instrument(door, url, loaded.format, textOf(loaded.source))
  return source === undefined ? loaded : { ...loaded, source }
}

/** Before: a thread of Node's own for `import`, and the functions that `require` calls for each extension. */
function registerSeparately(door: Door): void {
  Module.register(new URL('node-loader.js', import.meta.url))
  const extensions = (Module as unknown as { _extensions: Record<string, Extension> })._extensions
  for (const extension of EXTENSIONS) {
    const original = extensions[extension]
    if (original) extensions[extension] = instrumenting(door, original)
  }
}

const EXTENSIONS = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts']

type Extension = (module: Compiling, filename: string) => void
type Compiling = { _compile?: (code: string, filename: string, ...rest: unknown[]) => unknown }

/** Node reads the file and hands it to `_compile`, which is ours for this one call. */
function instrumenting(door: Door, original: Extension): Extension {
  return function (this: unknown, module, filename) {
    const own = Object.getOwnPropertyDescriptor(module, '_compile')
    const restore = (): unknown => (own ? Object.defineProperty(module, '_compile', own) : delete module._compile)
    module._compile = (code, path, ...rest) => {
      restore()
      const format = typeof rest[0] === 'string' ? rest[0] : undefined
      return module._compile?.(instrument(door, path, format, code) ?? code, path, ...rest)
    }
    return original.call(this, module, filename)
  }
}

/** For `spoor run`, which says why nothing was recorded. */
function noteSites({ plan: { include, root } }: Door, file: string): void {
  const note: ProcessNote = { pid: process.pid, sites: countSites(), root, include }
  try {
    appendFileSync(file, `${JSON.stringify(note)}\n`)
  } catch {
    // The run is over, and its folder is gone.
  }
}

function countSites(): number {
  const slot = (globalThis as Record<symbol, unknown>)[Symbol.for(RUNTIME_SLOT)] as { state?: { sites: unknown[] } } | undefined
  return slot?.state ? slot.state.sites.length - 1 : 0
}

/** Milliseconds in which a program that goes on has loaded what it loads. */
const LOADING = 2000

/** A person who asked for traces on the command line, and gets none, is told why: at the end, or of a server while it runs. */
function mindNothing({ plan: { include, root } }: Door): void {
  const tell = (): void => {
    clearTimeout(timer)
    process.off('exit', tell)
    if (!countSites()) console.warn(say('nothing-loaded', { include: include.join(', '), root }))
  }
  const timer = setTimeout(tell, LOADING).unref()
  process.on('exit', tell)
}
