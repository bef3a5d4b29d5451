import { decodeSite, flagName, SITE_FIELDS } from '@spoor/shared'
import type { Site } from '@spoor/shared'
import { state } from './state.ts'
import type { Flags } from './state.ts'

/** The site's number if rules, or else the build, want it on; 0 if not. */
export const flagOf = (number: number): number => ((state.rule?.(state.sites[number] as Site) ?? state.starts[number]) ? number : 0)

/** See `register`. */
export function addSites(file: string, start: 0 | 1, table: (string | number)[]): Flags {
  const numbers: number[] = []
  for (let i = 0; table[i * SITE_FIELDS] !== undefined; i++) numbers.push(addSite(decodeSite(file, table, i), start))
  const alive = (state.loads.get(file) ?? []).filter((load) => load.flags.deref())
  // Browsers keep every module that they ever loaded: a file that is edited again and again does not add to what there is.
  const held = alive.find((load) => `${load.numbers}` === `${numbers}`)?.flags.deref()
  if (held) return held
  // Parsed, for V8 then makes a fast object whose fields count as constant; assigned by computed names they end in a dictionary.
  const flags = JSON.parse(`{${numbers.map((number, i) => `"${flagName(i)}":${flagOf(number)}`)}}`) as Flags
  alive.push({ flags: typeof WeakRef === 'function' ? new WeakRef(flags) : { deref: () => flags }, numbers })
  state.loads.set(file, alive)
  return flags
}

// Names are unique within a file, so that a file that is loaded again finds the numbers it had.
function addSite(site: Omit<Site, 'id'>, start: 0 | 1): number {
  const { ids, sites, starts } = state
  const id = `${site.file}#${site.name}`
  const number = ids.get(id) ?? sites.length
  ids.set(id, number)
  sites[number] = { id, ...site }
  starts[number] = start
  return number
}
