// What needs a file system.
export * from './index.ts'
export { openTrace, openTraces } from './read/node-open.ts'
