import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { RUNTIME_SLOT } from '../../packages/shared/src/index.ts'

export type Kind = 'script' | 'commonjs' | 'module'

/** No runtime; one that takes notes, switched off and on; Spoor's own, on, with values. */
export type Condition = 'absent' | 'off' | 'on' | 'real'

/** A text among others that run in the same realm. */
export interface Text {
  /** As it stands in the program's names. */
  id: string
  /** As it is called in stacks. */
  file: string
  code: string
}

/** What a program showed of itself, and what was told of it. */
export interface Shown {
  log: string[]
  told: string[]
  /** Calls that were entered and not left. */
  open: string[]
}

export interface Batch {
  kind: Kind
  condition: Condition
  texts: readonly Text[]
}

/** Where programs run. */
export interface Platform {
  name: string
  /** Whether it knows `using`. */
  using: boolean
  /** Runs texts in a fresh realm; gives what each showed, in their order. @throws where they take the platform down or never end */
  run(batch: Batch): Promise<Shown[]>
  close(): Promise<void>
}

const folder = join(import.meta.dirname, 'stage')

/** The stage as one script, see `stage/stage.js`. */
const STAGE: string = ['show', 'recorder', 'use', 'world', 'stage']
  .map((name) => readFileSync(join(folder, `${name}.js`), 'utf8'))
  .join('\n')

/** Spoor's runtime as one script, which puts itself into its slot. */
export const RUNTIME: string = buildSync({
  entryPoints: [createRequire(import.meta.url).resolve('@spoor/runtime')],
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2022',
}).outputFiles[0]!.text

/** What comes before the texts of a batch. */
export const preludeOf = (condition: Condition): string =>
  `${condition === 'real' ? RUNTIME : ''}\n${STAGE}\nglobalThis.stage = globalThis.createStage(${JSON.stringify(condition)}, ${JSON.stringify(RUNTIME_SLOT)})`
