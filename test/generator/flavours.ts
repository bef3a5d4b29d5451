import { transformSync } from 'esbuild'
import type { Wishes } from './program.ts'

/** What a program's tools do to its text, before or after Spoor. */
export interface Flavour extends Wishes {
  name: string
  extension: 'js' | 'ts'
  before: (code: string) => string
  after: (code: string) => string
  /** Whether every line is where it was, instrumented or not. */
  lines: boolean
}

const same = (code: string): string => code

const compiled =
  (loader: 'js' | 'ts', target: string) =>
  (code: string): string =>
    transformSync(code, { loader, target, logLevel: 'silent' }).code

const PLAIN: Flavour = { name: 'plain', extension: 'js', before: same, after: same, lines: true }

export type FlavourName = 'plain' | 'typescript' | 'using' | 'native' | 'lowered' | 'compiled'

/** As most programs come first; then those that a compiler sees after us, and before us. */
export const FLAVOURS: Record<FlavourName, Flavour> = {
  plain: PLAIN,
  typescript: { ...PLAIN, name: 'typescript', extension: 'ts', typescript: true, after: compiled('ts', 'es2022'), lines: false },
  using: { ...PLAIN, name: 'using', using: true, after: compiled('js', 'es2022'), lines: false },
  /** As it is, where the platform knows it. */
  native: { ...PLAIN, name: 'native', using: true },
  lowered: { ...PLAIN, name: 'lowered', after: compiled('js', 'es2016'), lines: false },
  compiled: { ...PLAIN, name: 'compiled', before: compiled('js', 'es2016') },
}
