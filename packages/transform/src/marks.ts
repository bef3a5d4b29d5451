import { decodeSite, encodeSite, SITE_FIELDS, SITE_MARK } from '@spoor/shared'
import type { Site } from '@spoor/shared'

/** The same, once for the whole file: where all of them stand. */
const TABLE_MARK = 'spoor:sites '

/** What is known of the author's function of a name. */
export type Authored = ReadonlyMap<string, Omit<Site, 'id'>>

/** The directive for a function. */
export const markOf = ({ name }: Site): string => `"${SITE_MARK}${plain(name)}";`

/** The directive for the file with all these functions. */
export const tableOf = (sites: readonly Site[]): string => `"${TABLE_MARK}${plain(JSON.stringify(sites.flatMap(encodeSite)))}";`

/** The name of the author's function; `undefined` where the directive is none of ours. @param text between the quotes */
export const readMark = (text: string): string | undefined =>
  text.startsWith(SITE_MARK) ? decodeURIComponent(text.slice(SITE_MARK.length)) : undefined

/** The author's functions; `undefined` where the directive is none of ours. @param text between the quotes */
export function readTable(file: string, text: string): Authored | undefined {
  if (!text.startsWith(TABLE_MARK)) return undefined
  const table = JSON.parse(decodeURIComponent(text.slice(TABLE_MARK.length))) as (string | number)[]
  const sites = Array.from({ length: table.length / SITE_FIELDS }, (_, index) => decodeSite(file, table, index))
  return new Map(sites.map((site) => [site.name, site]))
}

/** In characters that no printer of code has to escape. */
const plain = (text: string): string => encodeURIComponent(text).replaceAll("'", '%27')
