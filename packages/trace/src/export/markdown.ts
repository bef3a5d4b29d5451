import { formatSnapshot } from '@spoor/shared'
import { summarise } from '../analyse/summarise.ts'
import type { FunctionSummary, Summary } from '../analyse/summary.ts'
import type { TraceLine } from '../format.ts'
import { Trace } from '../read/read.ts'
import { forestOf, shownCaller } from './forest.ts'
import type { Forest } from './forest.ts'
import { Page } from './page.ts'
import { byName, clip, oneLine, placeOf } from './plain.ts'
import { siteAt, threw, treeToShow, valuesOf } from './story.ts'
import type { Tree } from './story.ts'
import { survey } from '../skeleton/survey.ts'
import type { Recording, Selection, Survey } from '../skeleton/survey.ts'
import type { ToldCall } from './tell.ts'

export interface MarkdownOptions extends Selection {
  /** Most tokens. @default 4000 */
  budget?: number
}

/** Shares of the budget that are used when the first sections stop; the tree takes the rest. */
const FAILURES = 0.45
const HOTTEST = 0.7

/** Calls of the tree that are looked at: more never fit. */
const MOST_CALLS = 2000

/**
 * A recording as Markdown for who reads by tokens: what failed, with values and callers; where the time went; the tree of calls in which
 * most failed. The most important comes first, what does not fit is counted, and the text stays within its budget.
 */
export async function* markdown(recording: Recording, { budget = 4000, ...selection }: MarkdownOptions = {}): AsyncGenerator<string> {
  const forest = await forestOf(recording, selection)
  const summary = await summarise(new Selected(recording, await survey(recording, selection, 'none')))
  const tree = preorder(treeToShow(forest))
  const origins = originsOf(forest)
  const told = await valuesOf(recording, forest, new Set([...origins.values(), ...tree.map(({ call }) => call)]))
  const page = new Page(budget)
  if (!page.add(headOf(summary))) page.add(`# A recording\n\n${summary.totals.calls} calls, ${summary.totals.failed} failed.\n`)
  page.list('## What failed\n', failures(summary, forest, origins, told), { share: FAILURES })
  page.list(TABLE, summary.functions.filter(({ calls }) => calls).map(row), { share: HOTTEST })
  const lines = tree.flatMap(({ call, depth }) => (told.has(call) ? [`${'  '.repeat(depth)}${lineOf(told.get(call)!)}`] : []))
  const fence = fenceFor(lines)
  page.list(`## Calls\n\n${fence}text`, lines, { end: `${fence}\n` })
  yield page.text
}

/** What was selected of a recording, as a recording. */
class Selected extends Trace {
  readonly #recording: Recording
  readonly #survey: Survey

  constructor(recording: Recording, found: Survey) {
    super([])
    this.#recording = recording
    this.#survey = found
    this.streams = found.streams.map(({ header }) => header)
  }

  override async *[Symbol.asyncIterator](): AsyncGenerator<readonly TraceLine[], void, undefined> {
    for await (const batch of this.#recording)
      yield batch.filter((line) => line.t !== 'call' || this.#survey.keeps(this.#survey.at(line.s), line))
  }
}

function headOf({ streams, totals, dropped }: Summary): string {
  const titles = [...new Set(streams.map(({ title }) => title))]
  const more = titles.length > 3 ? ` and ${titles.length - 3} more` : ''
  const named = titles
    .slice(0, 3)
    .map((title) => code(title, 60))
    .join(', ')
  const counts = [
    `${totals.calls} calls of ${totals.functions} functions in ${number(totals.duration)} ms`,
    `${totals.failed} failed`,
    ...(totals.running ? [`${totals.running} never ended`] : []),
    ...(totals.servers || totals.clients
      ? [`${totals.clients} requests sent, ${totals.servers} answered, ${totals.failedRequests} failed`]
      : []),
  ]
  const missing = dropped.length
    ? `\n\nNot recorded: ${dropped.map(({ reason, count }) => `${count} (${oneLine(reason)})`).join(', ')}.`
    : ''
  return `# Recording of ${named || 'nothing'}${more}\n\n${counts.join('; ')}.${missing}\n`
}

/** Function -> a call in which its error began: none that it called threw. */
function originsOf(forest: Forest): Map<string, number> {
  const passed = new Uint8Array(forest.caller.length)
  const failing: number[] = []
  for (let call = 0; call < passed.length; call++) {
    if (!forest.shown[call] || !threw(forest, call)) continue
    failing.push(call)
    const above = shownCaller(forest, call)
    if (above >= 0) passed[above] = 1
  }
  const origins = new Map<string, number>()
  for (const call of failing) {
    const { id } = siteAt(forest, call)
    if (!passed[call] && !origins.has(id)) origins.set(id, call)
  }
  return origins
}

function failures({ functions }: Summary, forest: Forest, origins: Map<string, number>, told: Map<number, ToldCall>): string[] {
  const failing = functions
    .filter(({ failed }) => failed > 0)
    .sort((a, b) => Number(origins.has(b.id)) - Number(origins.has(a.id)) || b.failed - a.failed)
  return failing.map((one) => {
    const errors = one.errors.map(({ text, count }) => `${code(text, 160)}${count > 1 ? ` ×${count}` : ''}`).join(', ')
    const call = origins.get(one.id)
    const values = call === undefined ? undefined : told.get(call)
    const path = call === undefined ? '' : `\n  - by way of ${code(pathTo(forest, call), 200)}`
    const args = values?.line.args ? `\n  - with ${code(argumentsOf(values, 300), 300)}` : ''
    return `- ${code(one.name, 80)} at ${code(place(one), 120)} failed in ${one.failed} of ${one.calls} calls: ${errors || 'not known with what'}${path}${args}`
  })
}

/** `onClick › checkout › pay`, at most the nearest eight. */
function pathTo(forest: Forest, call: number): string {
  const names: string[] = []
  let at = call
  for (; at >= 0 && names.length < 8; at = shownCaller(forest, at)) names.unshift(clip(siteAt(forest, at).name, 60))
  return `${at >= 0 ? '… › ' : ''}${names.join(' › ')}`
}

const TABLE = '## Where the time went\n\n| function | at | calls | own ms | with callees ms | waiting ms |\n|---|---|--:|--:|--:|--:|'

const row = (one: FunctionSummary): string => {
  const cells = [cell(code(one.name, 80)), cell(code(place(one), 120)), one.calls, number(one.self), number(one.total), number(one.waited)]
  return `| ${cells.join(' | ')} |`
}

const place = ({ file, line, column }: FunctionSummary): string => (line ? `${file}:${line}:${column}` : file)

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** The calls of a tree, callers before those they call. */
function preorder({ root, below }: Tree): { call: number; depth: number }[] {
  const out: { call: number; depth: number }[] = []
  const open = root < 0 ? [] : [{ call: root, depth: 0 }]
  while (open.length && out.length < MOST_CALLS) {
    const one = open.pop()!
    out.push(one)
    for (const call of (below.get(one.call) ?? []).toReversed()) open.push({ call, depth: one.depth + 1 })
  }
  return out
}

/** `pay(cart: Cart {…}) ✗ threw TypeError: declined · 4 ms, 3 waiting · src/pay.js:30:3` */
function lineOf(told: ToldCall): string {
  const { site, line, error, running } = told
  const threwText = error === undefined ? ' ✗ threw' : ` ✗ threw ${formatSnapshot(error, 120)}`
  const result = line.value === undefined ? '' : ` → ${formatSnapshot(line.value, 60)}`
  const ending = running ? ' … running' : line.outcome === 'threw' ? threwText : line.outcome === 'closed' ? ' closed' : result
  const time =
    line.end === undefined ? '' : ` · ${number(line.end - line.start)} ms${line.waited ? `, ${number(line.waited)} waiting` : ''}`
  return oneLine(`${clip(site.name, 80)}(${argumentsOf(told, 120)})${ending}${time} · ${clip(placeOf(site), 120)}`)
}

const argumentsOf = ({ line, site }: ToldCall, room: number): string =>
  clip(
    byName(line.args ?? [], site)
      .map(([name, value]) => `${/^\w+$/.test(name) ? `${name}: ` : ''}${formatSnapshot(value, 60)}`)
      .join(', '),
    room,
  )

const number = (value: number): string => String(Math.round(value * 100) / 100)

/** A code span, whatever is in it. */
function code(text: string, room: number): string {
  const inside = clip(oneLine(text), room)
  const ticks = '`'.repeat(longestRun(inside) + 1)
  const space = inside.startsWith('`') || inside.endsWith('`') || !inside ? ' ' : ''
  return `${ticks}${space}${inside}${space}${ticks}`
}

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))

const fenceFor = (lines: readonly string[]): string => '`'.repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)))
