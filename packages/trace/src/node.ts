// What needs a file system.
export * from './index.ts'
export { openTrace, openTraces } from './read/node-open.ts'
export { recordToFiles } from './write/node-file.ts'
export type { FileRecorder, FileRecorderOptions } from './write/node-file.ts'
