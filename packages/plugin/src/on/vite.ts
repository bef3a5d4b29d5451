import pc from 'picocolors'
import { createUnplugin } from 'unplugin'
import type { UnpluginInstance } from 'unplugin'
import type { ConfigEnv, EnvironmentOptions, Plugin, PluginOption, ResolvedConfig, UserConfig, ViteDevServer } from 'vite'
import { resolveOptions } from '../options.ts'
import type { SpoorOptions } from '../options.ts'
import { say } from '../messages.ts'
import { livePlugin } from '../live-vite.ts'
import { OWN_PACKAGES } from '../own.ts'
import type { Build } from '../plan.ts'
import { planBuild } from '../plan.ts'
import { allPlugins } from '../plugin.ts'
import { minds } from '../react.ts'
import { beginBuild, newSession, settle } from '../session.ts'
import type { Session } from '../session.ts'
import { startLine } from '../tally.ts'
import { VIEWER_PATH, viewerLine } from '../viewer-words.ts'
import { endBuildIn, resolveHook } from './rollup.ts'
import type { HookContext } from './rollup.ts'
import { mindSilence } from './vite-silence.ts'

/** Scripts, components, what bears marks, and in the lead what knows the build. */
export function vite(options?: SpoorOptions): Plugin[] {
  const session = newSession(resolveOptions(options))
  return [buildPlugin(session), livePlugin(session), ...transformPlugins(session)]
}

const unplugin: UnpluginInstance<Session, true> = createUnplugin<Session, true>(allPlugins)

function transformPlugins(session: Session): Plugin[] {
  const [scripts, ...others] = unplugin.vite(session) as [Plugin, Plugin, Plugin]
  // Before others that are `pre` too, wherever a person has listed them: compilers of Solid, Preact and React are.
  if (scripts.enforce === 'pre') Object.assign(scripts.transform as object, { order: 'pre' })
  return [{ ...scripts, resolveId: resolveHook(session) as NonNullable<Plugin['resolveId']> }, ...others]
}

function buildPlugin(session: Session): Plugin & VitestPlugin {
  let provisional = false
  let config: ResolvedConfig
  return {
    name: 'spoor:build',
    config(user, env) {
      provisional = planBuild(session.options, guess(user, env)) !== undefined
      return provisional ? { worker: { plugins: workerPlugins(session, user) } } : undefined
    },
    configEnvironment: (name, environment) => (provisional ? oneCopy(name, environment) : undefined),
    configResolved(resolved) {
      config = resolved
      settle(session, factsOf(resolved))
      session.marks = !session.options.forced && mindsProbes(resolved)
    },
    configureServer(server) {
      announce(session, server)
      mindSilence(session, server)
    },
    configureVitest({ vitest: { config: settings, logger } }) {
      if (!settings.coverage?.enabled) return
      settle(session, { ...factsOf(config), coverage: true })
      if (session.plan) logger.warn(say('probes-counted', {}))
    },
    buildStart() {
      if (config.command === 'build') beginBuild(session)
    },
    buildEnd(error) {
      if (error || config.command !== 'build') return
      endBuildIn(session, this as unknown as HookContext, (line) => config.logger.info(line))
    },
  }
}

/** Vitest's own hook, after the command line has been read. */
interface VitestPlugin {
  configureVitest(context: { vitest: { config: { coverage?: { enabled?: boolean } }; logger: { warn(text: string): void } } }): void
}

/**
 * The build as far as it is known before the configuration is complete. Vite sets `NODE_ENV` before it asks plugins; only a
 * `NODE_ENV` in an `.env` file comes later, and costs the workers of that build their traces.
 */
function guess(user: UserConfig, { command }: ConfigEnv): Build {
  const root = user.root ?? process.cwd()
  return { root, ambiguousAs: 'module', production: process.env['NODE_ENV'] === 'production', vitest: underVitest(command) }
}

function factsOf({ root, isProduction, command, plugins }: ResolvedConfig): Build {
  const vitest = underVitest(command) || plugins.some(({ name }) => name === 'vitest')
  return { root, ambiguousAs: 'module', production: isProduction, vitest, live: command === 'serve' && !vitest }
}

const mindsProbes = ({ plugins, root, command, server, optimizeDeps }: ResolvedConfig): boolean =>
  minds(plugins, root, command === 'serve' && server.hmr !== false, optimizeDeps?.include)

const underVitest = (command: ConfigEnv['command']): boolean => command === 'serve' && Boolean(process.env['VITEST'])

/** Vite builds workers with plugins of their own: those of the configuration, and ours. */
function workerPlugins(session: Session, user: UserConfig): () => PluginOption[] {
  const others = user.worker?.plugins
  return () => [...(others?.() ?? []), ...transformPlugins(session)]
}

/** Pre-bundled, or left to Node, the runtime would be a second copy of itself. */
function oneCopy(name: string, environment: EnvironmentOptions): EnvironmentOptions {
  const exclude = [...OWN_PACKAGES]
  const server = (environment.consumer ?? (name === 'client' ? 'client' : 'server')) === 'server'
  return { optimizeDeps: { exclude }, ...(server && { resolve: { noExternal: [...OWN_PACKAGES] } }) }
}

/** Below the addresses that the dev server prints; at once, where it is part of another server and prints none. */
function announce(session: Session, server: ViteDevServer): void {
  const { plan } = session
  if (!plan || process.env['VITEST']) return
  const { logger, server: options, base } = server.config
  if (options.middlewareMode) return logger.info(plan.live ? `${startLine(plan)}\n${viewerLine(base + VIEWER_PATH)}` : startLine(plan))
  const printUrls = server.printUrls.bind(server)
  server.printUrls = () => {
    printUrls()
    const { local = [], network = [] } = server.resolvedUrls ?? {}
    const url = local[0] ?? network[0]
    // As Vite prints its own.
    if (plan.live && url) logger.info(`  ${pc.green('\u279c')}  ${pc.bold('Spoor')}:   ${pc.cyan(url + VIEWER_PATH)}`)
    logger.info(startLine(plan))
  }
}
