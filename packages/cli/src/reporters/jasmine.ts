import type { Outcome } from '../read/results.ts'
import { write } from './write.ts'

interface Spec {
  fullName: string
  status: string
  failedExpectations: { message: string }[]
}

/** A reporter for Jasmine: `jasmine --reporter=<path of this file>`. */
export default class SpoorReporter {
  specDone({ fullName: name, status, failedExpectations }: Spec): void {
    const outcome: Outcome = status === 'passed' || status === 'failed' ? status : 'skipped'
    write(outcome === 'failed' ? { name, outcome, message: failedExpectations[0]?.message ?? '' } : { name, outcome })
  }

  suiteDone({ fullName, failedExpectations }: Spec): void {
    const [first] = failedExpectations
    if (first) write({ name: `${fullName} (the group)`, outcome: 'failed', message: first.message })
  }
}
