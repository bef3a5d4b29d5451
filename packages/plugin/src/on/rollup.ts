import { createUnplugin } from 'unplugin'
import type { UnpluginInstance, UnpluginOptions } from 'unplugin'
import { resolveOptions } from '../options.ts'
import type { SpoorOptions } from '../options.ts'
import { OWN_ID, ownCopy } from '../own.ts'
import { allPlugins } from '../plugin.ts'
import { minds } from '../react.ts'
import type { Neighbour } from '../react.ts'
import { beginBuild, endBuild, newSession, settle } from '../session.ts'
import type { Session } from '../session.ts'
import { isProduction } from '../state.ts'

/** What Rollup, Rolldown and Vite give to hooks, as far as it is used here. */
export interface HookContext {
  meta: { watchMode?: boolean }
  info(message: string): void
  warn(message: string): void
  getModuleIds(): IterableIterator<string>
  resolve(id: string, importer: string | undefined, options: object): Promise<object | null>
}

const unplugin: UnpluginInstance<SpoorOptions | undefined, true> = createUnplugin<SpoorOptions | undefined, true>((options) => {
  const session = newSession(resolveOptions(options))
  const plugins = allPlugins(session)
  plugins.forEach((plugin) => orderTransform(plugin))
  const hooks = { ...buildHooks(session), resolveId: resolveHook(session) }
  Object.assign(plugins[0], { rollup: hooks, rolldown: hooks })
  return plugins
})

export const rollup: (typeof unplugin)['rollup'] = unplugin.rollup
export const rolldown: (typeof unplugin)['rolldown'] = unplugin.rolldown

/** Rollup and Rolldown know no `enforce` for plugins; their hooks have an order instead. */
function orderTransform({ enforce, transform }: UnpluginOptions): void {
  if (enforce && transform) Object.assign(transform, { order: enforce })
}

/** Plugins that read and compile the files in their `load`: `@rollup/plugin-typescript`. */
const LOADERS = /^typescript$/

function buildHooks(session: Session): object {
  return {
    buildStart(this: HookContext, { plugins }: { plugins: readonly Neighbour[] }) {
      session.precompiled = plugins.some(({ name }) => LOADERS.test(name))
      const production = isProduction(this.meta.watchMode ?? false, process.env['NODE_ENV'])
      settle(session, { root: process.cwd(), ambiguousAs: 'module', production, vitest: false })
      session.marks = !session.options.forced && minds(plugins, process.cwd())
      beginBuild(session)
    },
    buildEnd(this: HookContext, error?: Error) {
      if (!error) endBuildIn(session, this, (line) => this.info(line))
    },
  }
}

export function endBuildIn(session: Session, context: HookContext, print: (line: string) => void): void {
  endBuild(session, print, (message) => context.warn(message), context.getModuleIds())
}

/** Instrumented code finds the runtime as the project resolves it, and else our own copy. */
export function resolveHook(session: Session): object {
  return {
    filter: { id: OWN_ID },
    async handler(this: HookContext, id: string, importer: string | undefined, options: object) {
      if (!session.plan || !OWN_ID.test(id)) return null
      return (await this.resolve(id, importer, { ...options, skipSelf: true })) ?? ownCopy(id)
    },
  }
}
