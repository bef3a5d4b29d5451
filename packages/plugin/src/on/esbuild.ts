import { Buffer } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import type {
  BuildOptions,
  Loader,
  OnEndResult,
  OnLoadArgs,
  OnLoadResult,
  OnResolveArgs,
  OnResolveResult,
  PartialMessage,
  PluginBuild,
} from 'esbuild'
import { createUnplugin } from 'unplugin'
import type { UnpluginInstance } from 'unplugin'
import { SCRIPT_ID } from '../ids.ts'
import { resolveOptions } from '../options.ts'
import type { SpoorOptions } from '../options.ts'
import { OWN_ID, ownCopy } from '../own.ts'
import { beginBuild, endBuild, instrument, newSession, settle, wants } from '../session.ts'
import type { Place, Session, Warn } from '../session.ts'
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
  build.onEnd(({ errors }) => (errors.length ? undefined : finish(session, build)))
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
  const warn: Warn = (text, place) => void warnings.push({ text, location: place ? locate(args.path, code, place) : null })
  const result = await instrument(session, code, source, warn)
  if (!result) return warnings.length ? { warnings } : undefined
  return { contents: options.sourcemap ? withMap(result) : result.code, loader: loaderFor(args.path, options), warnings }
}

/** esbuild's columns count from 0, and in bytes. */
function locate(file: string, code: string, { line, column }: Place): NonNullable<PartialMessage['location']> {
  const lineText = code.split(/\r?\n/)[line - 1] ?? ''
  return { file, line, column: Buffer.byteLength(lineText.slice(0, column - 1)), lineText }
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

/** esbuild keeps the warnings of `onEnd` for programs and prints none of them: here a person sees them too. */
async function finish(session: Session, { initialOptions: { logLevel = 'info' }, esbuild }: PluginBuild): Promise<OnEndResult> {
  const warnings: PartialMessage[] = []
  const quiet = ['silent', 'error'].includes(logLevel)
  const print = (line: string): void => (quiet || logLevel === 'warning' ? undefined : console.log(line))
  endBuild(session, print, (text) => void warnings.push({ text }))
  if (!quiet)
    for (const text of await esbuild.formatMessages(warnings, { kind: 'warning', color: process.stderr.isTTY })) console.warn(text)
  return { warnings }
}
