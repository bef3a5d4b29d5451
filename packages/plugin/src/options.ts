import type { Level, PlainLimits } from '@spoor/shared'
import { checkOptions } from './check.ts'

/** What a door takes. All of it is optional, and every field has a default that works. */
export interface SpoorOptions {
  /**
   * Which functions to trace: selectors relative to `root`. `glob`, `glob#function-glob`, or either with `!` in front; the last
   * that matches wins. `['src/**', '!src/format.ts', 'src/cart.ts#checkout']`
   * @default ['src/**']
   */
  include?: string | readonly string[]
  /**
   * Which functions to leave alone, whatever `include` says. What is given replaces the default. Virtual modules and the runtime
   * of spoor are left alone in any case.
   * @default node_modules, declaration files and Vite's caches
   */
  exclude?: string | readonly string[]
  /**
   * How much each function tells. `variables`, `flow` and `full` are not available yet.
   * @default 'calls'
   */
  level?: Level
  /**
   * `'auto'`: on in development, absent from production builds, in but switched off under Vitest, absent where that counts coverage.
   * `true`: on everywhere. `false`: absent everywhere. `'idle'`: in everywhere, switched off until the program or a person asks. The
   * environment variable `SPOOR` goes before this option.
   * @default 'auto'
   */
  enabled?: 'auto' | boolean | 'idle'
  /**
   * Whether arguments, results and thrown values are kept, with secrets taken out; an object sets limits: `{ depth: 1, string: 1000 }`. What
   * the program itself sets by `spoor.configure` goes before them.
   * @default true
   */
  values?: boolean | PlainLimits
  /**
   * Whether trivial functions are traced too: those of a few operations that call nothing, loop nowhere and throw nothing. They are what
   * probes that are switched off cost most. A selector that names functions (`src/math.ts#add`) includes them in any case.
   * @default true, false in a production build whose probes are in but switched off (`'idle'`)
   */
  trivial?: boolean
  /**
   * How a thrown value is learnt. `finally`: where it is thrown, caught or reported, so that a debugger pauses at the author's
   * `throw`. `catch`: at every frame, exactly, and a debugger that pauses on uncaught exceptions does so in spoor's rethrow.
   * @default 'finally'
   */
  errors?: 'finally' | 'catch'
  /**
   * `pre`: before other plugins, so that names and places are the author's. `post`: after them. Single-file components (`.vue`,
   * `.svelte`, `.astro`, `.mdx`) always come after their compiler; so do, unless this option is given, React's components and hooks
   * where React Compiler or Fast Refresh is at work.
   * @default 'pre'
   */
  enforce?: 'pre' | 'post'
  /**
   * Folder that selectors and reported paths are relative to; a relative one is resolved from the working directory.
   * @default the bundler's root (Vite, Farm), context (webpack, Rspack) or working directory (the others)
   */
  root?: string
  /**
   * Whether the program prints its call tree in the console as it runs.
   * @default true in development where tracing is on, false in production, while idle and under Vitest
   */
  console?: boolean
  /**
   * Whether a recording has the requests that the program makes and answers. They are joined with the other side by the header
   * `traceparent`, which goes to the program's own origin, and to those listed here: `{ origins: ['https://api.shop.test'] }`.
   * @default true
   */
  requests?: boolean | { origins: readonly string[] }
  /**
   * Whether pages of a dev server can be watched and steered while they run. They connect to it, and send nothing until somebody
   * watches. `'remote'`: also where the dev server listens to other machines; else those may watch, and steer nothing.
   * @default true
   */
  control?: boolean | 'remote'
  /**
   * Parse with the project's own Babel configuration, for syntax that spoor does not know: `true` finds the configuration as Babel
   * does, an object is options of Babel's.
   * @default false
   */
  babel?: boolean | object
  /**
   * Whether what the pass made of a file is kept in `node_modules/.cache/spoor`, so that the next start or build need not make it again.
   * Found by the file's text, path and all options; not kept: what other plugins compiled, and all with `babel`.
   * @default true
   */
  cache?: boolean
}

/** Options after checking, with every default that does not depend on the bundler filled in. */
export interface ResolvedOptions {
  include: readonly string[]
  exclude: readonly string[]
  level: 'calls'
  enabled: 'auto' | boolean | 'idle'
  values: boolean | PlainLimits
  errors: 'finally' | 'catch'
  /** `undefined`: it depends on the kind of build. */
  trivial: boolean | undefined
  enforce: 'pre' | 'post'
  /** A person has said `enforce`. */
  forced: boolean
  /** `undefined`: the bundler knows. */
  root: string | undefined
  /** `undefined`: it depends on the kind of build. */
  console: boolean | undefined
  requests: false | { origins: readonly string[] }
  control: boolean | 'remote'
  babel: boolean | object
  cache: boolean
}

const DEFAULT_INCLUDE = ['src/**']
const DEFAULT_EXCLUDE = ['**/node_modules/**', '**/*.d.{ts,mts,cts}', '**/.vite/**']

/** Checks the options and fills in the defaults. @throws {OptionsError} that names the option and says what to do. */
export function resolveOptions(options: SpoorOptions = {}): ResolvedOptions {
  checkOptions(options)
  return {
    include: listOf(options.include ?? DEFAULT_INCLUDE),
    exclude: listOf(options.exclude ?? DEFAULT_EXCLUDE),
    level: 'calls',
    enabled: options.enabled ?? 'auto',
    values: options.values ?? true,
    errors: options.errors ?? 'finally',
    trivial: options.trivial,
    enforce: options.enforce ?? 'pre',
    forced: options.enforce !== undefined,
    root: options.root,
    console: options.console,
    requests: requestsOf(options.requests),
    control: options.control ?? true,
    babel: options.babel ?? false,
    cache: options.cache ?? true,
  }
}

const requestsOf = (requests: SpoorOptions['requests'] = true): ResolvedOptions['requests'] =>
  requests === true ? { origins: [] } : requests

const listOf = (texts: string | readonly string[]): readonly string[] => (typeof texts === 'string' ? [texts] : texts)
