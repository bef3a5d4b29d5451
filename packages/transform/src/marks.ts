import { decodeSite, encodeSite } from '@spoor/shared'
import type { Site } from '@spoor/shared'

/**
 * How a directive of ours begins. Code that a compiler will write anew carries one in each function: it says which of the author's
 * functions that is, whatever the compiler makes of its name, place and parameters, and means nothing to whoever does not know it.
 */
export const SITE_MARK = 'spoor:site '

/** The directive for a function, in characters that no printer of code has to escape. */
export function markOf(site: Site): string {
  const row = encodeURIComponent(JSON.stringify(encodeSite(site))).replaceAll("'", '%27')
  return `"${SITE_MARK}${row}";`
}

/** What a directive says of the author's function; `undefined` where it is none of ours. @param text between the quotes */
export function readMark(file: string, text: string): Omit<Site, 'id'> | undefined {
  if (!text.startsWith(SITE_MARK)) return undefined
  const row = JSON.parse(decodeURIComponent(text.slice(SITE_MARK.length))) as (string | number)[]
  return decodeSite(file, row, 0)
}
