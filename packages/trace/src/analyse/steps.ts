import type { StackStep } from './summary.ts'

/** Longest cycle that is looked for: mutual recursion of more functions is told one by one. */
const LONGEST_CYCLE = 8

/** `a b c b c b c d` -> `[a] × 1, [b c] × 3, [d] × 1`; runs of single ones together. */
export function stepsOf(path: readonly string[]): StackStep[] {
  const steps: StackStep[] = []
  for (let at = 0; at < path.length;) {
    const { length, times } = cycleAt(path, at)
    const last = steps.at(-1)
    if (times === 1 && last?.times === 1) last.functions.push(path[at] as string)
    else steps.push({ functions: path.slice(at, at + length), times })
    at += length * times
  }
  return steps
}

/** The cycle that covers most from here on. */
function cycleAt(path: readonly string[], from: number): { length: number; times: number } {
  let best = { length: 1, times: 1 }
  for (let length = 1; length <= LONGEST_CYCLE; length++) {
    let end = from + length
    while (end < path.length && path[end] === path[end - length]) end++
    const times = Math.floor((end - from) / length)
    if (times > 1 && times * length > best.times * best.length) best = { length, times }
  }
  return best
}
