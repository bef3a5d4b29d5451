import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the workspace. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface Manifest {
  name: string
  version?: string
  private?: boolean
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  scripts?: Record<string, string>
  [field: string]: unknown
}

export interface Package {
  /** Name of its folder under `packages/`. */
  room: string
  folder: string
  manifest: Manifest
}

/** Paths, relative to the workspace, of the files that git knows or would take. */
export function workspaceFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
  return [...new Set(listed.split('\n'))].filter((path) => path && existsSync(join(ROOT, path)))
}

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Nothing, where a tool that ran meanwhile has taken away what it had put there. */
export function readIfThere(path: string): string {
  try {
    return read(path)
  } catch (error) {
    if (existsSync(join(ROOT, path))) throw error
    return ''
  }
}

export const manifestAt = (path: string): Manifest => JSON.parse(read(path))

/** Every package under `packages/`. */
export function packages(): Package[] {
  const paths = workspaceFiles().filter((path) => /^packages\/[^/]+\/package\.json$/.test(path))
  return paths.map((path) => ({ room: path.split('/')[1]!, folder: path.replace('/package.json', ''), manifest: manifestAt(path) }))
}
