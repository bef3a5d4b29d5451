// What needs a file system.
export * from './index.ts'
