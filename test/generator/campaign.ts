import { sampleChoices } from './arbitrary.ts'
import type { CompareOptions, Finding, Trial } from './compare.ts'
import { compareAll, trialOf } from './compare.ts'
import type { FlavourName } from './flavours.ts'

const AT_ONCE = 100

/** How many programs of each flavour. */
export type Plan = Partial<Record<FlavourName, number>>

/** The programs of a seed, in lots that run in one realm each. */
function* lotsOf(plan: Plan, seed: number): Generator<Trial[]> {
  let offset = 0
  for (const [name, count] of Object.entries(plan)) {
    const trials = sampleChoices(count, seed + offset++).map((choices, index) => trialOf(choices, index, name as FlavourName))
    for (let at = 0; at < trials.length; at += AT_ONCE) yield trials.slice(at, at + AT_ONCE)
  }
}

/** Runs them all, until a program behaves differently or, behind the first lot, `until` has come. @returns the first that does @throws with the seed */
export async function campaign(plan: Plan, seed: number, options: CompareOptions, until: number = Infinity): Promise<Finding | undefined> {
  for (const lot of lotsOf(plan, seed)) {
    const [finding] = await compareAll(lot, options).catch((error: unknown) => {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
    })
    if (finding || Date.now() > until) return finding
  }
  return undefined
}
