import type { ChangeOrder } from '@spoor/shared'

/** How functions are switched on and off in the programs that are recorded. */
export interface Steering {
  /** Whether next calls of a function are recorded, as far as what was said of it tells. */
  isOn(file: string, name: string): boolean
  /** @throws with words for people */
  change(order: ChangeOrder): Promise<unknown>
  canSteer: boolean
}

export function useSteering(): Steering | undefined {
  return undefined
}
