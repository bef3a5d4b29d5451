import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { CONSOLE_MODULE, PROBES_MODULE } from '@spoor/shared'

const require = createRequire(import.meta.url)

/** What instrumented code imports. */
export const OWN_ID: RegExp = /^spoor\/(?:probes|console)$/

/**
 * Absolute path of our own copy of what instrumented code imports, for files in folders from which `spoor` cannot be resolved
 * (linked workspaces). It may come to stand beside another copy: both meet in one `Symbol.for` slot.
 */
export function ownCopy(id: string): string | undefined {
  const name = { [PROBES_MODULE]: '@spoor/runtime/probes', [CONSOLE_MODULE]: '@spoor/runtime/console' }[id]
  return name && require.resolve(name)
}

/** `alias` entries that send instrumented code to our own copy. */
export const ownAliases = (): Record<string, string> =>
  Object.fromEntries([PROBES_MODULE, CONSOLE_MODULE].map((id) => [`${id}$`, ownCopy(id) as string]))

let runtimeFolder: string | undefined

/** Whether a file is part of the runtime, which never traces itself. @param path with forward slashes */
export function isOwn(path: string): boolean {
  runtimeFolder ??= `${dirname(require.resolve('@spoor/runtime/package.json')).replaceAll('\\', '/')}/`
  return path.startsWith(runtimeFolder)
}

/** The packages that must be one copy wherever a bundler would make two. */
export const OWN_PACKAGES: readonly string[] = ['spoor', '@spoor/runtime']

/** Version of this package, for the keys of caches. */
export function ownVersion(): string {
  return (JSON.parse(readFileSync(require.resolve('spoor/package.json'), 'utf8')) as { version: string }).version
}
