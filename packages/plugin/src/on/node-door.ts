import { appendFileSync, readFileSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isatty } from 'node:tty'
import { threadId } from 'node:worker_threads'
import { CONSOLE_MODULE, PROBES_MODULE, RECORD_VARIABLE, TASK_VARIABLE } from '@spoor/shared'
import type { Deed, Task } from '@spoor/shared'
import { OptionsError } from '../messages.ts'
import { resolveOptions } from '../options.ts'
import type { ResolvedOptions } from '../options.ts'
import { ownCopy } from '../own.ts'
import { planBuild } from '../plan.ts'
import type { Build, Plan } from '../plan.ts'

const require = createRequire(import.meta.url)

/** What the Node door does in this thread. */
export interface Door {
  plan: Plan
  /** Path of the module that puts the probes in their slot, where there shall be any. */
  runtime: string | undefined
  /** Folder for instrumented text that other processes can use. */
  cache: string | undefined
  tell(deed: Deed): void
  /** What is loaded now is part of ourselves. */
  busy: boolean
}

/**
 * What the environment asks for; `undefined`: nothing.
 * @throws {OptionsError} where `SPOOR` or `SPOOR_OPTIONS` cannot be read
 */
export function openDoor(env: NodeJS.ProcessEnv): Door | undefined {
  const file = env[TASK_VARIABLE]
  return file ? doorOfTask(file) : doorOfPerson(env)
}

/** A task that is gone belongs to a run that is over. */
function doorOfTask(file: string): Door | undefined {
  let task: Task
  try {
    task = JSON.parse(readFileSync(file, 'utf8')) as Task
  } catch {
    return undefined
  }
  const { root, include, exclude, state, values, runtime, deeds, cache } = task
  const options = resolveOptions({ root, include, exclude, values, trivial: true, enabled: state === 'on' || 'idle', console: false })
  const plan = planBuild(options, buildOf({}), {}) as Plan
  const path = join(deeds, `${process.pid}-${threadId}.ndjson`)
  const tell = (deed: Deed): void => quietly(() => appendFileSync(path, `${JSON.stringify(deed)}\n`))
  return { plan, runtime: runtime ? require.resolve('@spoor/runtime') : undefined, cache, tell, busy: false }
}

function doorOfPerson(env: NodeJS.ProcessEnv): Door | undefined {
  const options = optionsIn(env)
  const plan = planBuild(
    { ...options, console: options.console ?? (isatty(1) && !env[RECORD_VARIABLE] ? undefined : false) },
    buildOf(env),
    env,
  )
  if (!plan) return undefined
  const warned = new Set<string>()
  const tell = ({ file, error }: Deed): void => {
    if (!error || warned.has(file)) return
    warned.add(file)
    quietly(() => writeSync(2, `spoor: ${error}\n`))
  }
  const runtime = ownCopy(plan.pass.runtime === CONSOLE_MODULE ? CONSOLE_MODULE : PROBES_MODULE)
  return { plan, runtime, cache: undefined, tell, busy: false }
}

function optionsIn({ SPOOR_OPTIONS: text }: NodeJS.ProcessEnv): ResolvedOptions {
  if (!text) return resolveOptions()
  try {
    return resolveOptions(JSON.parse(text) as object)
  } catch (error) {
    if (error instanceof OptionsError) throw error
    throw new OptionsError('bad-environment', { detail: (error as Error).message })
  }
}

/** To load the door is to ask for traces: a program is in production where it says so. */
const buildOf = ({ NODE_ENV, VITEST }: NodeJS.ProcessEnv): Build => ({
  root: process.cwd(),
  ambiguousAs: 'commonjs',
  production: NODE_ENV === 'production',
  vitest: Boolean(VITEST),
})

/** The program may have closed or replaced what we write to; that is no reason to disturb it. */
function quietly(write: () => void): void {
  try {
    write()
  } catch {
    // Nothing that could be done about it here.
  }
}
