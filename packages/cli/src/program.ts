import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { onErrors as pc } from './colors.ts'
import { check } from './check/check.ts'
import type { CheckOptions, Given } from './check/check.ts'
import { commandOf } from './check/command.ts'
import type { Probes } from './check/ground.ts'
import { PROBES } from './check/ground.ts'
import { isFine, render } from './check/report.ts'
import { addAttach } from './attach/command.ts'
import { addCompletion } from './completion.ts'
import { explainFile, instrumentFile, renderDiff, renderExplained } from './explain.ts'
import { addExport } from './export.ts'
import { Failure } from './failure.ts'
import { addMerge } from './merge.ts'
import { selectorOption, wholeNumber } from './options.ts'
import { progressOn } from './progress.ts'
import { addRun } from './run/index.ts'
import { asJson } from './show/json.ts'
import { addSummary } from './summary.ts'
import { addTree } from './tree.ts'
import { addView } from './view.ts'

/** The command, ready to be run with arguments; gives the exit code. */
export function createProgram(given: Given): (args: readonly string[]) => Promise<number> {
  return async (args) => {
    let code = 0
    const program = new Command('spoor')
      .description('See what your program really does.')
      .version(given.version)
      .exitOverride()
      .showHelpAfterError('(add --help for what there is)')
    addCheck(program, given, (result) => (code = result))
    addExplain(program)
    addRun(program, given, (result) => (code = result))
    addSummary(program)
    addTree(program)
    addMerge(program)
    addExport(program)
    addView(program)
    addAttach(program, (result) => (code = result))
    addCompletion(program)
    try {
      await program.parseAsync(args, { from: 'user' })
      return code
    } catch (error) {
      return exitCodeOf(error)
    }
  }
}

/** Commander has said what is wrong with the arguments; what a command throws is said here. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (!(error instanceof Failure)) throw error
  const output = error.output ? `\n${pc.dim(error.output)}` : ''
  console.error(`${pc.red('spoor:')} ${error.message}${output}${error.hint ? `\n${error.hint}` : ''}`)
  return 2
}

interface CheckFlags {
  include?: string[]
  exclude: string[]
  probes: Probes[]
  values: boolean
  copy?: boolean
  root: string
  repeat: number
  bisect: boolean
  bisectRuns: number
  timeout?: number
  json?: boolean
}

function addCheck(program: Command, given: Given, done: (code: number) => void): void {
  program
    .command('check')
    .summary("run a project's own tests bare and instrumented, and say what flips and why")
    .description(CHECK)
    .usage('[options] -- <test command>')
    .argument('<command...>', 'what runs the tests: `npm test`, `mocha`, `node test/index.js`, ...')
    .addOption(selectorOption('--include <selectors>', 'functions to instrument (default: all of the project but its tests)'))
    .addOption(selectorOption('--exclude <selectors>', 'functions to leave alone').default([]))
    .addOption(
      new Option('--probes <states>', `how the probes stand: ${PROBES.join(', ')}, or all`)
        .argParser(statesOf)
        .default(['off', 'on'], 'off,on'),
    )
    .option('--no-values', 'with probes on, keep no arguments and results')
    .option('--copy', 'rewrite the files in a copy of the project (default with runners that load files by means of their own)')
    .option('--no-copy', 'let Node instrument what it loads, whatever the runner')
    .option('--root <folder>', 'what selectors are relative to', '.')
    .addOption(new Option('--repeat <times>', 'runs in each form before a flip counts').argParser((text) => wholeNumber(text)).default(2))
    .option('--no-bisect', 'do not look for the functions behind flips')
    .addOption(
      new Option('--bisect-runs <times>', 'most runs for finding the functions').argParser((text) => wholeNumber(text)).default(100),
    )
    .addOption(new Option('--timeout <seconds>', 'for one run (default: ten times the bare one)').argParser((text) => wholeNumber(text)))
    .option('--json', 'print the report as JSON')
    .action(async (words: string[], flags: CheckFlags) => done(await runCheck(words, flags, given)))
}

const CHECK = [
  'Runs the tests as they are, then with every function instrumented that the selectors match, and compares them by name.',
  'Files of the project are never changed. Exit code: 0 nothing flipped, 1 something did, 2 nothing could be compared.',
].join(' ')

async function runCheck(words: string[], flags: CheckFlags, given: Given): Promise<number> {
  const stop = new AbortController()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const abort = (signal: NodeJS.Signals): void => stop.abort(new Interrupted(signal))
  for (const signal of signals) process.on(signal, abort)
  try {
    const tools = { given, reporters: REPORTERS, progress: progressOn(process.stderr), signal: stop.signal }
    const report = await check(optionsOf(words, flags), tools)
    process.stdout.write(flags.json ? asJson(report) : render(report))
    return isFine(report) ? 0 : 1
  } catch (error) {
    if (error instanceof Interrupted) return 128 + (error.signal === 'SIGINT' ? 2 : error.signal === 'SIGHUP' ? 1 : 15)
    throw error
  } finally {
    for (const signal of signals) process.off(signal, abort)
  }
}

class Interrupted extends Error {
  readonly signal: NodeJS.Signals

  constructor(signal: NodeJS.Signals) {
    super(signal)
    this.signal = signal
  }
}

const REPORTERS = {
  mocha: fileURLToPath(new URL('reporters/mocha.cjs', import.meta.url)),
  jasmine: fileURLToPath(new URL('reporters/jasmine.cjs', import.meta.url)),
}

/** Nobody's own functions, whoever asks. */
const NOT_OWN = ['**/node_modules/**', '**/*.d.{ts,mts,cts}', '../**']

const TESTS = [
  '**/*.{test,tests,spec,specs,bench}.*',
  '**/{test,tests,__tests__,__mocks__,spec,specs,e2e,benchmark,benchmarks,bench}/**',
  '{test,tests,spec}.*',
  '**/*.config.*',
  '.*/**',
  'coverage/**',
]

function optionsOf(words: string[], flags: CheckFlags): CheckOptions {
  const cwd = realpathSync(process.cwd())
  const root = realpathSync(resolve(cwd, flags.root))
  const command = commandOf(words, cwd)
  const exclude = [...NOT_OWN, ...(flags.include ? [] : TESTS), ...flags.exclude]
  return {
    command,
    root,
    cwd,
    selection: { include: flags.include ?? ['**'], exclude, values: flags.values },
    probes: flags.probes,
    copy: flags.copy ?? command.runner.bundles,
    repeat: flags.repeat,
    bisectRuns: flags.bisect ? flags.bisectRuns : 0,
    timeout: flags.timeout === undefined ? undefined : flags.timeout * 1000,
  }
}

function addExplain(program: Command): void {
  program
    .command('explain')
    .summary('say which functions of a file are traced, and why the others are not')
    .argument('<file>', 'path of a JavaScript or TypeScript file')
    .addOption(selectorOption('--include <selectors>', 'functions to trace').default(['**']))
    .addOption(selectorOption('--exclude <selectors>', 'functions to leave alone').default([]))
    .option('--root <folder>', 'what selectors are relative to', '.')
    .option('--code', 'show what runs in place of the file, as a diff')
    .option('--json', 'print the functions as JSON; with --code also the text and the diff')
    .action((file: string, flags: ExplainFlags) => void process.stdout.write(runExplain(file, flags)))
}

interface ExplainFlags {
  include: string[]
  exclude: string[]
  root: string
  code?: boolean
  json?: boolean
}

function runExplain(file: string, flags: ExplainFlags): string {
  const root = resolve(flags.root)
  const functions = explainFile(file, root, flags)
  const instrumented = flags.code ? instrumentFile(file, root, flags) : undefined
  if (flags.json) return asJson(instrumented ? { functions, ...instrumented } : functions)
  return instrumented ? renderDiff(instrumented.diff) : renderExplained(functions)
}

function statesOf(text: string): Probes[] {
  if (text === 'all') return [...PROBES]
  const states = text.split(',').map((one) => one.trim())
  const stranger = states.find((one) => !PROBES.includes(one as Probes))
  if (stranger !== undefined) throw new InvalidArgumentError(`"${stranger}" is none of ${PROBES.join(', ')}, all.`)
  return states as Probes[]
}
