import type { Skipped, TransformResult } from '@spoor/transform'
import { say } from './messages.ts'
import type { Plan } from './plan.ts'

/** What came of one build, or of one rebuild. */
export interface Tally {
  functions: number
  files: number
  /** How many functions were left alone, by the reason. */
  left: Map<string, number>
  /** Functions of wanted files that no selector names. */
  notSelected: number
  /** Wanted modules that the pass saw. */
  passed: number
  /** Milliseconds spent in the pass. */
  ms: number
}

export const newTally = (): Tally => ({ functions: 0, files: 0, left: new Map(), notSelected: 0, passed: 0, ms: 0 })

/** Not told as left alone: what nobody asked for, and what is no function. */
const UNTOLD = new Set(['static-block', 'module-body'])

export function count(tally: Tally, result: TransformResult): void {
  tally.functions += result.sites.length
  if (result.sites.length) tally.files++
  for (const skipped of result.skipped) countSkipped(tally, skipped)
}

function countSkipped(tally: Tally, { reason }: Skipped): void {
  if (reason === 'not-selected') tally.notSelected++
  else if (!UNTOLD.has(reason)) tally.left.set(reason, (tally.left.get(reason) ?? 0) + 1)
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

/** The warning of a build that is on and traces nothing. @param wanted whether the build holds a module that selectors name */
export function emptiness(tally: Tally, plan: Plan, seen: boolean, wanted: boolean): string | undefined {
  const facts = { include: plan.include.join(', '), root: plan.root, source: plan.source }
  if (!wanted) return say(seen ? 'nothing-matched' : 'nothing-seen', facts)
  return !tally.functions && tally.notSelected ? say('no-function-matched', facts) : undefined
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
