import type { Questions } from '../../questions.ts'
import type { Model } from '../model.ts'

export function names({ recording }: Model, { from }: Questions['names'][0]): Questions['names'][1] {
  return { names: recording.functions.all.slice(from).map(({ name, file, line, async }) => ({ name, file, line, async })) }
}
