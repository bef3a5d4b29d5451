import type { Deed } from '@spoor/shared'

/** Selectors of every function in these files. */
export const selectFiles = (files: readonly Deed[]): string[] => files.map(({ file }) => glob(file))

/**
 * Selectors of some of a file's functions and of none of the others. A selector that names `f` means `f~2` too, so the general ones
 * come first and the others correct them.
 */
export function selectFunctions({ file, sites }: Deed, names: ReadonlySet<string>): string[] {
  const all = [...new Set(sites.map(({ name }) => name))]
  const depth = (name: string): number => name.split('~').length
  return all.sort((a, b) => depth(a) - depth(b)).map((name) => `${names.has(name) ? '' : '!'}${glob(file)}#${glob(name)}`)
}

/** Text as a glob that means itself; `#` and `=`, which part selectors, as any one character. */
const glob = (text: string): string => text.replaceAll(/[#=]/g, '?').replaceAll(/[\\*[\]{}!]/g, '\\$&')
