import { basename } from 'node:path'
import { quote, words } from './shell.ts'

/** The test runners that are known. `other`: whatever prints TAP, marked lines, or nothing but an exit code. */
export type RunnerName = 'mocha' | 'jest' | 'vitest' | 'ava' | 'uvu' | 'jasmine' | 'node' | 'tap' | 'tape' | 'qunit' | 'other'

/** Where a runner leaves its results: `lines` and `jest` in a file of ours, `tap` and the others in what it prints. */
export type Told = 'lines' | 'jest' | 'tap' | 'uvu' | 'text'

export interface Runner {
  name: RunnerName
  told: Told
  /** Loads the project's files by means of its own, which the Node door does not see. */
  bundles: boolean
  /** The command line, made to tell its results so that a program can read them. */
  line(files: { results: string; reporters: Reporters }): string
}

/** Paths of our reporters. */
export type Reporters = Record<'mocha' | 'jasmine', string>

type Recipe = Pick<Runner, 'told'> & { bundles?: boolean; add?(files: { results: string; reporters: Reporters }): string }

const RECIPES: Record<Exclude<RunnerName, 'other' | 'node'>, Recipe> = {
  mocha: { told: 'lines', add: ({ reporters }) => `--reporter ${quote(reporters.mocha)}` },
  jasmine: { told: 'lines', add: ({ reporters }) => `--reporter=${quote(reporters.jasmine)}` },
  jest: { told: 'jest', bundles: true, add: ({ results }) => `--ci --json --outputFile=${quote(results)}` },
  vitest: { told: 'jest', bundles: true, add: ({ results }) => `--reporter=json --outputFile=${quote(results)}` },
  ava: { told: 'tap', add: () => '--tap' },
  tap: { told: 'tap', add: () => '--reporter=tap' },
  tape: { told: 'tap' },
  qunit: { told: 'tap' },
  uvu: { told: 'uvu' },
}

/** Commands that run another: what stands behind them counts. */
const WRAPPERS = /^(?:npx|pnpm|yarn|bun|nyc|c8|cross-env|env|time|node|\w+=.*)$/

/** The runner that a command line starts, where it is one; not for lines of more than one command. */
export function runnerOf(line: string): Runner | undefined {
  const list = words(line)
  if (list.some((word) => /^(?:&&?|\|\||;)$/.test(word)) || list.filter((word) => word === '|').length > 1) return undefined
  if (startsNodeTest(list)) return nodeTest(line)
  const name = list
    .filter(isCommand)
    .map(nameOf)
    .find((word) => Object.hasOwn(RECIPES, word))
  if (!name || !(WRAPPERS.test(list[0] ?? '') || nameOf(list[0] ?? '') === name)) return undefined
  const { told, bundles = false, add } = RECIPES[name as keyof typeof RECIPES]
  const alone = withoutPrinter(line)
  return { name: name as RunnerName, told, bundles, line: (files) => (add ? `${alone} ${add(files)}` : alone) }
}

/** `mocha`, `./node_modules/mocha/bin/mocha.js`; not `test/tape.js`. */
const isCommand = (word: string): boolean => !/[\\/]/.test(word) || /[\\/](?:node_modules|bin)[\\/]/.test(word)

/** Any other command: its own words tell. */
export const otherRunner = (line: string): Runner => ({ name: 'other', told: 'text', bundles: false, line: () => line })

/** `./node_modules/mocha/bin/_mocha.js` -> `mocha` */
const nameOf = (word: string): string =>
  basename(word)
    .replace(/\.(?:[cm]?js|cmd)$/, '')
    .replace(/^_(?=mocha$)/, '')
    .replace(/@[\d.^~]+$/, '')

const startsNodeTest = (list: string[]): boolean =>
  list.some((word, at) => word === '--test' && list.slice(0, at).some((one) => nameOf(one) === 'node'))

function nodeTest(line: string): Runner {
  const reporter = '--test-reporter=tap --test-reporter-destination=stdout'
  const alone = withoutPrinter(line).replaceAll(/\s--test-reporter(?:-destination)?[= ]\S+/g, '')
  return { name: 'node', told: 'tap', bundles: false, line: () => alone.replace(/(\s)--test(?=\s|$)/, `$1--test ${reporter}`) }
}

/** `tape test/*.js | tap-spec` -> without what makes TAP pretty */
const withoutPrinter = (line: string): string => line.replace(/\s\|[^|]*$/, '')
