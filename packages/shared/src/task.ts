/** Environment variable with the path of a {@link Task}: how the command tells the Node door what to do. Goes before everything else. */
export const TASK_VARIABLE = 'SPOOR_TASK'

/** What the Node door shall do in each process of one run. */
export interface Task {
  /** Absolute folder that selectors and the files of sites are relative to. */
  root: string
  include: readonly string[]
  exclude: readonly string[]
  /** Whether functions record from the start or wait until asked. */
  state: 'on' | 'idle'
  /** Whether arguments, results and thrown values are kept. */
  values: boolean
  /** Whether the probes find a runtime; without one they do nothing. */
  runtime: boolean
  /** Folder for what each thread did: files of {@link Deed} lines, one for each instrumented file. */
  deeds: string
  /** Folder for instrumented text, so that a run of many processes passes each file once. */
  cache: string
}

/** What was done with one file. */
export interface Deed {
  /** Relative to the root, with forward slashes. */
  file: string
  /** The instrumented functions. */
  sites: readonly Place[]
  /** The functions that were left alone. */
  skipped: readonly (Place & { reason: string })[]
  /** Why the file as a whole was left as it is. */
  error?: string
}

/** A function and where it stands. */
export interface Place {
  name: string
  /** From 1. */
  line: number
  /** From 1, in UTF-16 code units. */
  column: number
}

/** Not told as left alone: what nobody asked for, and what is no function, or nobody's. */
export const UNTOLD: ReadonlySet<string> = new Set(['not-selected', 'static-block', 'module-body', 'generated'])

/** What the pass says of a file, as far as it is told. */
export function deedOf(file: string, { sites, skipped }: Pick<Deed, 'sites' | 'skipped'>): Deed {
  const left = skipped.filter(({ reason }) => !UNTOLD.has(reason))
  return { file, sites: sites.map(placeOf), skipped: left.map((one) => ({ ...placeOf(one), reason: one.reason })) }
}

const placeOf = ({ name, line, column }: Place): Place => ({ name, line, column })
