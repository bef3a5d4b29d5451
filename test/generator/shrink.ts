import type { CompareOptions, Finding, Trial } from './compare.ts'
import { compareAll, newTally, trialOf } from './compare.ts'
import { FLAVOURS } from './flavours.ts'
import type { FlavourName } from './flavours.ts'

/** Candidates that run in one realm. */
const AT_ONCE = 24

/**
 * The smallest program found within a time that shows what `finding` shows; the finding itself where it shows nothing when it runs alone.
 * Fewer numbers make less code, and zeros the simplest.
 */
export async function shrink(finding: Finding, options: CompareOptions, milliseconds: number = 60_000): Promise<Finding> {
  const until = Date.now() + milliseconds
  let smallest = finding
  for (let size = finding.trial.choices.length >> 1; size >= 1; size = size > 1 ? size >> 1 : 0) {
    for (let smaller: Finding | undefined = smallest; smaller;) {
      if (Date.now() > until) return smallest
      smaller = await firstOf(candidates(smallest.trial.choices, size), smallest, options, until)
      if (smaller) smallest = smaller
    }
  }
  return smallest
}

/** The same without a stretch of numbers, or with zeros there. */
function* candidates(numbers: readonly number[], size: number): Generator<number[]> {
  for (let at = 0; at < numbers.length; at += size) yield [...numbers.slice(0, at), ...numbers.slice(at + size)]
  for (let at = 0; at < numbers.length; at += size)
    if (numbers.slice(at, at + size).some(Boolean)) yield numbers.map((number, index) => (index >= at && index < at + size ? 0 : number))
}

async function firstOf(
  lists: Iterable<readonly number[]>,
  finding: Finding,
  options: CompareOptions,
  until: number,
): Promise<Finding | undefined> {
  let lot: Trial[] = []
  const all = [...lists]
  for (const [index, numbers] of all.entries()) {
    lot.push(again(finding.trial, numbers))
    if (lot.length < AT_ONCE && index < all.length - 1) continue
    const found = (await compareAll(lot, { ...options, tally: newTally() })).filter((one) => kindOf(one) === kindOf(finding))
    if (found.length > 0) return found.reduce((one, other) => (sizeOf(other) < sizeOf(one) ? other : one))
    if (Date.now() > until) return undefined
    lot = []
  }
  return undefined
}

const sizeOf = ({ trial }: Finding): number => trial.program.text.length

/** Another program in the same kind of file, if it can be in one. */
function again({ kind, flavour }: Trial, numbers: readonly number[]): Trial {
  const trial = [0, 1, 2].map((index) => trialOf(numbers, index, nameOf(flavour.name))).find((one) => one.kind === kind)
  return trial ?? trialOf(numbers, 0, nameOf(flavour.name))
}

const nameOf = (name: string): FlavourName => (name in FLAVOURS ? (name as FlavourName) : 'plain')

/** Names and values aside. */
const kindOf = ({ what }: Finding): string => what.replace(/ .*/s, '')

/** What a person needs to see of it; `again` is the command that finds it once more. */
export function report({ trial, condition, code, what, bare, traced }: Finding, again: string): string {
  const first = bare.findIndex((line, index) => line !== traced[index])
  const around = (lines: readonly string[]): string => lines.slice(Math.max(0, first - 2), first + 4).join('\n  ')
  return [
    `found again by  ${again}`,
    `${what} (${trial.flavour.name}, ${trial.kind}, ${condition})`,
    `program:\n${trial.program.text.replaceAll('§', '')}`,
    `as it ran:\n${code}`,
    `bare:\n  ${around(bare)}`,
    `instrumented:\n  ${around(traced)}`,
    `made from [${trial.choices.join(',')}]`,
  ].join('\n\n')
}
