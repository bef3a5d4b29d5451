/**
 * Everything that this package says when something is not as it should be: what happened, and what to do. `{word}` stands for a
 * fact of the case. What is wrong within a file is told by the pass, in its own words.
 */
export const MESSAGES = {
  'unknown-option': {
    what: '`{path}` is not an option of spoor',
    hint: '{advice}',
  },
  'wrong-type': {
    what: '`{path}` is {given}, which spoor cannot use',
    hint: 'Give {expected}.',
  },
  'bad-selector': {
    what: '`{path}` holds a selector that cannot be read: {detail}',
    hint: 'A selector is `glob`, `glob#function`, or either with `!` in front: `src/cart/**`, `src/cart.ts#checkout`, `!src/cart/format.ts`.',
  },
  'level-not-available': {
    what: '`{path}` asks for the level `{level}`, which is not available yet',
    hint: 'Use `calls`.',
  },
  'not-called': {
    what: '`plugins` holds spoor itself, and not what it makes',
    hint: 'Call it: `plugins: [spoor()]`.',
  },
  'bad-environment': {
    what: '`SPOOR_OPTIONS` cannot be read: {detail}',
    hint: 'Give options as JSON: `SPOOR_OPTIONS=\'{"include":["lib/**"]}\'`.',
  },
  'nothing-seen': {
    what: 'tracing is on, but the bundler handed over no module at all',
    hint: 'Where another plugin loads the source files itself, put spoor before it in `plugins`.',
  },
  'nothing-matched': {
    what: 'tracing is on, but none of the modules matches {include}',
    hint: 'Selectors are relative to the root, here {root}. Change {source}, as in `lib/**`, or set `root`.',
  },
  'nothing-loaded': {
    what: 'tracing is on, but no file that was loaded matches {include}',
    hint: "Selectors are relative to {root}. Name others in the environment, as in `SPOOR='lib/**'`.",
  },
  'no-function-matched': {
    what: 'tracing is on, but no function matches {include}',
    hint: 'The part after `#` is matched with full names, such as `Cart.checkout` and `outer.inner`. Change {source}.',
  },
  'compiler-missed': {
    what: 'React Compiler works on {file}, and leaves components and hooks that are traced as they are',
    hint: "By which plugin it does cannot be seen from here: set `enforce: 'post'`, so that spoor comes behind it.",
  },
  'probes-counted': {
    what: 'coverage is counted while functions bear probes, and counts those among their branches',
    hint: 'Unset `SPOOR` and the option `enabled` while you measure coverage: then no function bears any.',
  },
  'recording-stopped': {
    what: '{detail}',
    hint: 'What was written until then can be read.',
  },
  'not-steered': {
    what: 'this program cannot be watched and steered: {detail}',
    hint: 'It runs on without. `SPOOR_CONTROL=1` needs a folder of your own for its socket.',
  },
  'no-page': {
    what: 'calls are traced, but not shown at /__spoor/, for the configuration names no dev server',
    hint: 'Put `devServer: {}` into it. One that you start by its API takes `spoorMiddleware()` of `spoor/server` before its own middlewares.',
  },
  'not-announced': {
    what: '`spoor attach` does not find this dev server by itself: {detail}',
    hint: 'Give its address: `spoor attach --url {url}`. All else works.',
  },
  'pass-failed': {
    what: '{file} was left as it is, because the pass failed: {detail}',
    hint: 'That is a fault of spoor: please report it with the file. Until then leave the file out with `exclude`.',
  },
} as const

export type MessageCode = keyof typeof MESSAGES

/** Fills in a message. @returns `spoor: what happened` and, on a line of its own, what to do. */
export function say(code: MessageCode, facts: Record<string, string>): string {
  const { what, hint } = MESSAGES[code]
  return `spoor: ${fill(what, facts)}\n${fill(hint, facts)}`
}

function fill(text: string, facts: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, word: string) => facts[word] ?? '')
}

/** Thrown for options and for `SPOOR` before a build begins; a build that has begun is never made to fail. */
export class OptionsError extends Error {
  override name = 'SpoorError'
  /** Word-code of what happened, for programs. */
  readonly code: MessageCode
  /** What to do about it. */
  readonly hint: string

  constructor(code: MessageCode, facts: Record<string, string>) {
    super(say(code, facts))
    this.code = code
    this.hint = fill(MESSAGES[code].hint, facts)
  }
}
