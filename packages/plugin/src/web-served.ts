import type { AsyncLocalStorage } from 'node:async_hooks'
import { newRequest, readTraceparent, tellRequest, TRACEPARENT } from '@spoor/runtime/requests'
import type { RequestEvent } from '@spoor/runtime/requests'

/** What is being answered. */
export interface Answering {
  /** The request in whose answer something happens: Node keeps it, and calls at the top ask for it. */
  store: AsyncLocalStorage<RequestEvent>
  /** Requests for parts of a page, as long as nothing that is traced ran for them: nobody is told of these. */
  silent: WeakSet<RequestEvent>
}

/** A request that has come in, of whatever version of HTTP. */
export interface Asked {
  method: string
  /** With scheme and host. */
  address: string
  /** @param name in small letters */
  header(name: string): string | undefined
}

/** What a page is made of, by the header `sec-fetch-dest`: a dev server answers hundreds of these. */
const PARTS = /^(?:script|style|font|image|manifest|(?:shared|service)?worker|track|audio|video)$/

/** The page that shows what is recorded, and its doors. */
const OWN = /^(?:https?:\/\/[^/]*)?[^?#]*\/__spoor(?:[/?#]|$)/

/** @returns nothing for those that nobody is ever told of */
export function beginServed({ address, header, method }: Asked, { silent }: Answering): RequestEvent | undefined {
  if (OWN.test(address)) return undefined
  const event = newRequest({ side: 'server', method, url: address, from: readTraceparent(header(TRACEPARENT)) })
  if (PARTS.test(header('sec-fetch-dest') ?? '')) silent.add(event)
  else tellRequest(event)
  return event
}

/** Why an answer is none, where nothing better is known. */
export const INCOMPLETE = 'closed before the answer was complete'
