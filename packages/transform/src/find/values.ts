import type { Node } from '../node.ts'
import { startWithAnnotation } from './annotations.ts'
import type { FunctionRecord } from './records.ts'
import type { FindState } from './state.ts'
import { wrapOf } from './wrap.ts'

/** Before a value that is returned. */
export function openValue(value: Node, fn: FunctionRecord, { code, findings }: FindState): void {
  const wrap = wrapOf(value)
  if (wrap === 'held') fn.holdsValue = true
  findings.points.push({ at: startWithAnnotation(value, code), side: 'open', fn, kind: 'value', wrap })
}

/** Behind it. */
export function closeValue(value: Node, fn: FunctionRecord, { findings }: FindState): void {
  findings.points.push({ at: value.end, side: 'close', fn, kind: 'value-end', wrap: wrapOf(value) })
}
