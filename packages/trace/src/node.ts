// What needs a file system.
export * from './index.ts'
export { openTrace } from './read/node-open.ts'
