import type { Recording } from './recording.ts'
import type { Source } from './source.ts'

/** What questions are asked of. */
export interface Model {
  recording: Recording
  sources: readonly Source[]
}
