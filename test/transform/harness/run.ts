import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import vm from 'node:vm'
import * as realProbes from '../../../packages/runtime/src/probes.ts'
import { PROBES_MODULE, RUNTIME_SLOT } from '../../../packages/shared/src/index.ts'
import { createHelpers, lineOnly, thrownText } from '../../equivalence/helpers.mjs'
import type { Helpers, PlaceOf } from '../../equivalence/helpers.mjs'
import type { Files, Kind } from '../../equivalence/programs.mjs'
import type { Probes, Recorder } from './recorder.ts'
import { createRecorder } from './recorder.ts'

export type { Files, Kind }

/** Whether there is a runtime, and whether it records; `real`: Spoor's own, recording values too. */
export type Condition = 'absent' | 'off' | 'on' | 'real'

/** What a program showed of itself. */
export interface Outcome {
  /** What it logged, as text, in order: results, effects, names, frames. */
  log: string[]
  /** What it threw at the top, as text. */
  thrown: string | undefined
  recorder: Recorder | undefined
}

/**
 * Runs a program to its end, microtasks and one round of timers included. `files`: the first is the program; `unseen`: the recorder
 * does not look at values.
 */
export async function run(files: Files, kind: Kind, condition: Condition, placeOf: PlaceOf = lineOnly, unseen = false): Promise<Outcome> {
  const recorder = condition === 'off' || condition === 'on' ? createRecorder(condition === 'on', unseen) : undefined
  const probes = condition === 'real' ? (realProbes as unknown as Probes) : recorder?.probes
  const names = Object.keys(files)
  const { helpers, log, waits } = createHelpers(names, placeOf)
  let thrown: string | undefined
  try {
    await START[kind](files, probes, helpers)
  } catch (error) {
    thrown = thrownText(error, names, placeOf)
  }
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
  for (let i = 0; i < waits.length; i++) await Promise.allSettled([waits[i]])
  return { log, thrown, recorder }
}

const START: Record<Kind, (files: Files, probes: Probes | undefined, helpers: Helpers) => unknown> = {
  script(files, probes, helpers) {
    const context = contextOf(helpers)
    if (probes) context[Symbol.for(RUNTIME_SLOT)] = probes
    const [filename, code] = Object.entries(files)[0] as [string, string]
    helpers.log('completes with', vm.runInContext(code, vm.createContext(context), { filename }))
  },

  commonjs(files, probes, helpers) {
    const [filename, code] = Object.entries(files)[0] as [string, string]
    const context = vm.createContext(contextOf(helpers))
    const head = '(function (exports, require, module) {'
    const require = (id: string): unknown => {
      if (id === PROBES_MODULE && probes) return probes
      // What was an import has no way to do without; its module is there, and empty.
      if (id === PROBES_MODULE && !code.includes(`=require("${id}")}catch`)) return { register: () => undefined }
      throw new Error(`no module ${id}`)
    }
    const module = { exports: {} }
    const wrapped = `${head}${code.replace(/^#!.*/, '')}\n})`
    vm.runInContext(wrapped, context, { filename, columnOffset: -head.length }).call(module.exports, module.exports, require, module)
  },

  async module(files, probes, helpers) {
    const folder = mkdtempSync(join(tmpdir(), 'spoor-run-'))
    const world = globalThis as unknown as Record<string, unknown>
    Object.assign(world, helpers, { __probes: probes })
    try {
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
      writeFileSync(join(folder, 'probes.mjs'), PROBES_TEXT)
      for (const [name, code] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        const up = '../'.repeat(name.split('/').length - 1)
        // As long as what it replaces: columns stay, at the top of the tree.
        writeFileSync(join(folder, name), code.replaceAll(`"${PROBES_MODULE}"`, `"${up || './'}probes.mjs"`))
      }
      await nativeImport(pathToFileURL(join(folder, Object.keys(files)[0] as string)).href)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

const contextOf = (helpers: Helpers): Record<string | symbol, unknown> => ({
  ...helpers,
  setImmediate,
  setTimeout,
  console,
  structuredClone,
})

/** Without a runtime, `register` gives nothing, and nobody may call the others. */
const PROBES_TEXT = `const probes = globalThis.__probes
export const register = probes ? probes.register : () => {}
export const { enter, exit, pause, resume, delegate, threw, caught, threwExact } = probes ?? {}
`

/** The platform's own `import()`, which the test runner does not see. */
const nativeImport = vm.runInThisContext('(url) => import(url)', {
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as (url: string) => Promise<unknown>
