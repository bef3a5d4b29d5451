import { join } from '../read/results.ts'
import { write } from './write.ts'

interface Runner {
  on(event: string, listener: (test: Test, error?: { message?: string }) => void): void
}

interface Test {
  /** Old versions have it not. */
  titlePath?(): string[]
  fullTitle(): string
}

/** A reporter for Mocha, which calls it with `new`: `mocha --reporter <path of this file>`. */
export default function SpoorReporter(runner: Runner): void {
  runner.on('pass', (test) => write({ name: nameOf(test), outcome: 'passed' }))
  runner.on('pending', (test) => write({ name: nameOf(test), outcome: 'skipped' }))
  runner.on('fail', (test, error) => write({ name: nameOf(test), outcome: 'failed', message: String(error?.message ?? error) }))
}

const nameOf = (test: Test): string => (test.titlePath ? join(test.titlePath()) : test.fullTitle())
