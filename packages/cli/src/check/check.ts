import { mkdtempSync, rmSync } from 'node:fs'
import Module from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countsOf } from '../read/results.ts'
import { Failure } from '../failure.ts'
import type { Progress } from '../progress.ts'
import { findCauses } from './blame.ts'
import type { Cause, CausedFlip, Search } from './blame.ts'
import type { Command } from './command.ts'
import { copyGround } from './copy.ts'
import type { RuntimeFiles } from './copy.ts'
import { doorGround } from './door.ts'
import { flipsBetween, isTimeout, lastLines } from './flips.ts'
import type { Flip } from './flips.ts'
import type { Ground, Probes, Selection, Setting } from './ground.ts'
import type { CheckReport, StateReport } from './report.ts'
import { run } from './run.ts'
import type { Run } from './run.ts'
import type { Reporters } from './runner.ts'

/** What the command needs from the package that publishes it. */
export interface Given {
  version: string
  /** Path of the Node door. */
  register: string
  runtime: RuntimeFiles
}

export interface CheckOptions {
  command: Command
  /** Absolute. */
  root: string
  cwd: string
  selection: Selection
  probes: readonly Probes[]
  copy: boolean
  /** How often the tests run in each form before a flip counts. */
  repeat: number
  /** Most runs for finding the function behind a flip; 0: it is not looked for. */
  bisectRuns: number
  /** Milliseconds for one run; `undefined`: ten times as long as the bare one took. */
  timeout: number | undefined
}

/** One check under way: what its steps share. */
export interface Session {
  options: CheckOptions
  ground: Ground
  progress: Progress
  go(setting: Setting): Promise<Run>
}

/**
 * Runs the tests bare, then instrumented with the probes in each state that is asked for, and finds out what flips and why. Leaves
 * nothing behind but what the tests themselves do.
 * @throws {Failure} where nothing could be compared
 */
export async function check(
  options: CheckOptions,
  tools: { given: Given; reporters: Reporters; progress: Progress; signal: AbortSignal },
): Promise<CheckReport> {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-check-'))
  try {
    return await checkIn(folder, options, tools)
  } finally {
    tools.progress.end()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function checkIn(folder: string, options: CheckOptions, tools: Parameters<typeof check>[1]): Promise<CheckReport> {
  const { given, progress } = tools
  const { command, copy, root, cwd } = options
  if (copy) progress.say('copying the project')
  const ground = copy
    ? copyGround({ root, cwd, folder, runtime: given.runtime })
    : doorGround({ root, cwd, folder, register: given.register })
  const times = { timeout: options.timeout ?? FIRST_TIMEOUT_MS }
  const results = join(folder, 'results')
  const go = ({ env }: Setting): Promise<Run> =>
    run({ runner: command.runner, reporters: tools.reporters, cwd: ground.cwd, env, results, timeout: times.timeout, signal: tools.signal })
  progress.say('bare run')
  const bare = await go(ground.bare())
  refuseBroken(bare, command)
  times.timeout = options.timeout ?? Math.max(LEAST_TIMEOUT_MS, bare.ms * 10)
  const session: Session = { options, ground, progress, go }
  const states: StateReport[] = []
  for (const probes of options.probes) states.push(await checkState(session, bare, probes, states.flatMap(causesIn)))
  return { command: command.given, line: command.line, runner: command.runner.name, told: bare.source, copy, bare: summaryOf(bare), states }
}

const FIRST_TIMEOUT_MS = 30 * 60_000
const LEAST_TIMEOUT_MS = 60_000

const summaryOf = (one: Run): CheckReport['bare'] => ({ tests: countsOf(one.tests), end: one.end, ms: Math.round(one.ms) })

const causesIn = ({ flips }: StateReport): Cause[] => flips.flatMap(({ cause }) => cause ?? [])

/** Without a single test that passes there is nothing that could flip. */
function refuseBroken({ tests, end, output }: Run, { line }: Command): void {
  if (countsOf(tests).passed > 0) return
  const what = end === 127 ? 'cannot be found' : `ended with ${end} and no test that passed, without spoor`
  throw new Failure(
    `\`${line}\` ${what}`,
    'Give the command that runs the tests behind `--`, and mend it where it fails by itself.',
    lastLines(output, 15),
  )
}

/** One state of the probes: what is instrumented, what flips, whether that happens every time, and what is behind it. */
async function checkState(session: Session, bare: Run, probes: Probes, known: readonly Cause[]): Promise<StateReport> {
  const { options, ground, progress } = session
  progress.say(`instrumented run, probes ${probes}`)
  const setting = ground.instrumented(options.selection, probes)
  const other = await session.go(setting)
  const deeds = setting.deeds()
  const functions = deeds.reduce((sum, { sites }) => sum + sites.length, 0)
  if (functions === 0) throw nothingInstrumented(options, deeds.length)
  const { flips, flaky } = await settle(session, bare, probes, flipsBetween(bare, other))
  const caused = await explainFlips({ session, bare, probes, flips, deeds, known })
  return {
    probes,
    ...summaryOf(other),
    functions,
    files: deeds.filter(({ sites }) => sites.length).length,
    leftAlone: deeds.flatMap(({ file, skipped }) => skipped.map((one) => ({ file, ...one }))),
    unparsed: deeds.flatMap(({ file, error }) => (error ? [{ file, error }] : [])),
    flips: caused,
    flaky,
  }
}

async function explainFlips(search: Search): Promise<CausedFlip[]> {
  const sought = search.session.options.bisectRuns ? search.flips.filter((flip) => !isTimeout(flip)) : []
  if (sought.length === 0) return [...search.flips]
  const found = new Map((await findCauses({ ...search, flips: sought })).map((flip) => [flip.test, flip]))
  return search.flips.map((flip) => found.get(flip.test) ?? flip)
}

function nothingInstrumented({ selection, copy, root, command }: CheckOptions, files: number): Failure {
  const include = selection.include.join(', ')
  const what = files ? `no function in the ${files} files that match ${include}` : `no file that the tests load matches ${include}`
  const where = `Selectors are relative to the root, here ${root}; see \`--include\`, \`--exclude\` and \`--root\`.`
  return new Failure(`nothing was instrumented: ${what}`, copy ? where : `${where}\n${adviceOnLoading(command)}`)
}

/** Before 22.15, Node shows no hook the ES modules that are imported by one which came by `require`. */
function adviceOnLoading({ runner, line }: Command): string {
  const who = runner.name === 'other' ? `\`${line}\`` : runner.name
  const old = 'registerHooks' in Module ? '' : `, or loads ES modules with \`require\`, which Node ${process.versions.node} shows to nobody`
  return `Where ${who} bundles the files or loads them by means of its own${old}, add \`--copy\`.`
}

/** Runs again what seems to have flipped: a test that does not end the same way every time, in one form or the other, is flaky. */
async function settle(session: Session, bare: Run, probes: Probes, flips: Flip[]): Promise<{ flips: Flip[]; flaky: string[] }> {
  const { options, ground, progress } = session
  const flaky = new Set<string>()
  for (let round = 1; round < options.repeat && flips.some(({ test }) => !flaky.has(test)); round++) {
    progress.say(`once more, for ${flips.length} that flipped`)
    const again = await session.go(ground.bare())
    for (const { test } of flipsBetween(bare, again)) flaky.add(test)
    const other = await session.go(ground.instrumented(options.selection, probes))
    const now = new Map(flipsBetween(bare, other).map((flip) => [flip.test, flip]))
    for (const { test, after } of flips) if (now.get(test)?.after !== after) flaky.add(test)
  }
  return { flips: flips.filter(({ test }) => !flaky.has(test)), flaky: flips.map(({ test }) => test).filter((test) => flaky.has(test)) }
}
