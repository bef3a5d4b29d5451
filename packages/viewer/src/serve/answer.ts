import type { IncomingMessage, ServerResponse } from 'node:http'

/** Who may show the page in a frame: nobody, or pages of its own origin. */
export type Frames = 'none' | 'self'

/** For everything that is answered: nobody keeps it, guesses what it is, frames it, or reads it from another origin. */
export const headersFor = (frames: Frames): Record<string, string> => ({
  'content-security-policy': `${POLICY}; frame-ancestors ${frames === 'self' ? "'self'" : "'none'"}`,
  'x-frame-options': frames === 'self' ? 'SAMEORIGIN' : 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
})

/** What a request asks for. Where a handler is mounted below a path, `url` has lost it. */
export function askedFor(request: IncomingMessage): { path: string; query: string } {
  const { originalUrl = request.url ?? '' } = request as { originalUrl?: string }
  const [path, query = ''] = originalUrl.split('?', 2) as [string, string?]
  return { path, query }
}

/** The page talks to its own server and to nobody else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** What is wrong with a request, for the page to show. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** A sentence, and what it is about. */
export function sayPlain(response: ServerResponse, status: number, text: string, frames: Frames = 'none'): void {
  response.writeHead(status, { ...headersFor(frames), 'content-type': 'text/plain; charset=utf-8' }).end(text && `${text}\n`)
}
