import { MARK, SITE_MARK } from '@spoor/shared'
import type { Site } from '@spoor/shared'
import remappingModule from '@jridgewell/remapping'
import { SpoorError } from './errors.ts'
import type { Driver } from './find/find.ts'
import { COMMONJS, find } from './find/find.ts'
import type { Findings, Skipped } from './find/records.ts'
import type { Purpose } from './find/state.ts'
import { tableOf } from './marks.ts'
import type { Node } from './node.ts'
import { interop } from './node.ts'
import type { ResolvedTransformOptions, TransformOptions } from './options.ts'
import { resolveOptions } from './options.ts'
import { parse, parseError } from './parse.ts'
import { readOrigins } from './places.ts'
import type { Origins } from './places.ts'
import { scan } from './scan.ts'
import type { Edit } from './write/insert.ts'
import { apply, editsOf, inlineMapOf } from './write/insert.ts'
import type { SourceMap } from './write/map.ts'
import { sourceMap } from './write/map.ts'
import { chooseNames } from './write/names.ts'
import type { FileKind } from './write/prologue.ts'
import { prologue, untrackImport } from './write/prologue.ts'
import { createTexts } from './write/texts.ts'

const remapping = interop<typeof import('@jridgewell/remapping').default>(remappingModule)

export interface TransformResult {
  /** The instrumented text; every line is the line that it was. */
  code: string
  /** High-resolution map with source and content, down to what the input's own inline map names. Made when asked for. */
  readonly map: SourceMap
  /** The instrumented functions, in the order of the text. */
  sites: Site[]
  /** Everything left alone, with the reason. */
  skipped: Skipped[]
}

const PROBED = new RegExp(`["'\`]${MARK}["'\`]`)
const hasProbes = (code: string): boolean => scan(code).has('spoor:') && PROBED.test(code)

/**
 * Puts probes into the functions of one file: where {@link mark} has been, those that it marked. Pure: no disk, no clock, no bundler.
 *
 * @param code text of a JavaScript or TypeScript file; the extension of `id` decides the syntax.
 * @param id path of the file; a query behind it (`?vue&lang.ts`) does not count.
 * @returns `undefined` when there is nothing to instrument; {@link explain} tells why.
 * @throws {SpoorError} `parse-error`, `too-deep` or `bad-option`, with `file:line:column`, a frame and what to do.
 */
export function transform(code: string, id: string, options: TransformOptions = {}): TransformResult | undefined {
  const resolved = resolveOptions(id, options)
  const file = fileOf(id, resolved.root)
  if (!resolved.include.file(file) || hasProbes(code)) return undefined
  const purpose = scan(code).has('spoor:') && code.includes(SITE_MARK) ? 'marked' : 'probe'
  const { findings, kind } = analyse(code, id, file, resolved, { purpose })
  if (findings.functions.length === 0) return undefined
  return resultOf(write(code, file, kind, findings, resolved), code, id, findings)
}

/**
 * For code that a compiler comes to before its functions can get probes, because it would leave functions with probes alone: puts marks
 * in, by which {@link transform} then knows the author's functions in what the compiler has made. Marks do nothing, should they stay.
 *
 * @returns with the marked functions as `sites`; `undefined` where there is nothing to mark. Takes and throws as {@link transform} does.
 */
export function mark(code: string, id: string, options: TransformOptions = {}): TransformResult | undefined {
  const resolved = resolveOptions(id, options)
  const file = fileOf(id, resolved.root)
  if (!resolved.include.file(file) || hasProbes(code)) return undefined
  const { findings } = analyse(code, id, file, resolved, { purpose: 'mark' })
  if (findings.functions.length === 0) return undefined
  const table = tableOf(findings.functions.map((fn) => fn.site))
  return resultOf(editsOf(code, findings, createTexts(chooseNames(code, ''), resolved), table), code, id, findings)
}

function resultOf(edits: readonly Edit[], code: string, id: string, { functions, skipped, comments }: Findings): TransformResult {
  const sites = functions.map((fn) => fn.site)
  return new Result(apply(code, edits), sites, skipped, () => mapOf(code, edits, comments, withoutQuery(id)))
}

/** A class, for a getter in an object literal is kept, with all that it sees, in a shape of that object's own until a full collection. */
class Result implements TransformResult {
  readonly code: string
  readonly sites: Site[]
  readonly skipped: Skipped[]
  readonly #makeMap: () => SourceMap
  #map: SourceMap | undefined

  constructor(code: string, sites: Site[], skipped: Skipped[], makeMap: () => SourceMap) {
    this.code = code
    this.sites = sites
    this.skipped = skipped
    this.#makeMap = makeMap
  }

  get map(): SourceMap {
    return (this.#map ??= this.#makeMap())
  }
}

/** What {@link transform} would instrument, and what not and why. Takes and throws the same. */
export function explain(code: string, id: string, options: TransformOptions = {}): { sites: Site[]; skipped: Skipped[] } {
  const resolved = resolveOptions(id, options)
  const file = fileOf(id, resolved.root)
  if (hasProbes(code)) return { sites: [], skipped: [{ file, name: '(module)', line: 1, column: 1, reason: 'already-instrumented' }] }
  const { findings } = analyse(code, id, file, resolved)
  return { sites: findings.functions.map((fn) => fn.site), skipped: findings.skipped }
}

/** Parses and decides. Tests hand in `@babel/traverse` as the driver and expect the same. */
export function analyse(
  code: string,
  id: string,
  file: string,
  options: ResolvedTransformOptions,
  { drive, purpose }: { drive?: Driver; purpose?: Purpose } = {},
): { findings: Findings; kind: FileKind } {
  const path = withoutQuery(id)
  const ast = options.parse ? parseWith(options.parse, code, path) : parse(code, syntaxPath(id), options.sourceType)
  // Marks say more than any map.
  const origins = options.inputMap && purpose !== 'marked' ? originsOf(options.inputMap, path) : undefined
  const input = { ast, code, file, typescript: /\.[mc]?tsx?$/.test(syntaxPath(id)), origins }
  const findings = refusingDepth(path, () => find(input, options, drive, purpose))
  return { findings, kind: kindOf(ast, code, path, findings, options) }
}

/** Read once, and only if there is a function. */
function originsOf(inputMap: () => unknown, path: string): () => Origins | undefined {
  let read: { origins: Origins | undefined } | undefined
  return () => {
    if (!read) {
      const map = inputMap()
      read = { origins: map ? readOrigins(map, !SCRIPT.test(path)) : undefined }
    }
    return read.origins
  }
}

/** Code of any other kind is a component, of which a compiler makes more functions than there were. */
const SCRIPT = /\.[cm]?[jt]sx?$/

/** The walk is recursive: a tree too deep for the stack is an error of ours. */
function refusingDepth<T>(path: string, walk: () => T): T {
  try {
    return walk()
  } catch (error) {
    if (error instanceof RangeError) throw new SpoorError('too-deep', path)
    throw error
  }
}

function write(code: string, file: string, kind: FileKind, findings: Findings, options: ResolvedTransformOptions): Edit[] {
  const names = chooseNames(code, kind === 'script' ? hash(file) : '')
  const edits = editsOf(code, findings, createTexts(names, options), prologue(kind, findings, names, options))
  const added = untrackImport(kind, findings, names, options)
  return added.length ? [...edits, ...added].sort((a, b) => a.at - b.at) : edits
}

function mapOf(code: string, edits: readonly Edit[], comments: readonly number[], source: string): SourceMap {
  const map = sourceMap(code, edits, comments, source)
  const inner = inlineMapOf(code)
  if (!inner) return map
  try {
    return remapping([map as never, inner], () => null) as SourceMap
  } catch {
    // The input's map cannot be read: nobody gets further back than the input.
    return map
  }
}

function parseWith(parser: NonNullable<TransformOptions['parse']>, code: string, path: string): Node {
  try {
    return parser(code, path) as Node
  } catch (error) {
    throw parseError(code, path, error)
  }
}

/** A CommonJS file is known by its names; one that shows neither kind is what the caller takes it for. */
function kindOf(
  ast: Node,
  code: string,
  path: string,
  findings: Findings,
  { sourceType, ambiguousAs }: ResolvedTransformOptions,
): FileKind {
  if (sourceType !== 'unambiguous') return sourceType
  if (ast['program'].sourceType === 'module' || findings.topLevelAwait) return 'module'
  if (/\.c[jt]s$/.test(path) || COMMONJS.test(code)) return 'commonjs'
  return ambiguousAs
}

/** Path relative to the root, with forward slashes. */
function fileOf(id: string, root: string): string {
  const path = withoutQuery(id).replaceAll('\\', '/')
  const folder = root.replaceAll('\\', '/').replace(/\/?$/, '/')
  if (!root) return path
  return path.startsWith(folder) ? path.slice(folder.length) : relative(folder, path)
}

/** `/a/b/` and `/a/c/d.ts` -> `../c/d.ts`; what is not absolute stays as it is. */
function relative(folder: string, path: string): string {
  if (!/^(?:\/|[a-z]:\/)/i.test(path)) return path
  const from = folder.split('/').slice(0, -1)
  const to = path.split('/')
  let shared = 0
  while (shared < from.length && from[shared] === to[shared]) shared++
  return shared > 1 ? [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/') : path
}

const withoutQuery = (id: string): string => id.replace(/[?#][^]*$/, '')

/** `App.vue?vue&type=script&lang.ts` has the syntax of a `.ts` file. */
function syntaxPath(id: string): string {
  const path = withoutQuery(id)
  const lang = /[?&]lang(?:\.|=)([mc]?[jt]sx?)\b/.exec(id)?.[1]
  return lang && !/\.[mc]?[jt]sx?$/.test(path) ? `${path}.${lang}` : path
}

/** Eight characters that tell files apart. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return (value >>> 0).toString(36)
}
