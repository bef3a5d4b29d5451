// `@spoor/cli/attach`: how programs that listen are found, and talked to.
export { attachTo, AttachError, devServerAt } from './client.ts'
export type { AttachCode, Attached, Listener, Target } from './client.ts'
export { announce, fileOf, listening, listeningOf, openRunFolder, remove, runFolder, UnsafeFolder, whoAnswer } from './folder.ts'
export type { Listening } from './folder.ts'
