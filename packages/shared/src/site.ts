/** What a function looks like in its source. */
export type FunctionKind = 'function' | 'arrow' | 'method' | 'getter' | 'setter' | 'constructor'

/** One instrumented function: where it stands and what a person would call it. */
export interface Site {
  /** `file#name`, with `~2`, `~3`, ... behind the second and third of the same name. Stable across builds and edits elsewhere. */
  id: string
  /** Path relative to the project root, with forward slashes. */
  file: string
  /** Full name, e.g. `Cart.checkout`, `outer.inner`, `get Cart.total`, `onClick callback`. */
  name: string
  /** Line in the author's file, from 1. */
  line: number
  /** Column in the author's file, from 1, in UTF-16 code units. */
  column: number
  kind: FunctionKind
  async: boolean
  generator: boolean
  /** A label for each parameter: `a`, `{b,c}`, `[d]`, `...rest`. */
  params: string[]
}

/** The fields of one site in the flat array that instrumented code hands to `register`. */
export type SiteRow = [name: string, line: number, column: number, flags: number, params: string]

/** Fields per site in the flat table. */
export const SITE_FIELDS = 5

const KINDS: readonly FunctionKind[] = ['function', 'arrow', 'method', 'getter', 'setter', 'constructor']
const ASYNC = 8
const GENERATOR = 16

/** `Site` -> its five fields in the table. */
export function encodeSite(site: Site): SiteRow {
  const flags = KINDS.indexOf(site.kind) + (site.async ? ASYNC : 0) + (site.generator ? GENERATOR : 0)
  return [site.name, site.line, site.column, flags, site.params.join(' ')]
}

/** The `index`-th site of a table made of {@link encodeSite} rows, without its id: ids count same names over a whole file. */
export function decodeSite(file: string, table: readonly (string | number)[], index: number): Omit<Site, 'id'> {
  const at = index * SITE_FIELDS
  const flags = table[at + 3] as number
  const params = table[at + 4] as string
  return {
    file,
    name: table[at] as string,
    line: table[at + 1] as number,
    column: table[at + 2] as number,
    kind: KINDS[flags & 7] as FunctionKind,
    async: (flags & ASYNC) > 0,
    generator: (flags & GENERATOR) > 0,
    params: params ? params.split(' ') : [],
  }
}
