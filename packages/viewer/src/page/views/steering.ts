import { compileSelectors, splitSelectors } from '@spoor/shared'
import type { ChangeOrder, ControlRule, Matcher, Program } from '@spoor/shared'
import { line, lineState, programs } from '../live.ts'

/** How functions are switched on and off in the programs that run. */
export interface Steering {
  /** Whether the next calls of a function are recorded by any of them, as far as their rules tell. */
  isOn(file: string, name: string): boolean
  /** @throws with words for people */
  change(order: ChangeOrder): Promise<void>
  canSteer: boolean
}

/** `undefined` where nothing runs that could be told: recordings from files. */
export function useSteering(): Steering | undefined {
  if (lineState.value === undefined) return undefined
  const hub = line.value
  const running = programs.value.filter(({ connected }) => connected)
  return {
    isOn: (file, name) => running.some((program) => isOnIn(program, file, name)),
    change: async (order) => {
      const answers = Object.values((await hub?.change(order)) ?? {})
      const refused = answers.find((answer) => 'error' in answer)
      if (refused) throw new Error(refused.error)
    },
    canSteer: lineState.value === 'open' && hub?.hello?.canSteer === true && running.length > 0,
  }
}

/** The last rule that matches decides. */
function isOnIn({ status }: Program, file: string, name: string): boolean {
  const rule = status.rules.findLast((one) => matcherOf(one)?.function(file, name)?.selected)
  return rule ? rule.on : status.on > 0
}

/** Rules as they were compiled; they stay the same objects of text for many rows. */
const matchers = new Map<string, Matcher | undefined>()

function matcherOf({ selectors }: ControlRule): Matcher | undefined {
  if (!matchers.has(selectors)) matchers.set(selectors, compiled(selectors))
  return matchers.get(selectors)
}

/** `undefined` for what a newer version may write. */
function compiled(selectors: string): Matcher | undefined {
  try {
    return compileSelectors(splitSelectors(selectors))
  } catch {
    return undefined
  }
}
