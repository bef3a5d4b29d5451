import type { Level, Matcher, PlainLimits } from '@spoor/shared'
import { compileSelectors, PROBES_MODULE } from '@spoor/shared'
import { SpoorError } from './errors.ts'

export type SourceType = 'unambiguous' | 'module' | 'commonjs' | 'script'

/** Options of the pass; all concern one file. */
export interface TransformOptions {
  /** Folder that selectors and the files of sites are relative to. @default '' (ids are taken as they are) */
  root?: string
  /** Selectors of the functions to instrument. @default ['**'] */
  include?: readonly string[]
  /** Selectors of the functions to leave alone. @default [] */
  exclude?: readonly string[]
  /** How much each function tells. @default 'calls' */
  level?: Level
  /** Whether arguments, results and thrown values are captured; limits: within those, unless the program has set its own. @default true */
  values?: boolean | PlainLimits
  /**
   * How a thrown value is learnt. `finally` leaves the debugger's "pause on uncaught exceptions" where the author's `throw` is and
   * learns the value where it is thrown, caught or reported; `catch` is exact at every frame, and a debugger pauses in the rethrow.
   * @default 'finally'
   */
  errors?: 'finally' | 'catch'
  /** What the file is. `unambiguous` looks for `import` and `export`, then for CommonJS names. @default 'unambiguous' */
  sourceType?: SourceType
  /** What a file is taken for that shows no sign of either kind. @default 'script' */
  ambiguousAs?: Exclude<SourceType, 'unambiguous'>
  /** The module that probes are imported from; `false`: they come from the runtime's `Symbol.for` slot. @default 'spoor/probes' */
  runtime?: string | false
  /**
   * Whether trivial functions bear probes too: those of a few operations that call nothing, loop nowhere, wait for nothing and throw
   * nothing. `false` leaves out those that no selector with a function part (`file#name`) selects.
   * @default true
   */
  trivial?: boolean
  /** Whether the functions record from the start (`on`) or when asked to (`idle`). @default 'on' */
  state?: 'on' | 'idle'
  /** Parses in place of the built-in grammars, see `babelParse`. Takes the code and the id without query; gives a Babel AST. */
  parse?: (code: string, id: string) => unknown
  /**
   * Gives the source map (version 3, object or JSON) of code that another tool made from the author's file: sites then say where their
   * functions stand there. Asked only where there is something to instrument.
   */
  inputMap?: () => unknown
}

export interface ResolvedTransformOptions extends Required<
  Omit<TransformOptions, 'include' | 'exclude' | 'values' | 'parse' | 'inputMap'>
> {
  include: Matcher
  exclude: Matcher
  values: boolean
  limits: PlainLimits | undefined
  parse: TransformOptions['parse'] | undefined
  inputMap: TransformOptions['inputMap'] | undefined
}

const EVERYTHING: readonly string[] = ['**']
const NOTHING: readonly string[] = []

/** Fills in the defaults. @throws {SpoorError} `bad-option` where a selector or level cannot be used. */
export function resolveOptions(id: string, options: TransformOptions): ResolvedTransformOptions {
  const level = options.level ?? 'calls'
  if (level !== 'calls') throw new SpoorError('bad-option', id, `level "${level}" is not available yet; use "calls"`)
  return {
    root: options.root ?? '',
    include: matcherOf(id, options.include ?? EVERYTHING),
    exclude: matcherOf(id, options.exclude ?? NOTHING),
    level,
    values: options.values !== false,
    limits: typeof options.values === 'object' ? options.values : undefined,
    errors: options.errors ?? 'finally',
    sourceType: options.sourceType ?? 'unambiguous',
    ambiguousAs: options.ambiguousAs ?? 'script',
    runtime: options.runtime ?? PROBES_MODULE,
    trivial: options.trivial ?? true,
    state: options.state ?? 'on',
    parse: options.parse,
    inputMap: options.inputMap,
  }
}

const matchers = new WeakMap<readonly string[], Matcher>()

/** One list of selectors serves every file of a build: compile it once. */
function matcherOf(id: string, selectors: readonly string[]): Matcher {
  let matcher = matchers.get(selectors)
  if (!matcher) {
    try {
      matcher = compileSelectors(selectors)
    } catch (error) {
      throw new SpoorError('bad-option', id, (error as Error).message)
    }
    matchers.set(selectors, matcher)
  }
  return matcher
}
