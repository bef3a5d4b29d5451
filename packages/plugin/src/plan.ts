import { createHash } from 'node:crypto'
import { relative, resolve } from 'node:path'
import { compileSelectors, CONSOLE_MODULE, LIVE_MODULE, PROBES_MODULE, RECORD_VARIABLE } from '@spoor/shared'
import type { TransformOptions } from '@spoor/transform'
import { readId } from './ids.ts'
import type { Source } from './ids.ts'
import type { ResolvedOptions } from './options.ts'
import { isOwn, ownVersion } from './own.ts'
import { decide } from './state.ts'
import type { BuildFacts, Decision } from './state.ts'

/** What the bundler knows of a build, and what it takes a file without imports for. */
export interface Build extends BuildFacts {
  /** The bundler's own idea of the project root; absolute. */
  root: string
  ambiguousAs: 'module' | 'commonjs'
  /** It serves pages that can be watched and recorded. */
  live?: boolean
}

/** A build that is traced. One that is not has no plan. */
export interface Plan {
  state: 'on' | 'idle'
  /** Absolute, with forward slashes. */
  root: string
  include: readonly string[]
  /** Where `include` comes from, for messages. */
  source: Decision['source']
  /** The pass's options, the same for every file. */
  pass: TransformOptions
  /** Whether the program prints its call tree. */
  prints: boolean
  /** Whether pages connect to the dev server. */
  live: boolean
  /** Where recordings of pages go, if any are asked for. */
  record: string | undefined
  /** Whether to parse by the project's Babel configuration. */
  babel: boolean | object
  /** Differs wherever the output could: for the keys of caches. */
  key: string
  /** The module, where any of its functions could be traced. */
  wants(id: string): Source | undefined
}

/** @throws {OptionsError} where `SPOOR` cannot be read */
export function planBuild(options: ResolvedOptions, build: Build, env: NodeJS.ProcessEnv = process.env): Plan | undefined {
  const { state, include, source } = decide(options, env['SPOOR'], build)
  if (state === 'absent') return undefined
  const root = slashed(resolve(options.root ?? build.root))
  const prints = options.console ?? (state === 'on' && !build.production && !build.vitest)
  const record = (build.live && env[RECORD_VARIABLE]?.trim()) || undefined
  const live = record !== undefined || (build.live === true && options.control !== false)
  const pass: TransformOptions = {
    root,
    include,
    exclude: options.exclude,
    level: options.level,
    values: options.values,
    errors: options.errors,
    ambiguousAs: build.ambiguousAs,
    trivial: options.trivial ?? !(state === 'idle' && build.production),
    runtime: live ? LIVE_MODULE : prints ? CONSOLE_MODULE : PROBES_MODULE,
    state,
  }
  const key = keyOf(pass, options)
  return {
    state,
    root,
    include,
    source,
    pass,
    prints,
    live,
    record,
    babel: options.babel,
    key,
    wants: wanting(root, include, options.exclude),
  }
}

function wanting(root: string, include: readonly string[], exclude: readonly string[]): Plan['wants'] {
  const included = compileSelectors(include)
  const excluded = compileSelectors(exclude)
  return (id) => {
    const source = readId(id)
    if (!source || isOwn(source.path)) return undefined
    const path = relativeTo(root, source.path)
    // No function is called ANY: only a selector of whole files, or of every name, excludes it.
    return included.file(path) && !excluded.function(path, ANY)?.selected ? source : undefined
  }
}

const ANY = '\0'

function keyOf(pass: TransformOptions, { babel, enforce, forced }: ResolvedOptions): string {
  const text = JSON.stringify([ownVersion(), pass, babel, enforce, forced])
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Path of a file relative to the root, with forward slashes. */
export const relativeTo = (root: string, path: string): string => slashed(relative(root, path))

const slashed = (path: string): string => path.replaceAll('\\', '/')
