import type { Program, Segment } from './debugged.ts'
import { lookUp } from './debugged.ts'

/** The same program with a map that knows nothing of the texts that lead to the author's next word: they belong to the word before. */
export const withoutLeads = ({ mappings }: Program): Program['placeOf'] => lookUp(mappings.filter((one, i) => !leads(one, mappings[i + 1])))

/** And with one in which they are nobody's. */
export const withNobodys = ({ mappings }: Program): Program['placeOf'] =>
  lookUp(mappings.map((one, i): Segment => (leads(one, mappings[i + 1]) ? [one[0], one[1]] : one)))

/** Two mappings for one place: the first is that of a text which the pass put before it. */
const leads = ([, , line, column]: Segment, next: Segment | undefined): boolean =>
  line !== undefined && next?.[2] === line && next[3] === column

/** Lines in the order in which a debugger showed them, without those shown twice on end; what leads nowhere is left out. */
export function linesOf(places: readonly ({ line: number } | undefined)[]): number[] {
  const lines = places.flatMap((place) => place?.line ?? [])
  return lines.filter((line, i) => line !== lines[i - 1])
}

/** What is in one list and not in the other, as far as their order allows. */
export function difference(bare: readonly number[], shown: readonly number[]): { lost: number[]; extra: number[] } {
  const table = Array.from({ length: bare.length + 1 }, () => new Array<number>(shown.length + 1).fill(0))
  for (let i = bare.length - 1; i >= 0; i--)
    for (let j = shown.length - 1; j >= 0; j--)
      table[i]![j] = bare[i] === shown[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!)
  const lost: number[] = []
  const extra: number[] = []
  let i = 0
  let j = 0
  while (i < bare.length || j < shown.length) {
    if (i < bare.length && j < shown.length && bare[i] === shown[j]) {
      i++
      j++
    } else if (j >= shown.length || (i < bare.length && table[i + 1]![j]! >= table[i]![j + 1]!)) lost.push(bare[i++]!)
    else extra.push(shown[j++]!)
  }
  return { lost, extra }
}
