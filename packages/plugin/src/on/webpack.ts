import { createUnplugin } from 'unplugin'
import type { UnpluginInstance, UnpluginOptions } from 'unplugin'
import { resolveOptions } from '../options.ts'
import type { ResolvedOptions, SpoorOptions } from '../options.ts'
import { ownAliases } from '../own.ts'
import { planBuild } from '../plan.ts'
import type { Build, Plan } from '../plan.ts'
import { allPlugins } from '../plugin.ts'
import { rulesMind } from '../react.ts'
import { beginBuild, endBuild, newSession } from '../session.ts'
import type { Session } from '../session.ts'
import { isProduction } from '../state.ts'
import { uncalled } from '../uncalled.ts'
import { offBy } from '../viewer-off.ts'
import { serveOff, serveViewer } from '../viewer-webpack.ts'
import type { ServedCompiler } from '../viewer-webpack.ts'
import { inlineForEsbuild } from './esbuild-loader.ts'

/** What webpack and Rspack have in common, as far as it is used here. */
interface Compiler extends ServedCompiler {
  options: ServedCompiler['options'] & {
    mode?: string
    watch?: boolean
    context?: string
    cache?: unknown
    experiments?: { cache?: unknown }
    resolve: { alias?: unknown }
    module?: { rules?: unknown }
  }
  hooks: ServedCompiler['hooks'] & { thisCompilation: Hook<Compilation>; emit: Hook<Compilation> }
}

interface Compilation {
  errors: unknown[]
  warnings: unknown[]
  hooks: { finishModules: Hook<Iterable<{ resource?: string }>> }
}

interface Hook<T> {
  tap(name: string, callback: (argument: T) => void): void
}

const unplugin: UnpluginInstance<Session, true> = createUnplugin<Session, true>((session) =>
  // Loaders that would look at every module in vain are left out.
  allPlugins(session)
    .slice(0, session.marks ? 3 : 2)
    .map((plugin): UnpluginOptions => inlineForEsbuild(plugin)),
)

/** A plugin that decides when it is applied: before, the mode is not known. Where nothing is traced it touches nothing. */
export function webpackLike(bundler: 'webpack' | 'rspack', options?: SpoorOptions): { apply(compiler: unknown): void } {
  // A function in `plugins` is called with the compiler.
  if (options && 'hooks' in options) uncalled()
  const resolved = resolveOptions(options)
  return { apply: (compiler) => applyTo(compiler as Compiler, bundler, resolved) }
}

function applyTo(compiler: Compiler, bundler: 'webpack' | 'rspack', options: ResolvedOptions): void {
  const facts = factsOf(compiler)
  const plan = planBuild(options, facts)
  const by = facts.production ? undefined : offBy(options, plan)
  if (by) serveOff(compiler, by)
  if (!plan) return
  const session = newSession(options, plan)
  session.marks = !options.forced && rulesMind(compiler.options.module?.rules, plan.root)
  addAliases(compiler)
  keyCaches(compiler, plan)
  unplugin[bundler](session).apply(compiler as never)
  report(compiler, session)
  if (!by) serveViewer(compiler, session)
}

function factsOf({ options: { mode, watch, context } }: Compiler): Build {
  const production = mode === 'none' ? isProduction(watch ?? false, process.env['NODE_ENV']) : mode !== 'development'
  return { root: context ?? process.cwd(), ambiguousAs: 'commonjs', production, vitest: false }
}

/** An alias of the project's own for the same name stays. */
function addAliases({ options: { resolve } }: Compiler): void {
  if (Array.isArray(resolve.alias)) {
    for (const [name, alias] of Object.entries(ownAliases())) resolve.alias.push({ name: name.slice(0, -1), alias, onlyModule: true })
  } else {
    resolve.alias = { ...ownAliases(), ...(resolve.alias as object | undefined) }
  }
}

/** Persistent caches do not know the options of plugins: without this they would bring back what other options made. */
function keyCaches({ options }: Compiler, plan: Plan): void {
  for (const cache of [options.cache, options.experiments?.cache]) {
    if (!isPersistent(cache)) continue
    cache.version = [cache.version, `spoor-${plan.key}`].filter(Boolean).join('|')
  }
}

function isPersistent(cache: unknown): cache is { version?: string } {
  const { type } = (cache ?? {}) as { type?: string }
  return type === 'filesystem' || type === 'persistent'
}

/** `emit` comes after child compilations. */
function report(compiler: Compiler, session: Session): void {
  const logger = compiler.getInfrastructureLogger('spoor')
  let ids: string[] = []
  compiler.hooks.thisCompilation.tap('spoor', (compilation) => {
    beginBuild(session)
    compilation.hooks.finishModules.tap('spoor', (modules) => {
      ids = [...modules].flatMap(({ resource }) => resource ?? [])
    })
  })
  compiler.hooks.emit.tap('spoor', ({ errors, warnings }) => {
    if (errors.length) return
    const warn = (message: string): void => void warnings.push(new Error(message))
    endBuild(session, (line) => logger.info(line), warn, ids)
  })
}
