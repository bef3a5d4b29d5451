import type { Given } from './check/check.ts'
import { createProgram } from './program.ts'

export type { Given } from './check/check.ts'
export type { CheckReport, StateReport } from './check/report.ts'
export type { RuntimeFiles } from './check/copy.ts'

/**
 * Runs the command `spoor`.
 * @param args without the names of the program and of Node
 * @param given paths that only the package which publishes the command knows
 * @returns the exit code: 0 fine, 1 what was asked about failed, 2 it could not be asked
 */
export async function main(args: readonly string[], given: Given): Promise<number> {
  return createProgram(given)(args)
}
