import type { Questions } from '../../questions.ts'
import type { Model } from '../model.ts'

export function find({ recording }: Model, { id, file, line = Infinity }: Questions['find'][0]): Questions['find'][1] {
  const { functions } = recording
  if (id !== undefined) return { fn: functions.find(id) }
  let best = -1
  functions.all.forEach((one, fn) => {
    if (one.file === file && one.line <= line && (best < 0 || one.line >= functions.all[best]!.line)) best = fn
  })
  return { fn: best }
}
