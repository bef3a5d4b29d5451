import { appendFileSync } from 'node:fs'
import type { TestResult } from '../read/results.ts'

/** Environment variable with the path of the file that reporters write to. */
export const RESULTS_VARIABLE = 'SPOOR_RESULTS'

// Taken at load: tests replace functions of the file system, and change the environment.
const append = appendFileSync
const file = process.env[RESULTS_VARIABLE]

/** Adds a line for one test at once, so that a run that ends abruptly leaves what it had told. */
export function write(result: TestResult): void {
  if (file) append(file, `${JSON.stringify(result)}\n`)
}
