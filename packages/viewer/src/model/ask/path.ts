import type { Questions } from '../../questions.ts'
import type { Model } from '../model.ts'
import { known, rowOf } from '../rows.ts'

/** Most rows: nobody reads more, and files that were tampered with could go round. */
const MOST = 10_000

export function path({ recording }: Model, { ref }: Questions['path'][0]): Questions['path'][1] {
  const found: number[] = []
  for (let at = known(recording, ref); at >= 0 && found.length < MOST; at = recording.above(at)) found.push(at)
  return { rows: found.reverse().map((at) => rowOf(recording, at)) }
}
