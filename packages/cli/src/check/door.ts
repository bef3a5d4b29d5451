import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TASK_VARIABLE } from '@spoor/shared'
import type { Deed, Task } from '@spoor/shared'
import { mergeDeeds } from './ground.ts'
import type { Ground } from './ground.ts'

/** The tests run where they are; Node hands each file that it loads to the door. */
export function doorGround(options: { root: string; cwd: string; folder: string; register: string }): Ground {
  const { root, cwd, folder, register } = options
  const cache = made(join(folder, 'cache'))
  let runs = 0
  return {
    cwd,
    bare: () => ({ env: withoutDoor(), deeds: () => [] }),
    instrumented(selection, probes) {
      const file = join(folder, `task-${++runs}.json`)
      const deeds = made(join(folder, `deeds-${runs}`))
      const task: Task = { root, ...selection, state: probes === 'on' ? 'on' : 'idle', runtime: probes !== 'absent', deeds, cache }
      writeFileSync(file, JSON.stringify(task))
      return { env: { ...withoutDoor(), [TASK_VARIABLE]: file, NODE_OPTIONS: nodeOptions(register) }, deeds: () => readDeeds(deeds) }
    },
    original: (path) => readFileSync(join(root, path), 'utf8'),
  }
}

function made(folder: string): string {
  mkdirSync(folder, { recursive: true })
  return folder
}

/** `ts-node` would complain of the types of what the pass inserts; it is told to compile only, bare too, so that both are alike. */
function withoutDoor(): NodeJS.ProcessEnv {
  const { [TASK_VARIABLE]: _, ...env } = process.env
  return { ...env, TS_NODE_TRANSPILE_ONLY: 'true' }
}

/** `--require` and not `--import`, which would change how Node loads the main file of a CommonJS program. */
function nodeOptions(register: string): string {
  return [process.env['NODE_OPTIONS'], `--require=${JSON.stringify(register)}`].filter(Boolean).join(' ')
}

function readDeeds(folder: string): Deed[] {
  const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
  return mergeDeeds(lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Deed))
}
