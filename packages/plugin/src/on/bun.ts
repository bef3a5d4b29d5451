import { createUnplugin } from 'unplugin'
import type { BunPlugin, UnpluginInstance } from 'unplugin'
import { SCRIPT_ID } from '../ids.ts'
import { resolveOptions } from '../options.ts'
import type { SpoorOptions } from '../options.ts'
import { OWN_ID, ownCopy } from '../own.ts'
import { beginBuild, endBuild, instrument, newSession, settle, wants } from '../session.ts'
import type { Session, Warn } from '../session.ts'
import { isProduction } from '../state.ts'
import { readMapBack } from './bun-maps.ts'
import type { Artifact, Maps } from './bun-maps.ts'

/** What Bun gives to plugins, as far as it is used here. */
interface BunBuild {
  config?: { root?: string; define?: Record<string, string>; sourcemap?: unknown }
  onStart(callback: () => void): void
  onEnd?(callback: (result: { outputs: Artifact[] }) => Promise<void>): void
  onResolve(filter: { filter: RegExp }, callback: (args: { path: string; importer: string }) => { path: string } | undefined): void
  onLoad(filter: { filter: RegExp }, callback: (args: { path: string; loader: string }) => Promise<Loaded | undefined>): void
}

type Loaded = { contents: string; loader: string }
declare const Bun: { resolveSync(id: string, from: string): string; file(path: string): { text(): Promise<string> } }

const unplugin: UnpluginInstance<SpoorOptions | undefined, false> = createUnplugin<SpoorOptions | undefined, false>((options) => {
  const session = newSession(resolveOptions(options))
  return { name: 'spoor', bun: { setup: (build) => setup(session, build as unknown as BunBuild) } }
})

export const bun = (options?: SpoorOptions): BunPlugin => unplugin.bun(options)

const warn: Warn = (message) => console.warn(message)

function setup(session: Session, build: BunBuild): void {
  const nodeEnv = build.config?.define?.['process.env.NODE_ENV']?.replaceAll(/["'`]/g, '') ?? process.env['NODE_ENV']
  settle(session, { root: process.cwd(), ambiguousAs: 'commonjs', production: isProduction(false, nodeEnv), vitest: false })
  if (!session.plan) return
  build.onStart(() => beginBuild(session))
  build.onResolve({ filter: OWN_ID }, ({ path, importer }) => (resolves(path, importer) ? undefined : { path: ownCopy(path) as string }))
  const maps: Maps = new Map()
  build.onLoad({ filter: SCRIPT_ID }, (args) => load(session, maps, args))
  build.onEnd?.(async ({ outputs }) => {
    await Promise.all(outputs.map((output) => readMapBack(output, maps)))
    endBuild(session, console.log, warn)
  })
}

function resolves(id: string, importer: string): boolean {
  try {
    return Boolean(Bun.resolveSync(id, importer.replace(/[\\/][^\\/]*$/, '')))
  } catch {
    return false
  }
}

async function load(session: Session, maps: Maps, { path, loader }: { path: string; loader: string }): Promise<Loaded | undefined> {
  const source = wants(session, path)
  if (!source || !['js', 'jsx', 'ts', 'tsx'].includes(loader)) return undefined
  const result = await instrument(session, await Bun.file(path).text(), source, warn)
  if (!result) return undefined
  maps.set(source.path, result)
  return { contents: result.code, loader }
}
