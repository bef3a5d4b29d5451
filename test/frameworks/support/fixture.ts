import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'

/**
 * How a fixture is built: `bare`, as if the plugin were not installed; otherwise with the plugin as its `vite.config.ts` has it, and
 * `absent`, `idle` or `on` by the environment variable, `auto` without it.
 */
export type Variant = 'bare' | 'absent' | 'idle' | 'on' | 'auto'

/** A small application with a `vite.config.ts` that leaves the plugin out where the environment says `BARE=1`. */
export interface Fixture {
  name: string
  /** Its folder; absolute. */
  root: string
  /** Where what is built from it goes; absolute, and empty at first. */
  cache: string
  /** Tells the dev server of an edit: watchers lose one of two that come close together. */
  changed?: (path: string) => void
}

const folder = fileURLToPath(new URL('..', import.meta.url))

/** The folder `test/frameworks/<name>`: to build from. */
export const fixtureOf = (name: string): Fixture => ({ name, root: join(folder, name), cache: fresh(join(name, 'build')) })

/** A copy that may be edited, apart from every other. @param as tells the copies of one fixture apart */
export function copyOf(name: string, as: string): Fixture {
  const root = fresh(join(name, as))
  cpSync(join(folder, name), root, { recursive: true })
  return { name, root, cache: join(root, '.cache') }
}

function fresh(path: string): string {
  const made = join(folder, '../.cache/frameworks', path)
  rmSync(made, { recursive: true, force: true })
  mkdirSync(made, { recursive: true })
  return made
}

export const read = ({ root }: Fixture, file: string): string => readFileSync(join(root, file), 'utf8')

/** Replaces the only place of `from` in a file of a copy, and its dev server knows. @throws where there is none, or more than one */
export function edit(fixture: Fixture, file: string, from: string, to: string): void {
  const parts = read(fixture, file).split(from)
  if (parts.length !== 2) throw new Error(`${parts.length - 1} places of \`${from}\` in ${file}`)
  const path = join(fixture.root, file)
  writeFileSync(path, parts.join(to))
  fixture.changed?.(path)
}

const SPOOR = { bare: undefined, absent: '0', idle: 'idle', on: '1', auto: undefined }

/** Runs `work` in the environment of a person's shell, with what the variant asks for: not in that of Vitest. */
export async function inShell<T>(variant: Variant, work: () => Promise<T>): Promise<T> {
  const outside = Object.keys(process.env).filter((key) => /^VITEST|^(?:TEST|NODE_ENV|PROD|DEV|SSR|MODE|BASE_URL)$/.test(key))
  for (const key of outside) vi.stubEnv(key, undefined)
  vi.stubEnv('SPOOR', SPOOR[variant])
  vi.stubEnv('BARE', variant === 'bare' ? '1' : undefined)
  try {
    return await work()
  } finally {
    vi.unstubAllEnvs()
  }
}
