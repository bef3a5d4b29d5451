// `@spoor/runtime/requests`: the requests of a program among its events, joined with the other side by W3C's trace context.
import { watchFetch } from './fetch.ts'
import type { RequestOptions } from './origins.ts'
import { watchXhr } from './xhr.ts'

export type { RequestEvent } from '@spoor/shared'
export type { RequestOptions, URLLike } from './origins.ts'
export { addressOf, carriesTo } from './origins.ts'
export { replace } from './replace.ts'
export { adopt, endRequest, linkRoots, newRequest, tellRequest } from './request.ts'
export { readTraceparent, TRACEPARENT, writeTraceparent } from './traceparent.ts'
export type { TraceContext } from './traceparent.ts'

/**
 * Watches `fetch` and `XMLHttpRequest`, in pages and workers: each request becomes an event below the call that sends it, and those to
 * one's own and the listed origins carry the header `traceparent`, unless the program has set one.
 * @returns a function that puts both back as they were
 */
export function watchRequests(options: RequestOptions = {}): () => void {
  const undo = [watchFetch(options), watchXhr(options)]
  return () => undo.forEach((one) => one())
}
