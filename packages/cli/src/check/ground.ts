import type { Deed } from '@spoor/shared'

/** How the probes stand in an instrumented run: without a runtime, waiting, recording. */
export type Probes = 'absent' | 'off' | 'on'

export const PROBES: readonly Probes[] = ['absent', 'off', 'on']

/** Which functions are instrumented, as selectors, and how. */
export interface Selection {
  include: readonly string[]
  exclude: readonly string[]
  /** Whether arguments, results and thrown values are kept where the probes are on. */
  values: boolean
}

/** Where the tests run, and how the project's files come to be instrumented there. */
export interface Ground {
  cwd: string
  /** Makes ready for a run of the tests as they are. */
  bare(): Setting
  instrumented(selection: Selection, probes: Probes): Setting
  /** The text of a file as the author wrote it. @param file relative to the root */
  original(file: string): string
}

export interface Setting {
  env: NodeJS.ProcessEnv
  /** What was done with each file; to be asked after the run. */
  deeds(): Deed[]
}

/** One list of several processes' deeds: of each file that in which most was instrumented. */
export function mergeDeeds(deeds: Iterable<Deed>): Deed[] {
  const byFile = new Map<string, Deed>()
  for (const deed of deeds) {
    const known = byFile.get(deed.file)
    if (!known || known.sites.length < deed.sites.length) byFile.set(deed.file, deed)
  }
  return [...byFile.values()].sort((a, b) => (a.file < b.file ? -1 : 1))
}
