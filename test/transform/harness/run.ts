import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import vm from 'node:vm'
import { PROBES_MODULE, RUNTIME_SLOT } from '../../../packages/shared/src/index.ts'
import type { Probes, Recorder } from './recorder.ts'
import { createRecorder } from './recorder.ts'

export type Kind = 'script' | 'commonjs' | 'module'

/** Whether there is a runtime, and whether it records. */
export type Condition = 'absent' | 'off' | 'on'

/** What a program showed of itself. */
export interface Outcome {
  /** What it logged, as text, in order: results, effects, names, frames. */
  log: string[]
  /** What it threw at the top, as text. */
  thrown: string | undefined
  recorder: Recorder | undefined
}

/** Path -> text; the first is the program, the others are what it imports (modules only). */
export type Files = Record<string, string>

/** What a program may use beside the language. */
interface Helpers {
  /** Notes values. */
  log: (...values: unknown[]) => void
  /** The run ends not before this promise has. */
  wait: (promise: unknown) => void
  /** `name:line` of each of the program's own frames, of an error or of the place of the call. */
  frames: (error?: Error) => string[]
}

/** Runs a program to its end, microtasks and one round of timers included. */
export async function run(files: Files, kind: Kind, condition: Condition): Promise<Outcome> {
  const recorder = condition === 'absent' ? undefined : createRecorder(condition === 'on')
  const log: string[] = []
  const waits: unknown[] = []
  const helpers: Helpers = {
    log: (...values) =>
      void log.push(values.map((value) => (typeof value === 'string' ? value : inspect(value).replace(/\n\s+at .*/g, ''))).join(' ')),
    wait: (promise) => void waits.push(promise),
    frames: (error = new Error('here')) => ownFrames(error, Object.keys(files)),
  }
  let thrown: string | undefined
  try {
    await START[kind](files, recorder?.probes, helpers)
  } catch (error) {
    thrown = `${textOf(error)} ${ownFrames(error, Object.keys(files)).join(' ')}`
  }
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
  await Promise.allSettled(waits)
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
    const wrapped = `(function (exports, require, module) {${code.replace(/^#!.*/, '')}\n})`
    const require = (id: string): unknown => {
      if (id === PROBES_MODULE && probes) return probes
      // What was an import has no way to do without; its module is there, and empty.
      if (id === PROBES_MODULE && !code.includes(`=require("${id}")}catch`)) return { register: () => undefined }
      throw new Error(`no module ${id}`)
    }
    const module = { exports: {} }
    vm.runInContext(wrapped, context, { filename }).call(module.exports, module.exports, require, module)
  },

  async module(files, probes, helpers) {
    const folder = mkdtempSync(join(tmpdir(), 'spoor-run-'))
    const world = globalThis as unknown as Record<string, unknown>
    Object.assign(world, helpers, { __probes: probes })
    try {
      writeFileSync(join(folder, 'probes.mjs'), PROBES_TEXT)
      for (const [name, code] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        writeFileSync(join(folder, name), code.replaceAll(`"${PROBES_MODULE}"`, '"./probes.mjs"'))
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

const textOf = (error: unknown): string => {
  const { name, message } = Object(error) as Error
  return name && message ? `${name}: ${message}` : inspect(error)
}

function ownFrames(error: unknown, files: string[]): string[] {
  const stack = String((error as Error | undefined)?.stack ?? '')
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line) && files.some((file) => line.includes(file)))
  return frames.map((line) => {
    const [, name = '', at] = /at (?:(.*) \()?.*?:(\d+):\d+\)?$/.exec(line) as RegExpExecArray
    return `${name.replace(/file:\S*\//, '')}:${at}`
  })
}
