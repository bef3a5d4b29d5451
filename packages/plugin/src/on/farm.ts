import type { JsPlugin, ResolvedUserConfig } from '@farmfe/core'
import { createUnplugin } from 'unplugin'
import type { UnpluginInstance } from 'unplugin'
import { resolveOptions } from '../options.ts'
import type { SpoorOptions } from '../options.ts'
import { ownCopy } from '../own.ts'
import { scriptPlugin } from '../plugin.ts'
import { beginBuild, endBuild, newSession, settle } from '../session.ts'
import type { Session, Warn } from '../session.ts'

/** Warnings go to the console: Farm aborts the process on the error objects that unplugin hands to its `warn`. */
const warn: Warn = (message) => console.warn(message)

const unplugin: UnpluginInstance<Session, false> = createUnplugin<Session, false>((session) => ({
  ...scriptPlugin(session, warn),
  buildStart: () => beginBuild(session),
  buildEnd: () => endBuild(session, console.log, warn),
}))

export function farm(options?: SpoorOptions): JsPlugin {
  const session = newSession(resolveOptions(options))
  const plugin = unplugin.farm(session) as JsPlugin
  // Farm asks JavaScript about nothing else, which is what keeps it fast.
  if (plugin.transform) plugin.transform.filters = { resolvedPaths: ['\\.[cm]?[jt]sx?$'], moduleTypes: [] }
  return { ...plugin, configResolved: (config) => settleFor(session, config), resolve: resolveHook(session) }
}

function settleFor(session: Session, { root, compilation }: ResolvedUserConfig): void {
  const production = compilation?.mode !== 'development'
  settle(session, { root: root ?? process.cwd(), ambiguousAs: 'module', production, vitest: false })
  const cache = compilation?.persistentCache
  // The persistent cache does not know the options of plugins.
  if (session.plan && typeof cache === 'object') cache.envs = { ...cache.envs, spoor: session.plan.key }
}

const CALLER = 'spoor'

function resolveHook(session: Session): NonNullable<JsPlugin['resolve']> {
  return {
    filters: { sources: ['^spoor/(probes|console)$'], importers: ['.*'] },
    async executor(param, context, hookContext) {
      if (!session.plan || !context || hookContext?.caller === CALLER) return null
      const meta = hookContext?.meta ?? {}
      const found = await context.resolve(param, { meta, caller: CALLER }).catch(() => null)
      return found ?? { resolvedPath: ownCopy(param.source) as string, external: false, sideEffects: true, query: [], meta: {} }
    },
  }
}
