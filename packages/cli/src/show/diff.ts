import type { FunctionChange, FunctionSummary, OutcomeChange, SummaryDiff } from '@spoor/trace'
import { onOutput as pc } from '../colors.ts'
import { count, counted, duration } from './numbers.ts'
import type { ShowOptions } from './summary.ts'
import { cutTo, heading, table } from './table.ts'
import type { Align, Cell } from './table.ts'

/** What has changed, as text for people. */
export function showDiff(diff: SummaryDiff, options: ShowOptions): string {
  const { appeared, gone, slower, faster, calls, outcomes, incomplete } = diff
  const blocks = [
    block('Ends otherwise', outcomes, outcomeRows(outcomes, options), options),
    block('Slower', slower, timeRows(slower, options), options),
    block('Faster', faster, timeRows(faster, options), options),
    block('New', appeared, functionRows(appeared, options), options),
    block('Gone', gone, functionRows(gone, options), options),
    block('Called more or less often', calls, callRows(calls, options), options),
  ].filter((lines) => lines.length)
  if (!blocks.length) blocks.push(['Nothing differs but what chance explains.'])
  if (incomplete) blocks.push([pc.yellow('Not all calls were recorded, so numbers of calls may differ for that reason.')])
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function block(title: string, all: readonly unknown[], lines: readonly string[], { top }: ShowOptions): string[] {
  if (!all.length) return []
  const more = all.length > top ? [pc.dim(`  and ${count(all.length - top)} more`)] : []
  return [heading(title, counted(all.length, 'function')), ...lines, ...more]
}

const nameOf = ({ name }: FunctionSummary): Cell => ({ text: name.replace(/~\d+$/, ''), paint: pc.bold })
const placeOf = ({ file, line, column }: FunctionSummary): Cell => ({ text: `${file}:${line}:${column}`, paint: pc.dim })

/** `1.20 ms → 3.40 ms` */
function timeRows(changes: readonly FunctionChange[], { top, width }: ShowOptions): string[] {
  const rows = changes.slice(0, top).map(({ before, after }): Cell[] => {
    const paint = after.mean > before.mean ? pc.red : pc.green
    return [
      { text: duration(before.mean) },
      { text: `→ ${duration(after.mean)}`, paint },
      { text: `× ${(after.mean / before.mean).toFixed(after.mean < before.mean ? 2 : 1)}`, paint },
      { text: `${duration(before.self)} → ${duration(after.self)}` },
      nameOf(after),
      placeOf(after),
    ]
  })
  const head = ['a call took', '', '', 'own time in all', 'function', ''].map((text): Cell => ({ text, paint: pc.dim }))
  return table([head, ...rows], ['right', 'left', 'right', 'right', 'left', 'left'], width)
}

const NUMBERS: readonly Align[] = ['right', 'right', 'left', 'left']

function functionRows(functions: readonly FunctionSummary[], { top, width }: ShowOptions): string[] {
  const sorted = [...functions].sort((a, b) => b.self - a.self || b.calls - a.calls).slice(0, top)
  const rows = sorted.map((one) => [{ text: counted(one.calls, 'call') }, { text: duration(one.self) }, nameOf(one), placeOf(one)])
  return table(rows, NUMBERS, width)
}

function callRows(changes: readonly FunctionChange[], { top, width }: ShowOptions): string[] {
  const rows = changes
    .slice(0, top)
    .map(({ before, after }) => [
      { text: count(before.calls + before.dropped) },
      { text: `→ ${count(after.calls + after.dropped)}` },
      nameOf(after),
      placeOf(after),
    ])
  return table(rows, NUMBERS, width)
}

function outcomeRows(changes: readonly OutcomeChange[], { top, width }: ShowOptions): string[] {
  const shown = changes.slice(0, top)
  const rows = shown.map(({ what, before, after }): Cell[] => [
    { text: what, paint: what === 'fails no more' ? pc.green : pc.red },
    { text: `${count(before.failed + before.passed)} → ${count(after.failed + after.passed)}` },
    nameOf(after),
    placeOf(after),
  ])
  return table(rows, ['left', 'right', 'left', 'left'], width).flatMap((line, i) => {
    const { newErrors, goneErrors } = shown[i]!
    const errors = [
      ...newErrors.map((text) => pc.red(`+ ${cutTo(text, width - 8)}`)),
      ...goneErrors.map((text) => pc.green(`- ${cutTo(text, width - 8)}`)),
    ]
    return [line, ...errors.map((text) => `      ${text}`)]
  })
}
