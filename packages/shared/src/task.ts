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
