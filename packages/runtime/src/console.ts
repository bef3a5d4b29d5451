export * from './probes.ts'
