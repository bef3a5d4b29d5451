import { readFile } from 'node:fs/promises'
import type { BuildOptions, Loader, OnLoadArgs, OnLoadResult, OnResolveArgs, OnResolveResult, PartialMessage, PluginBuild } from 'esbuild'
import { createUnplugin } from 'unplugin'
import type { UnpluginInstance } from 'unplugin'
import { SCRIPT_ID } from '../ids.ts'
import { resolveOptions } from '../options.ts'
import type { SpoorOptions } from '../options.ts'
import { OWN_ID, ownCopy } from '../own.ts'
import { beginBuild, endBuild, instrument, newSession, settle, wants } from '../session.ts'
import type { Session } from '../session.ts'
import { isProduction } from '../state.ts'
import { withMap } from './esbuild-loader.ts'

/**
 * esbuild by its own hooks: a hook of unplugin's takes over every file that passes the filter, whatever the project's `loader`
 * says of it, and cannot resolve to a real file.
 */
const unplugin: UnpluginInstance<SpoorOptions | undefined, false> = createUnplugin<SpoorOptions | undefined, false>((options) => {
  const session = newSession(resolveOptions(options))
  return { name: 'spoor', esbuild: { setup: (build) => setup(session, build) } }
})

export const esbuild: (typeof unplugin)['esbuild'] = unplugin.esbuild

function setup(session: Session, build: PluginBuild): void {
  const { initialOptions } = build
  const root = initialOptions.absWorkingDir ?? process.cwd()
  settle(session, { root, ambiguousAs: 'commonjs', production: isProduction(false, nodeEnvOf(initialOptions)), vitest: false })
  if (!session.plan) return
  build.onStart(() => beginBuild(session))
  build.onResolve({ filter: OWN_ID }, (args) => resolveOwn(build, args))
  build.onLoad({ filter: SCRIPT_ID, namespace: 'file' }, (args) => load(session, initialOptions, args))
  build.onEnd(({ errors }) => (errors.length ? undefined : finish(session, initialOptions)))
}

/** What the program will see as `NODE_ENV`, and else what this process does. Whether esbuild watches, plugins are not told. */
function nodeEnvOf({ define }: BuildOptions): string | undefined {
  return define?.['process.env.NODE_ENV']?.replaceAll(/["'`]/g, '') ?? process.env['NODE_ENV']
}

const TRIED = Symbol('spoor: the project resolves it first')

async function resolveOwn(build: PluginBuild, args: OnResolveArgs): Promise<OnResolveResult | undefined> {
  if (args.pluginData === TRIED) return undefined
  const { path, importer, namespace, resolveDir, kind } = args
  const found = await build.resolve(path, { importer, namespace, resolveDir, kind, pluginData: TRIED })
  if (!found.errors.length) return found
  const own = ownCopy(path)
  return own ? { path: own } : undefined
}

async function load(session: Session, options: BuildOptions, args: OnLoadArgs): Promise<OnLoadResult | undefined> {
  const source = wants(session, args.path + args.suffix)
  // `import text from './x.js' with { type: 'text' }`
  if (!source || args.with['type']) return undefined
  const warnings: PartialMessage[] = []
  const code = await readFile(args.path, 'utf8')
  const result = await instrument(session, code, source, (text) => void warnings.push({ text }))
  if (!result) return warnings.length ? { warnings } : undefined
  return { contents: options.sourcemap ? withMap(result) : result.code, loader: loaderFor(args.path, options), warnings }
}

/** The loader that esbuild would have taken: the project's for the longest extension, and else the usual one. */
function loaderFor(path: string, { loader = {} }: BuildOptions): Loader {
  const name = path.slice(path.search(/[^\\/]*$/))
  for (let at = name.indexOf('.'); at >= 0; at = name.indexOf('.', at + 1)) {
    const chosen = loader[name.slice(at)]
    if (chosen) return chosen
  }
  return name.replace(/^.*\.[cm]?/, '') as Loader
}

function finish(session: Session, { logLevel = 'info' }: BuildOptions): { warnings: PartialMessage[] } {
  const warnings: PartialMessage[] = []
  const quiet = ['silent', 'error', 'warning'].includes(logLevel)
  const print = (line: string): void => (quiet ? undefined : console.log(line))
  endBuild(session, print, (text) => void warnings.push({ text }))
  return { warnings }
}
