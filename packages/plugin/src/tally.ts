import { UNTOLD } from '@spoor/shared'
import type { TransformResult } from '@spoor/transform'
import { say } from './messages.ts'
import type { Plan } from './plan.ts'
import type { Session } from './session.ts'

/** What came of one build, or of one rebuild. */
export interface Tally {
  functions: number
  files: number
  /** How many functions were left alone, by the reason. */
  left: Map<string, number>
  /** Wanted modules that went through the pass. */
  passed: number
  /** Milliseconds spent in the pass. */
  ms: number
}

export const newTally = (): Tally => ({ functions: 0, files: 0, left: new Map(), passed: 0, ms: 0 })

export function count(tally: Tally, { sites, skipped }: Pick<TransformResult, 'sites' | 'skipped'>): void {
  tally.functions += sites.length
  if (sites.length) tally.files++
  for (const { reason } of skipped) {
    if (!UNTOLD.has(reason)) tally.left.set(reason, (tally.left.get(reason) ?? 0) + 1)
  }
}

/** `spoor: 132 functions in 24 files traced, 5 left alone (3 ignored, 2 block-conflict), 41 ms` */
export function summary({ functions, files, left, ms }: Tally, plan: Plan): string {
  const reasons = [...left].sort((a, b) => b[1] - a[1])
  const alone = reasons.reduce((sum, [, times]) => sum + times, 0)
  const told = reasons.map(([reason, times]) => `${times} ${reason}`).join(', ')
  const traced = `${plural(functions, 'function')} in ${plural(files, 'file')} traced`
  const idle = plan.state === 'idle' ? ' (idle)' : ''
  return `spoor: ${traced}${idle}${alone ? `, ${alone} left alone (${told})` : ''}, ${Math.round(ms)} ms`
}

/** `spoor: tracing src/** (SPOOR=0 to switch off)` */
export function startLine(plan: Plan): string {
  const verb = plan.state === 'idle' ? 'ready to trace' : 'tracing'
  return `spoor: ${verb} ${plan.include.join(', ')} (SPOOR=0 to switch off)`
}

/** The warning of a build that is on and traces nothing; in a rebuild, what earlier builds traced counts too. */
export function emptiness({ seen, wanted, traced, tally }: Session, plan: Plan): string | undefined {
  const facts = { include: plan.include.join(', '), root: plan.root, source: plan.source }
  if (!seen) return say('nothing-seen', facts)
  if (!wanted) return say('nothing-matched', facts)
  return tally.passed && !traced ? say('no-function-matched', facts) : undefined
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
