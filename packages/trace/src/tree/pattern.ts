import { nameGlobToRegExp } from '@spoor/shared'
import type { RequestLine } from '../format.ts'

/**
 * Whether a request is meant by a pattern: a part of its method and URL, with or without the origin, or a glob for a part of it
 * (`POST /api/*`). Upper and lower case are the same.
 */
export function requestPattern(pattern: string): (request: Pick<RequestLine, 'method' | 'url'>) => boolean {
  const matches = patternOf(pattern)
  return ({ method, url }) => matches(`${method} ${url}`) || matches(`${method} ${url.replace(/^\w+:\/\/[^/?#]*/, '')}`)
}

function patternOf(pattern: string): (text: string) => boolean {
  const lower = pattern.toLowerCase()
  if (!pattern.includes('*')) return (text) => text.toLowerCase().includes(lower)
  const glob = nameGlobToRegExp(`*${lower}`)
  return (text) => glob.test(text.toLowerCase())
}
