import { basename } from 'node:path'
import { formatSnapshot, printable } from '@spoor/shared'
import type { CallSummary, DropSummary, FunctionSummary, StackSummary, StreamSummary, Summary } from '@spoor/trace'
import { onOutput as pc } from '../colors.ts'
import { count, counted, duration, share } from './numbers.ts'
import { cutTo, heading, table, wrapped } from './table.ts'
import type { Align, Cell } from './table.ts'

export interface ShowOptions {
  /** Most rows of each list. */
  top: number
  /** Columns. */
  width: number
}

/** A summary as text for people, with colours where there are colours. */
export function showSummary(summary: Summary, options: ShowOptions): string {
  const { functions, slowest, deepest, dropped, streams, totals } = summary
  const failing = functions.filter(({ failed, passed }) => failed + passed)
  const blocks = [
    [...streamsOf(streams, options), ...totalsOf(summary, options)],
    section('Hottest', 'time of their own, without what they call', hottest(functions, totals.ran, options)),
    section(
      'Longest',
      'from beginning to end with all that they call; waiting is time suspended in await or yield',
      longest(functions, options),
    ),
    section('Most called', '', mostCalled(functions, options)),
    section('Failing', 'errors that began in them, and errors that passed on their way up', failures(failing, options)),
    section('Slowest calls', 'one of each function', slowCalls(slowest.slice(0, options.top), options)),
    section('Deepest stacks', '', stacks(deepest.slice(0, Math.min(3, options.top)), options)),
    section('Not in the recording', '', drops(dropped, options)),
  ]
  return `${blocks.flatMap((block) => (block.length ? [block.join('\n')] : [])).join('\n\n')}\n`
}

const section = (title: string, note: string, lines: readonly string[]): string[] => (lines.length ? [heading(title, note), ...lines] : [])

/** Most streams that are named one by one. */
const MOST_STREAMS = 12

function streamsOf(streams: readonly StreamSummary[], { width }: ShowOptions): string[] {
  const lines = streams.slice(0, MOST_STREAMS).map((stream) => {
    const { title, platform, versions, pid, thread, from, clock } = stream
    const facts = [
      platform === 'node' && versions['node'] ? `Node ${versions['node']}` : platform,
      pid !== undefined && `pid ${pid}${thread ? `/${thread}` : ''}`,
      dateOf(from),
      duration(stream.duration),
      endOf(stream),
      clock >= 0.01 && `clock steps by ${clock} ms`,
    ].filter(Boolean)
    const right = printable(facts.join(' · '))
    return `${pc.bold(cutTo(title || '(no title)', Math.max(20, width - right.length - 2)))}  ${pc.dim(right)}`
  })
  if (streams.length > MOST_STREAMS) lines.push(pc.dim(`and ${counted(streams.length - MOST_STREAMS, 'more stream')}`))
  return lines
}

/** `21 Nov 16:53:44`, in the time zone of who reads. */
const dateOf = (unix: number): string => {
  const date = new Date(unix)
  const month = date.toLocaleString('en', { month: 'short' })
  return `${date.getDate()} ${month} ${date.toLocaleTimeString('en-GB')}`
}

const ENDS: Record<NonNullable<StreamSummary['ended']>, string> = {
  exit: 'ended',
  signal: 'ended by a signal',
  uncaught: 'ended by an uncaught error',
  unload: 'page left',
  rotate: 'goes on elsewhere',
}

const endOf = ({ ended }: StreamSummary): string => (ended ? ENDS[ended] : 'cut off, or still running')

function totalsOf({ totals }: Summary, { width }: ShowOptions): string[] {
  const { calls, functions, failed, running, marks, clients, servers, failedRequests, dropped } = totals
  const parts: Cell[] = [
    cell(`${counted(calls, 'call')} of ${counted(functions, 'function')}`, pc.bold),
    failed ? cell(`${count(failed)} failed`, pc.red) : cell('none failed'),
    ...(running ? [cell(`${count(running)} still running`)] : []),
    ...(servers ? [cell(`${counted(servers, 'request')} answered`)] : []),
    ...(clients ? [cell(`${counted(clients, 'request')} sent`)] : []),
    ...(failedRequests ? [cell(`${counted(failedRequests, 'request')} failed`, pc.red)] : []),
    ...(marks ? [cell(counted(marks, 'mark'))] : []),
    ...(dropped ? [cell(`${count(dropped)} events not recorded`, pc.yellow)] : []),
  ]
  return wrapped(parts, ' · ', width)
}

/** `Cart.total~2` -> `Cart.total` */
const plain = (name: string): string => name.replace(/~\d+$/, '')

const nameCell = ({ name, async, generator }: { name: string; async?: boolean; generator?: boolean }): Cell => ({
  text: `${async ? 'async ' : ''}${plain(name)}${generator ? '*' : ''}`,
  paint: pc.bold,
})

const placeCell = ({ file, line, column }: { file: string; line: number; column: number }): Cell => ({
  text: line ? `${file}:${line}:${column}` : file,
  paint: pc.dim,
})

const cell = (text: string, paint?: Cell['paint']): Cell => (paint ? { text, paint } : { text })

/** A table of functions: numbers, name, place. */
function ranking(rows: Cell[][], titles: readonly string[], width: number): string[] {
  if (!rows.length) return []
  const head = [...titles, 'function', ''].map((title) => cell(title, pc.dim))
  const align: Align[] = [...titles.map(() => 'right' as const), 'left', 'left']
  return table([head, ...rows], align, width)
}

function hottest(functions: readonly FunctionSummary[], ran: number, { top, width }: ShowOptions): string[] {
  const rows = functions.filter(({ self }) => self > 0).slice(0, top)
  return ranking(
    rows.map((one) => [
      cell(duration(one.self), pc.cyan),
      cell(share(one.self, ran)),
      cell(count(one.calls)),
      cell(duration(one.self / Math.max(1, one.calls - one.running))),
      nameCell(one),
      placeCell(one),
    ]),
    ['own time', '', 'calls', 'per call'],
    width,
  )
}

function longest(functions: readonly FunctionSummary[], { top, width }: ShowOptions): string[] {
  const rows = [...functions].sort((a, b) => b.total - a.total).filter(({ total }) => total > 0)
  return ranking(
    rows
      .slice(0, top)
      .map((one) => [
        cell(duration(one.total), pc.cyan),
        cell(one.waited ? duration(one.waited) : '–', one.waited ? undefined : pc.dim),
        cell(count(one.calls)),
        cell(duration(one.mean)),
        nameCell(one),
        placeCell(one),
      ]),
    ['in all', 'waiting', 'calls', 'mean'],
    width,
  )
}

function mostCalled(functions: readonly FunctionSummary[], { top, width }: ShowOptions): string[] {
  const rows = [...functions].sort((a, b) => b.calls + b.dropped - a.calls - a.dropped).slice(0, top)
  const missing = rows.some(({ dropped }) => dropped)
  return ranking(
    rows.map((one) => [
      cell(count(one.calls), pc.cyan),
      ...(missing ? [cell(one.dropped ? `+${count(one.dropped)}` : '', pc.yellow)] : []),
      cell(duration(one.self)),
      nameCell(one),
      placeCell(one),
    ]),
    ['calls', ...(missing ? ['dropped'] : []), 'own time'],
    width,
  )
}

/** Most errors that are shown for one function. */
const MOST_ERRORS = 3

function failures(functions: readonly FunctionSummary[], { top, width }: ShowOptions): string[] {
  const sorted = [...functions].sort((a, b) => b.failed - a.failed || b.passed - a.passed)
  const rows = sorted.slice(0, top)
  const [head, ...lines] = ranking(
    rows.map((one) => [
      cell(one.failed ? count(one.failed) : '–', one.failed ? pc.red : pc.dim),
      cell(one.passed ? count(one.passed) : '–', one.passed ? undefined : pc.dim),
      cell(share(one.failed + one.passed, one.calls)),
      nameCell(one),
      placeCell(one),
    ]),
    ['began', 'passed', 'of calls'],
    width,
  )
  if (!head) return []
  const more = sorted.length > rows.length ? [pc.dim(`  and ${counted(sorted.length - rows.length, 'more function')}`)] : []
  return [head, ...lines.flatMap((line, i) => [line, ...errorsOf(rows[i]!, width)]), ...more]
}

function errorsOf({ failed, errors, moreErrors }: FunctionSummary, width: number): string[] {
  // Where an error only passed, its text stands where it began.
  if (!failed) return []
  const shown = errors.slice(0, MOST_ERRORS).map(({ text, count: times }) => {
    const many = times > 1 ? `${count(times)} × ` : ''
    return `        ${pc.dim(many)}${pc.red(cutTo(text, width - 8 - many.length))}`
  })
  const left = errors.length - shown.length
  if (left > 0 || moreErrors) shown.push(pc.dim(`        and ${left + moreErrors ? 'other' : ''} errors`.replace('  ', ' ')))
  return shown
}

function slowCalls(calls: readonly CallSummary[], { width }: ShowOptions): string[] {
  return ranking(
    calls.map((one) => [
      cell(duration(one.duration), pc.cyan),
      cell(one.waited ? duration(one.waited) : '–', one.waited ? undefined : pc.dim),
      cell(duration(one.at)),
      cell(`${plain(one.site.name)}(${(one.call.args ?? []).map((arg) => formatSnapshot(arg, 24)).join(', ')})`, pc.bold),
      placeCell(one.site),
    ]),
    ['took', 'waiting', 'began at'],
    width,
  )
}

function stacks(all: readonly StackSummary[], { width }: ShowOptions): string[] {
  return all.map(({ depth, path }) => {
    const steps = path.map(({ functions, times }) => {
      const names = functions.map((id) => plain(id.slice(id.indexOf('#') + 1))).join(' › ')
      return times > 1 ? `(${names}) × ${count(times)}` : names
    })
    const head = `  ${count(depth).padStart(5)} deep  `
    return `${pc.cyan(head)}${printable(middle(steps.join(' › '), width - head.length))}`
  })
}

/** Cut in the middle: how it begins and how it ends tells most. */
function middle(text: string, width: number): string {
  if (text.length <= width) return text
  const half = Math.floor((width - 3) / 2)
  return `${text.slice(0, half)} … ${text.slice(-half)}`
}

const REASONS: Record<DropSummary['reason'], string> = {
  ring: 'overwritten before they were written',
  calls: 'more calls of one function than are kept',
  rate: 'more events a second than are kept',
  depth: 'calls deeper than is recorded',
  duration: 'calls shorter than is recorded',
  size: 'the recording had reached its size',
  queue: 'came faster than they could be written',
  damped: 'of functions that flooded',
  values: 'values left out, the calls are there',
}

function drops(all: readonly DropSummary[], { width }: ShowOptions): string[] {
  return all.map(({ reason, count: number, functions }) => {
    const who = functions.slice(0, 3).map((one) => `${plain(basename(one.id))} ${count(one.count)}`)
    const text = `  ${count(number).padStart(9)}  ${REASONS[reason] ?? printable(reason)}`
    return `${pc.yellow(text)}${who.length ? pc.dim(cutTo(`  (${who.join(', ')})`, Math.max(0, width - text.length))) : ''}`
  })
}
