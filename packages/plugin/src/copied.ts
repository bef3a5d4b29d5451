// The probes and who reads them, whole in one file: for copies of a project that can import nothing of ours. Only what is used of a package
// without side effects gets into a bundle, so the reader comes by a name.
export { spoor } from '@spoor/runtime'
export * from '@spoor/runtime/probes'
