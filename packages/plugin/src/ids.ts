/** A module that could be instrumented, as a bundler names it. */
export interface Source {
  /** Absolute path with forward slashes, without the query. */
  path: string
  /** `component`: made by a framework's compiler from a single-file component. */
  kind: 'script' | 'component'
}

/** The bundlers' native filters: wider than {@link readId}, which has the last word. */
export const SCRIPT_ID: RegExp = /\.[cm]?[jt]sx?(?:\?|$)/
export const COMPONENT_ID: RegExp = /\.(?:vue|svelte|astro|mdx)(?:\?|$)/

const SCRIPT_PATH = /\.(?:[cm]?[jt]s|[jt]sx)$/
const COMPONENT_PATH = /\.(?:vue|svelte|astro|mdx)$/

/** Queries by which a script is asked for as something else: its text, its address, or a constructor for it. */
const NOT_CODE = ['raw', 'url', 'worker', 'sharedworker', 'html-proxy']

/** Queries of the parts of a component: `App.vue?vue&type=script&lang.ts`. */
const PARTS = ['vue', 'svelte', 'astro']

/** What a bundler's id names: `undefined` where that is no code of a person's. */
export function readId(id: string): Source | undefined {
  if (id.includes('\0')) return undefined
  const at = id.indexOf('?')
  const path = (at < 0 ? id : id.slice(0, at)).replaceAll('\\', '/')
  const query = new URLSearchParams(at < 0 ? '' : id.slice(at + 1))
  if (NOT_CODE.some((key) => query.has(key))) return undefined
  if (COMPONENT_PATH.test(path)) return isCode(query) ? { path, kind: 'component' } : undefined
  return SCRIPT_PATH.test(path) ? { path, kind: 'script' } : undefined
}

/** The component as a whole, or its script; neither its styles, whatever language they are in, nor its template. */
function isCode(query: URLSearchParams): boolean {
  return !PARTS.some((part) => query.has(part)) || query.get('type') === 'script'
}
