import { BOX_FLAGS } from '../../questions.ts'
import type { Ref, TimelineSlice } from '../../questions.ts'
import { engine } from '../engine.ts'
import { scope } from '../routes.ts'
import type { Chart } from './chart.ts'
import { bounds, view } from './view.ts'

/** As many as a wide screen has: where there are more, some lie in one box, of which one is told. */
const WIDTH = 4000

interface Match {
  ref: Ref
  from: number
}

/** The next call or request in the filter, or the one before, in the order in which they began; -1: the one before. */
export async function match(chart: Chart, ref: Ref | undefined, direction: 1 | -1): Promise<Ref | undefined> {
  if (!scope.peek().filter) return undefined
  const found = chart.find(ref)
  const at = found ? found.from : direction > 0 ? view.peek().from : view.peek().to
  const drawn = chart.drawn()
  const near = drawn && nearest(drawn, ref, at, direction)
  if (near || !drawn) return near?.ref
  const far = direction > 0 ? { from: drawn.to, to: bounds.peek().to } : { from: bounds.peek().from, to: drawn.from }
  if (!(far.from < far.to)) return undefined
  return nearest(await engine.peek()!.ask('timeline', { ...scope.peek(), ...far, width: WIDTH }), ref, at, direction)?.ref
}

/** Of those that began at the same time, the one whose number is next. */
function nearest({ streams }: TimelineSlice, ref: Ref | undefined, at: number, direction: 1 | -1): Match | undefined {
  let best: Match | undefined
  const isBefore = (a: Match, b: Match): boolean => (a.from - b.from || a.ref - b.ref) * direction < 0
  const here = { ref: ref ?? -direction * Infinity, from: at }
  for (const { boxes, requests } of streams) {
    for (const { ref, from, flags } of [boxes, requests]) {
      for (let i = 0; i < ref.length; i++) {
        if (flags[i]! & BOX_FLAGS.DIMMED || (from[i]! - at) * direction < 0) continue
        const one = { ref: ref[i]!, from: from[i]! }
        if (isBefore(here, one) && (!best || isBefore(one, best))) best = one
      }
    }
  }
  return best
}
