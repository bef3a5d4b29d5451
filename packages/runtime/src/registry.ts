import { decodeSite, flagName, SITE_FIELDS } from '@spoor/shared'
import type { Site } from '@spoor/shared'
import { state } from './state.ts'
import type { Flags } from './state.ts'

/** How the rules and the build stand to a site; the last rule that has something to say wins. */
export function isOn(number: number): boolean {
  const { file, name } = state.sites[number] as Site
  for (const { on, matcher } of state.rules.toReversed()) {
    // Names may carry `~2`; people write them with or without.
    const verdict = matcher.function(file, name) ?? matcher.function(file, name.replace(/~\d+$/, ''))
    if (verdict?.selected) return on
    if (verdict && on) return false
  }
  return state.starts[number] as boolean
}

/** See `register`. */
export function addSites(file: string, start: boolean, table: (string | number)[]): Flags {
  const numbers: number[] = []
  for (let i = 0; i * SITE_FIELDS < table.length; i++) numbers.push(addSite(decodeSite(file, table, i), start))
  // Parsed, for V8 then makes a fast object whose fields count as constant; assigned by computed names they end in a dictionary.
  const flags = JSON.parse(`{${numbers.map((number, i) => `"${flagName(i)}":${flagOf(number)}`)}}`) as Flags
  const alive = state.loads.get(file)?.filter((load) => load.flags.deref()) ?? []
  alive.push({ flags: typeof WeakRef === 'function' ? new WeakRef(flags) : { deref: () => flags }, numbers })
  state.loads.set(file, alive)
  return flags
}

export const flagOf = (number: number): number => (isOn(number) ? number : 0)

// Names are unique within a file, so that a file that is loaded again finds the numbers it had.
function addSite(site: Omit<Site, 'id'>, start: boolean): number {
  const { ids, sites, starts } = state
  const id = `${site.file}#${site.name}`
  const number = ids.get(id) ?? sites.length
  ids.set(id, number)
  sites[number] = { id, ...site }
  starts[number] = start
  return number
}
