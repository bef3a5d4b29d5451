import type { Place } from '@spoor/shared'
import { onOutput as pc } from '../colors.ts'
import type { Counts } from '../read/results.ts'
import type { Cause, CausedFlip, CulpritFunction } from './blame.ts'
import { isTimeout } from './flips.ts'
import type { Probes } from './ground.ts'
import type { Run } from './run.ts'

/** What the check found out; printed as it is with `--json`. */
export interface CheckReport {
  /** As the person gave it. */
  command: string
  /** What was run in its place. */
  line: string
  runner: string
  told: Run['source']
  /** Whether the tests ran in a copy of the project. */
  copy: boolean
  bare: Summary
  states: StateReport[]
}

interface Summary {
  tests: Counts
  end: number | string
  ms: number
}

export interface StateReport extends Summary {
  probes: Probes
  /** Instrumented functions, and the files that hold them. */
  functions: number
  files: number
  leftAlone: (Place & { file: string; reason: string })[]
  /** Files that stayed as they are, because the pass could not read them. */
  unparsed: { file: string; error: string }[]
  flips: CausedFlip[]
  /** Tests that do not end the same way every time, and so prove nothing. */
  flaky: string[]
}

/** Whether every test ended as it did before. */
export const isFine = ({ states }: CheckReport): boolean => states.every(({ flips }) => flips.length === 0)

/** The report for people. */
export function render(report: CheckReport): string {
  const { line, runner, bare, states, copy } = report
  const where = copy ? ', in a copy' : ''
  const groups = groupFlips(states)
  return [
    `${pc.bold('spoor check')}: ${line} ${pc.dim(`(${runner}${where})`)}`,
    '',
    row('bare', bare, ''),
    ...states.flatMap((state) => [row(`probes ${state.probes}`, state, functionsIn(state)), ...details(state)]),
    '',
    verdict(groups),
    ...groups.flatMap(groupLines),
    '',
  ].join('\n')
}

function row(title: string, { tests, end, ms }: Summary, more: string): string {
  const { total, passed, failed, skipped } = tests
  const parts = [
    `${passed} passed`,
    failed ? pc.red(`${failed} failed`) : '',
    skipped ? `${skipped} skipped` : '',
    end ? pc.yellow(`exit ${end}`) : '',
  ]
  const time = ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`
  return [title.padEnd(13), `${total} ${total === 1 ? 'test' : 'tests'}: ${parts.filter(Boolean).join(', ')}`, pc.dim(time), more]
    .filter(Boolean)
    .join('  ')
}

const functionsIn = ({ functions, files }: StateReport): string => `${plural(functions, 'function')} in ${plural(files, 'file')}`

function details({ leftAlone, unparsed, flaky }: StateReport): string[] {
  const reasons = new Map<string, number>()
  for (const { reason } of leftAlone) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  const told = [...reasons].map(([reason, count]) => `${count} ${reason}`).join(', ')
  return [
    ...(leftAlone.length ? [`               ${leftAlone.length} left alone (${told})`] : []),
    ...unparsed.map(({ error }) => pc.yellow(`               ${error.split('\n')[0]}`)),
    ...flaky.map((test) => pc.yellow(`               flaky, with and without spoor: ${test}`)),
  ]
}

function verdict(groups: readonly Group[]): string {
  const flips = new Set(groups.flatMap(({ flips }) => [...flips.keys()])).size
  return flips ? pc.red(`${plural(flips, 'test')} flipped:`) : pc.green('Nothing flipped.')
}

/** Flips with the same cause, in whatever states of the probes. */
interface Group {
  cause: Cause | undefined
  timeout: boolean
  flips: Map<string, { flip: CausedFlip; states: Probes[] }>
}

function groupFlips(states: readonly StateReport[]): Group[] {
  const groups = new Map<string, Group>()
  for (const { probes, flips } of states) {
    for (const flip of flips) {
      const timeout = isTimeout(flip)
      const key = timeout ? 'timeout' : JSON.stringify(flip.cause?.functions.map(({ file, line, column }) => [file, line, column]) ?? '')
      const group = groups.get(key) ?? { cause: flip.cause, timeout, flips: new Map() }
      const same = group.flips.get(flip.test)
      if (same) same.states.push(probes)
      else group.flips.set(flip.test, { flip, states: [probes] })
      groups.set(key, group)
    }
  }
  return [...groups.values()]
}

const MOST = 20

function groupLines({ cause, timeout, flips }: Group): string[] {
  const shown = [...flips.values()]
    .slice(0, MOST)
    .flatMap(({ flip: { test, before, after, message }, states }) => [
      `  ${before} -> ${pc.red(after)}  ${test}  ${pc.dim(`probes ${states.join(', ')}`)}`,
      ...messageLines(message).map((text) => pc.dim(`      ${text}`)),
    ])
  const more = flips.size > MOST ? [`  and ${flips.size - MOST} more`] : []
  return ['', ...shown, ...more, ...(timeout ? ['    because recording takes time: the tests ended themselves'] : causeLines(cause))]
}

/** The first lines of a message, without frames of the runner's own, paths as they are in the project. */
const messageLines = (message: string): string[] =>
  message
    .replaceAll(/(?:file:\/\/)?\/\S*\/spoor-check-\w+\/project\//g, '')
    .split('\n')
    .filter((text) => text.trim() && !/^\s+at .*(?:\/node_modules\/|\bnode:)/.test(text))
    .slice(0, 6)

function causeLines(cause: Cause | undefined): string[] {
  if (!cause) return []
  if (cause.kind === 'loading') return ['    because of the way in which files are loaded: it flips with no function instrumented']
  const told = cause.unfinished
    ? 'because of one or more of these, or of others'
    : cause.functions.length > 1
      ? 'because of these together'
      : 'because of'
  return [`    ${told}`, ...cause.functions.flatMap(functionLines)]
}

const MOST_LINES = 12

function functionLines({ file, line, column, name, changes }: CulpritFunction): string[] {
  const lines = changes
    .slice(0, MOST_LINES)
    .flatMap(({ line: at, before, after }) => [pc.red(`      ${at} - ${before.trim()}`), pc.green(`      ${at} + ${after.trim()}`)])
  return [`    ${pc.bold(`${file}:${line}:${column} ${name}`)}`, ...lines]
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
