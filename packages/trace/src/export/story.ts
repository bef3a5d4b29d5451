import { shownCaller } from './forest.ts'
import type { Forest } from './forest.ts'
import { siteOf } from '../skeleton/survey.ts'
import type { Recording, Stream } from '../skeleton/survey.ts'
import { tell } from './tell.ts'
import type { ToldCall } from './tell.ts'
import type { SiteLine } from '../format.ts'

/** The root of the tree of each call; -1 for those that are not shown. */
function rootsOf(forest: Forest): Int32Array {
  const { caller, shown } = forest
  const roots = new Int32Array(caller.length).fill(-1)
  for (let call = 0; call < caller.length; call++) {
    if (!shown[call]) continue
    let root = call
    // Callers in the same stream come first, and theirs is known; those in others may come later.
    for (let above = shownCaller(forest, root); above >= 0; above = shownCaller(forest, root))
      root = roots[above]! >= 0 ? roots[above]! : above
    roots[call] = root
  }
  return roots
}

/** One tree of calls: `below` has its calls by their nearest callers that are shown, in the order of beginning. */
export interface Tree {
  /** -1 where nothing was recorded. */
  root: number
  below: ReadonlyMap<number, readonly number[]>
}

/** The largest tree of those with the most failures: where something went wrong, that is what people ask about. */
export function treeToShow(forest: Forest): Tree {
  const roots = rootsOf(forest)
  const failures = new Int32Array(roots.length)
  const sizes = new Int32Array(roots.length)
  for (const [call, root] of roots.entries()) {
    if (root < 0) continue
    if (threw(forest, call)) failures[root]!++
    sizes[root]!++
  }
  let best = -1
  for (const [call, size] of sizes.entries()) {
    if (size && (best < 0 || (failures[call]! - failures[best]! || size - sizes[best]!) > 0)) best = call
  }
  return { root: best, below: calleesOf(forest, roots, best) }
}

function calleesOf(forest: Forest, roots: Int32Array, root: number): Map<number, number[]> {
  const below = new Map<number, number[]>()
  for (const [call, of] of roots.entries()) {
    if (of !== root || call === root) continue
    const above = shownCaller(forest, call)
    const list = below.get(above)
    if (list) list.push(call)
    else below.set(above, [call])
  }
  return below
}

/** Which function was called. */
export function siteAt(forest: Forest, call: number): SiteLine {
  const stream = forest.stream(call)
  return siteOf(stream, stream.events.site[forest.index(call)]!)
}

export const threw = (forest: Forest, call: number): boolean => forest.stream(call).events.threw[forest.index(call)] === 1

/** Reads the recording once more for what was passed and given back. */
export async function valuesOf(recording: Recording, forest: Forest, wanted: ReadonlySet<number>): Promise<Map<number, ToldCall>> {
  const numbers = new Map<Stream, Map<number, number>>()
  for (const call of wanted) {
    const stream = forest.stream(call)
    const of = numbers.get(stream) ?? new Map<number, number>()
    numbers.set(stream, of.set(stream.events.seq[forest.index(call)]!, call))
  }
  const out = new Map<number, ToldCall>()
  for await (const told of tell(recording, forest.survey)) {
    const call = told.type === 'call' ? numbers.get(told.stream)?.get(told.line.seq) : undefined
    if (call !== undefined) out.set(call, told as ToldCall)
  }
  return out
}
