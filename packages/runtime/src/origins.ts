import type { RequestEvent } from '@spoor/shared'
import { platform } from './platform.ts'

/** Which requests are watched, and which carry our header. */
export interface RequestOptions {
  /** Other origins whose requests carry the header `traceparent`: `https://api.shop.test`. */
  origins?: readonly string[]
  /** Whether an origin is one's own. @default the origin of the page or worker */
  isOwn?(url: URLLike): boolean
  /** The request in whose answer the program is now, where the platform can tell. */
  within?(): RequestEvent | undefined
  /** Calls what makes a request, where that is to be known to somebody. */
  around?<T>(make: () => T): T
}

export interface URLLike {
  href: string
  origin: string
  protocol: string
  hostname: string
}

const { URL } = globalThis as unknown as { URL?: new (url: string, base?: string) => URLLike }
const hrefOf = URL && (Object.getOwnPropertyDescriptor(URL.prototype, 'href')?.get as ((this: unknown) => string) | undefined)

/** As the platform will resolve it; `undefined` for what is no address, or none of the web's. */
export function addressOf(text: string): URLLike | undefined {
  try {
    const url = URL && new URL(text, platform.document?.baseURI ?? platform.location?.href)
    return url && /^https?:$/.test(url.protocol) ? url : undefined
  } catch {
    // It will fail in its own way.
    return undefined
  }
}

/** Of a text or a `URL`; other objects would have to be asked for their text twice. */
export function textOf(input: unknown): string | undefined {
  if (typeof input === 'string') return input
  try {
    return hrefOf?.call(input)
  } catch {
    return undefined
  }
}

export function carriesTo(url: URLLike, { origins = [], isOwn = isOfPage }: RequestOptions): boolean {
  return isOwn(url) || origins.some((origin) => addressOf(origin)?.origin === url.origin)
}

const isOfPage = ({ origin }: URLLike): boolean => origin === platform.location?.origin
