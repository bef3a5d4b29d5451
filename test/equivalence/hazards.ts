/** JavaScript that breaks careless instrumenters: what it is, and the tests, beside the programs whose names begin with its number. */
export interface Hazard {
  row: number
  title: string
  /** `folder/file.test.ts` below `test/`, or with ` > ` and the name of one test or group in it. */
  tests?: string[]
}

const bundlers = (...names: string[]): string[] => names.map((name) => `bundlers/${name}.test.ts`)

export const HAZARDS: readonly Hazard[] = [
  // Statements
  { row: 1, title: 'a return, throw or jump that is the whole body of an `if` or a loop' },
  { row: 2, title: 'such a statement before `else`, before the `while` of a `do`, behind a label' },
  { row: 3, title: 'a `var` and a function of one name in one body' },
  { row: 4, title: 'two functions of one name in a body, where a block may have one' },
  { row: 5, title: 'functions in blocks, and functions named like a parameter, in sloppy code' },
  { row: 6, title: 'something between a label and its loop' },
  { row: 7, title: 'declarations in the cases of a `switch`' },
  { row: 8, title: 'lines without semicolons that would go on', tests: ['transform/random.test.ts'] },
  { row: 9, title: 'keywords after which a line break or a missing blank changes the meaning' },
  {
    row: 10,
    title: 'what must be the first or the last thing in a file: hashbang, licence, pragma, directive, map',
    tests: ['transform/shape.test.ts > what must be first stays first', 'transform/maps.test.ts'],
  },
  { row: 11, title: 'directives of frameworks within a body', tests: ['equivalence/extracted.test.ts > server functions'] },
  { row: 12, title: 'a strict function among sloppy ones' },
  { row: 13, title: 'bodies of arrows: parentheses, commas, objects, comments' },
  { row: 14, title: 'arrows within arrows, and two texts at one place' },
  { row: 15, title: '`in` within the head of a `for`' },
  { row: 16, title: 'default exports: their name, and that they are hoisted' },
  // this, super, arguments, new.target
  { row: 17, title: '`this` before `super`' },
  { row: 18, title: 'defaults of parameters, which do not see the body' },
  { row: 19, title: '`super` in methods' },
  { row: 20, title: '`new.target`, and functions that are constructed' },
  { row: 21, title: 'what constructors return, two supers, parameter properties' },
  { row: 22, title: '`arguments`, mapped and not' },
  { row: 23, title: 'the number of parameters, which frameworks count' },
  { row: 24, title: 'names that a function has from where it stands' },
  { row: 25, title: 'fields, private members, static blocks' },
  { row: 26, title: 'forms of calls: methods, optional calls, tags, direct `eval`, `import()`' },
  { row: 27, title: 'recursion that goes deep', tests: ['transform/shape.test.ts > recursion goes at least'] },
  // Async, generators, exceptions
  { row: 28, title: 'what a generator returns through `yield*`' },
  { row: 29, title: 'generators that are closed or thrown into', tests: ['runtime/calls.test.ts > interleaved generators'] },
  { row: 30, title: 'async generators, `for await`, async delegation', tests: ['runtime/calls.test.ts > async generators with for await'] },
  { row: 31, title: 'the order of microtasks' },
  { row: 32, title: 'promises and thenables that are returned as they are' },
  { row: 33, title: 'calls of one function that overlap', tests: ['runtime/calls.test.ts > two concurrent async calls'] },
  { row: 34, title: 'a promise that an async function returns', tests: ['equivalence/records.test.ts > 34: an async function'] },
  { row: 35, title: 'two returns of one call', tests: ['equivalence/records.test.ts > 35: there is one end'] },
  { row: 36, title: 'things that are thrown for the sake of control', tests: ['equivalence/records.test.ts > 36: what is thrown'] },
  {
    row: 37,
    title: 'thrown things that are nothing, or cannot be looked at',
    tests: ['equivalence/records.test.ts > 37: undefined and null'],
  },
  { row: 38, title: 'resources that are disposed of on the way out' },
  { row: 39, title: 'exceptions that are caught within', tests: ['runtime/calls.test.ts > a throw that nobody saw'] },
  // Scope, modules, globals
  { row: 40, title: 'functions that are called before their module ran', tests: ['transform/shape.test.ts > modules in a circle'] },
  {
    row: 41,
    title: 'names of the program that an instrumenter uses too',
    tests: ['transform/shape.test.ts > names of ours occur nowhere'],
  },
  { row: 42, title: 'names that are not there yet' },
  { row: 43, title: 'functions that travel as text' },
  { row: 44, title: 'factories of mocks, which are moved above the imports' },
  {
    row: 45,
    title: 'expressions and calls that tools look for by their form',
    tests: ['plugin/vite.test.ts > a worker is instrumented and counted', 'bundlers/chromium.test.ts > the search in the worker'],
  },
  { row: 46, title: 'what can be shaken from the tree', tests: ['transform/shape.test.ts > without effect where nothing uses it'] },
  { row: 47, title: 'functions that a later tool takes out of their file', tests: ['equivalence/extracted.test.ts'] },
  { row: 48, title: '`eval` and `with`' },
  {
    row: 49,
    title: 'frozen built-ins, other realms, workers without a runtime',
    tests: [
      'transform/shape.test.ts > worlds without what we look for',
      'equivalence/browser.test.ts',
      'runtime/recorder.test.ts > a frozen global',
    ],
  },
  { row: 50, title: 'a policy that allows no code from text', tests: ['equivalence/browser.test.ts > a page under a policy'] },
  // Types, frameworks, hot updates
  { row: 51, title: 'TypeScript that looks like JSX', tests: ['transform/syntax.test.ts > syntax by extension'] },
  { row: 52, title: 'decorators of both kinds' },
  { row: 53, title: 'what has no body, or is only a type' },
  {
    row: 54,
    title: 'single-file components, and ids with queries',
    tests: [
      'plugin/components.test.ts',
      'plugin/vite.test.ts > single-file components',
      'frameworks/vue/vue.test.ts',
      'frameworks/svelte/svelte.test.ts',
    ],
  },
  {
    row: 55,
    title: 'values that note who reads them',
    tests: ['runtime/reactive.test.ts', 'frameworks/vue/vue.test.ts', 'frameworks/svelte/svelte.test.ts'],
  },
  { row: 56, title: 'components that are known by name and identity', tests: ['frameworks/react/refresh.test.ts > edits do to the page'] },
  {
    row: 57,
    title: 'compilers that give up at a `try`',
    tests: ['transform/marks.test.ts', 'frameworks/react/react.test.ts > the compiler compiles what it would'],
  },
  { row: 58, title: 'elements with more props than were written', tests: ['frameworks/react/react.test.ts > the page, the console'] },
  {
    row: 59,
    title: 'modules that are replaced while the program runs',
    tests: [
      'frameworks/react/refresh.test.ts > fifty edits',
      'bundlers/dev.test.ts > an edit: functions keep their ids',
      'runtime/recorder.test.ts > a file that is loaded again',
    ],
  },
  // Values
  {
    row: 60,
    title: 'getters with effects',
    tests: ['equivalence/records.test.ts > 60: getters', 'runtime/snapshot.test.ts > no code of the user runs'],
  },
  { row: 61, title: 'proxies that throw, or are revoked', tests: ['equivalence/records.test.ts > 61: a proxy'] },
  { row: 62, title: 'the DOM, frames of other origins, `document.all`', tests: ['equivalence/browser.test.ts > a page under a policy'] },
  {
    row: 63,
    title: 'values without an end, or of great size',
    tests: ['equivalence/records.test.ts > 63: values', 'runtime/snapshot.test.ts > everything is bounded'],
  },
  { row: 64, title: 'values that are no JSON, or are used up by looking', tests: ['equivalence/records.test.ts > 64: values'] },
  { row: 65, title: 'texts that values make of themselves', tests: ['equivalence/records.test.ts > 65: none'] },
  {
    row: 66,
    title: 'values that change after the call',
    tests: ['equivalence/records.test.ts > 66: a value', 'runtime/snapshot.test.ts > a value that changes later'],
  },
  { row: 67, title: 'secrets', tests: ['equivalence/records.test.ts > 67: secrets', 'runtime/snapshot.test.ts > secrets are redacted'] },
  // Bundlers
  { row: 68, title: 'webpack and Rspack: maps through their loaders', tests: bundlers('webpack', 'rspack') },
  {
    row: 69,
    title: 'esbuild: one loader for a file, and maps of its input',
    tests: [...bundlers('esbuild'), 'plugin/corners.test.ts > esbuild'],
  },
  {
    row: 70,
    title: 'child compilers and workers',
    tests: ['plugin/corners.test.ts > a child compiler', 'plugin/vite.test.ts > a worker is instrumented and counted'],
  },
  { row: 71, title: 'a loader that drops the map of its input', tests: bundlers('webpack') },
  { row: 72, title: 'before or behind other plugins', tests: ['plugin/options.test.ts > enforce: scripts before or after'] },
  {
    row: 73,
    title: 'one file for client and server',
    tests: ['plugin/vite.test.ts > client and SSR are instrumented', 'bundlers/dev.test.ts > the same functions in client and server'],
  },
  {
    row: 74,
    title: 'ids that are no file: texts, addresses, workers, what is bundled ahead',
    tests: [
      'plugin/vite.test.ts > a text, an address and a worker',
      'plugin/vite.test.ts > the runtime is not pre-bundled',
      'plugin/ids.test.ts',
    ],
  },
  { row: 75, title: 'caches that outlive a change of options', tests: ['plugin/caches.test.ts'] },
  { row: 76, title: 'two instrumenters on one file', tests: ['transform/shape.test.ts > instrumented twice'] },
]
