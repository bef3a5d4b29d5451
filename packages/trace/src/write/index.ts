export { RECORD_LIMITS } from './limits.ts'
export type { RecordLimits } from './limits.ts'
export { createRecorder } from './recorder.ts'
export type { Recorder, RecorderOptions } from './recorder.ts'
