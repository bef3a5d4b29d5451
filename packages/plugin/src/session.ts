import type { SpoorError, TransformOptions, TransformResult } from '@spoor/transform'
import type { Cache } from './cache.ts'
import type { Source } from './ids.ts'
import { say } from './messages.ts'
import type { ResolvedOptions } from './options.ts'
import { loadPass, openPass, runPass } from './pass.ts'
import { planBuild, relativeTo } from './plan.ts'
import type { Build, Plan } from './plan.ts'
import { count, emptiness, newTally, summary } from './tally.ts'
import type { Tally } from './tally.ts'

/** One plugin in one bundler, over all its builds. */
export interface Session {
  readonly options: ResolvedOptions
  /** `undefined` where nothing is traced: then no hook touches anything. */
  plan: Plan | undefined
  tally: Tally
  /** Whether, in this build or an earlier one, any module has come by, was wanted, and had a function to trace. */
  seen: boolean
  wanted: boolean
  traced: boolean
  /** To be told once it is known that nothing is traced of all that a page has loaded. */
  onSilence: (() => void) | undefined
  parse: Promise<TransformOptions['parse']> | undefined
  /** What the pass has made of the same files before; `null` where nothing is kept. */
  cache: Cache | null | undefined
  /** Files that were left alone with a warning, in this build: client and server, or two compilations, may hold the same file. */
  warned: Set<string>
  /** Another plugin loads the files and compiles them at once: even the first to see them sees its JavaScript. */
  precompiled: boolean
  /** Tools of React's mind probes, and a person did not say otherwise: components and hooks get marks, and behind those tools the probes. */
  marks: boolean
  /** React Compiler came unexpected, and that was said. */
  missed: boolean
}

/** @param place where in the file, where that is known: line from 1, column from 1 */
export type Warn = (message: string, place?: Place) => void
export type Place = Pick<SpoorError, 'line' | 'column'>

export const newSession = (options: ResolvedOptions, plan?: Plan): Session => ({
  options,
  plan,
  tally: newTally(),
  seen: false,
  wanted: false,
  traced: false,
  onSilence: undefined,
  parse: undefined,
  cache: undefined,
  precompiled: false,
  marks: false,
  missed: false,
  warned: new Set(),
})

/** The bundler has said what it builds. @throws {OptionsError} where `SPOOR` cannot be read */
export function settle(session: Session, build: Build): void {
  session.plan = planBuild(session.options, build)
  session.cache = undefined
}

/** The module, where this build wants it of the given kind. */
export function wants(session: Session, id: string, kind?: Source['kind']): Source | undefined {
  if (!session.plan) return undefined
  session.seen = true
  const source = session.plan.wants(id)
  return source && (kind === undefined || source.kind === kind) ? source : undefined
}

interface How {
  /** The map of code that is not the author's own. */
  inputMap?: TransformOptions['inputMap']
  /** The functions only get marks: others come first. */
  marks?: boolean
}

/** Runs the pass on a wanted module. It never throws: what goes wrong is a warning, and the module stays as it is. */
export async function instrument(
  session: Session,
  code: string,
  { path }: Source,
  warn: Warn,
  { inputMap, marks = false }: How = {},
): Promise<TransformResult | undefined> {
  const plan = session.plan as Plan
  session.wanted = true
  const started = performance.now()
  try {
    const parse = await parserFor(session, plan)
    const options = { ...plan.pass, ...(parse && { parse }), ...(inputMap && { inputMap }) }
    const result = await runPass(cacheFor(session, plan), code, path, options, marks)
    session.tally.passed++
    session.traced ||= result !== undefined
    session.warned.delete(path)
    // The pass says nothing of a file that it leaves alone altogether; a second look is worth its time only where a person asked for that.
    if (result ?? code.includes('@spoor-ignore')) {
      const { sites, skipped } = result ?? (await loadPass()).explain(code, path, options)
      count(session.tally, { sites: marks ? [] : sites, skipped })
    }
    return result
  } catch (error) {
    if (!session.warned.has(path)) warnOf(error, path, plan, warn)
    session.warned.add(path)
    return undefined
  } finally {
    session.tally.ms += performance.now() - started
  }
}

/** Opened at the first module that is wanted. A project's own grammar may change in ways that no key knows. */
function cacheFor(session: Session, plan: Plan): Session['cache'] {
  if (session.cache === undefined) session.cache = session.options.cache && !plan.babel ? openPass(plan) : null
  return session.cache
}

/** Babel's core is loaded only where it is asked for. */
function parserFor(session: Session, { babel }: Plan): Session['parse'] {
  if (babel) session.parse ??= import('@spoor/transform/babel').then(({ babelParse }) => babelParse(babel))
  return session.parse
}

function warnOf(error: unknown, file: string, { root }: Plan, warn: Warn): void {
  const path = relativeTo(root, file)
  if (isExpected(error)) return warn(`spoor: ${error.message.replace(file, path)}`, error)
  warn(say('pass-failed', { file: path, detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
}

/** Known by its name: the class is in what may not be loaded. */
const isExpected = (error: unknown): error is SpoorError => (error as Error | null)?.name === 'SpoorError'

/** React Compiler has come to a module that bears probes already: what it compiled is what bore none. */
export function missedCompiler(session: Session, { path }: Source, warn: Warn): void {
  if (session.missed || session.options.forced) return
  session.missed = true
  warn(say('compiler-missed', { file: relativeTo((session.plan as Plan).root, path) }))
}

export function beginBuild(session: Session): void {
  session.tally = newTally()
  session.warned.clear()
}

/**
 * The last words on a build.
 * @param ids every module of the build, where the bundler knows them: those from a cache do not come by
 */
export function endBuild(session: Session, print: (line: string) => void, warn: Warn, ids: Iterable<string> = []): void {
  const { plan, tally } = session
  session.cache?.flush()
  if (!plan) return
  if (!session.wanted) lookAt(session, plan, ids)
  const nothing = emptiness(session, plan)
  if (nothing) warn(nothing)
  else if (tally.files) print(summary(tally, plan))
}

function lookAt(session: Session, plan: Plan, ids: Iterable<string>): void {
  for (const id of ids) {
    session.seen = true
    session.wanted ||= plan.wants(id) !== undefined
  }
}
