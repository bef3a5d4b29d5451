import type { Questions } from '../../questions.ts'
import type { Model } from '../model.ts'
import { rowOf } from '../rows.ts'
import { select } from '../scope.ts'
import { inOrder } from './children.ts'

type Query = Questions['marks'][0]

export function marks({ recording }: Model, { offset, limit, ...scope }: Query): Questions['marks'][1] {
  const { covers } = select(recording, scope)
  const found = recording.marks.map(({ event }) => event).filter((at) => covers(at))
  const list = inOrder(recording, found.toReversed())
  return { rows: Array.from(list.subarray(offset, offset + limit), (at) => rowOf(recording, at)), total: list.length }
}
