// With the runtime in it, for pages that were made by whatever: it meets theirs in its slot.
export { startLive } from './web-live.ts'
