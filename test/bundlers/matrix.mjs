import { build, filesIn, run, serve } from './build.mjs'
import { framesOf, resolveFrames } from './frames.mjs'
import { ROWS } from './rows.mjs'

/**
 * @typedef {import('./rows.mjs').Row} Row
 * @typedef {import('./rows.mjs').Mode} Mode
 * @typedef {import('./frames.mjs').Frame} Frame
 * @typedef {import('./build.mjs').Run} Run
 * @typedef {'ok' | 'bundler' | 'known' | 'fail'} Verdict `bundler`: not as it should be, and without spoor neither
 * @typedef {'runs' | 'trace' | 'lines' | 'columns' | 'names' | 'identical'} Question
 * @typedef {{ verdicts: Partial<Record<Question, Verdict>>, notes: string[] }} Cell
 * @typedef {{ result: string, frames: Record<string, Frame[]>, calls: string[] }} Golden
 */

/** @type {readonly Question[]} */
export const QUESTIONS = ['runs', 'trace', 'lines', 'columns', 'names', 'identical']

/** What one row answers in one mode. @returns {Promise<Cell>} */
export async function check(/** @type {Row} */ row, /** @type {Mode} */ mode, /** @type {Golden} */ golden) {
  /** @type {Cell} */
  const cell = { verdicts: {}, notes: [] }
  try {
    const bare = await variant(row, mode, 'bare')
    const traced = await variant(row, mode, 'traced')
    judgeRuns(cell, bare, traced, golden)
    judgeTrace(cell, traced, golden)
    judgePlaces(cell, bare, traced, golden)
    if (mode !== 'minified') judgeNames(cell, bare, traced, golden)
    if (mode !== 'development') await judgeIdentity(cell, row, mode, bare)
  } catch (error) {
    cell.verdicts.runs = 'fail'
    cell.notes.push(/** @type {Error} */ (error).message)
  }
  return excuse(cell, row)
}

/** What is known to be wrong, for the reason that the row gives. */
function excuse(/** @type {Cell} */ { verdicts, notes }, /** @type {Row} */ { known = {} }) {
  const excused = /** @type {Question[]} */ (Object.keys(known)).filter((question) => verdicts[question] === 'fail')
  for (const question of excused) verdicts[question] = 'known'
  const rest = notes.filter((note) => !excused.some((question) => note.startsWith(`${question}:`)))
  return { verdicts, notes: [...excused.map((question) => `${question}: ${known[question]}`), ...rest] }
}

/** @returns {Promise<Run>} */
async function variant(/** @type {Row} */ row, /** @type {Mode} */ mode, /** @type {'bare' | 'traced'} */ kind) {
  return row.server ? serve(row, kind) : run(await build(row, mode, kind))
}

const GOLDEN_ROW = /** @type {Row} */ (ROWS.find(({ name }) => name === 'esbuild'))

/**
 * What every row is compared with: results and places of a bare build, and the calls of an instrumented one.
 * @param {string} [name] tells the output folders of concurrent processes apart
 * @returns {Promise<Golden>}
 */
export async function golden(name = 'golden') {
  const row = { ...GOLDEN_ROW, name }
  const bare = await variant(row, 'production', 'bare')
  const traced = await variant(row, 'production', 'traced')
  return { result: resultOf(bare), frames: placesOf(bare), calls: callsOf(traced) }
}

const resultOf = (/** @type {Run} */ { printed }) => JSON.stringify(printed.result)
const callsOf = (/** @type {Run} */ { trace }) => (trace?.calls ?? []).map(([id, parent, outcome]) => `${id} < ${parent} ${outcome}`)

/** @returns {Record<string, Frame[]>} */
function placesOf(/** @type {Run} */ { printed }) {
  return Object.fromEntries(Object.entries(printed.stacks).map(([name, stack]) => [name, resolveFrames(framesOf(stack))]))
}

function judgeRuns(
  /** @type {Cell} */ { verdicts, notes },
  /** @type {Run} */ bare,
  /** @type {Run} */ traced,
  /** @type {Golden} */ { result },
) {
  verdicts.runs = resultOf(traced) === result ? 'ok' : resultOf(traced) === resultOf(bare) ? 'bundler' : 'fail'
  if (verdicts.runs !== 'ok') notes.push(`result: ${resultOf(traced)}`)
}

function judgeTrace(/** @type {Cell} */ { verdicts, notes }, /** @type {Run} */ traced, /** @type {Golden} */ { calls }) {
  const own = callsOf(traced)
  const at = own.findIndex((call, i) => call !== calls[i])
  verdicts.trace = at < 0 && own.length === calls.length && own.length > 100 && traced.trace?.dropped === 0 ? 'ok' : 'fail'
  if (verdicts.trace === 'fail')
    notes.push(`trace: ${own.length} calls instead of ${calls.length}; call ${at}: ${own[at]} instead of ${calls[at]}`)
}

function judgePlaces(/** @type {Cell} */ cell, /** @type {Run} */ bare, /** @type {Run} */ traced, /** @type {Golden} */ { frames }) {
  const [before, after] = [placesOf(bare), placesOf(traced)]
  const line = (/** @type {Frame} */ { file, line }) => `${file}:${line}`
  cell.verdicts.lines = judge(cell, 'lines', line, before, after, frames)
  cell.verdicts.columns = judge(cell, 'columns', (frame) => `${line(frame)}:${frame.column}`, before, after, frames)
}

function judgeNames(/** @type {Cell} */ cell, /** @type {Run} */ bare, /** @type {Run} */ traced, /** @type {Golden} */ { frames }) {
  cell.verdicts.names = judge(cell, 'names', ({ name }) => name, placesOf(bare), placesOf(traced), frames)
}

/** What there is to ask in a mode: minifiers rename, and only production has to be free of spoor. */
export const questionsOf = (/** @type {Mode} */ mode) =>
  QUESTIONS.filter((question) => question !== (mode === 'minified' ? 'names' : mode === 'development' ? 'identical' : undefined))

/**
 * The worst of all frames.
 * @param {Cell} cell
 * @param {Question} question
 * @param {(frame: Frame) => string} show
 * @param {Record<string, Frame[]>} bare
 * @param {Record<string, Frame[]>} traced
 * @param {Record<string, Frame[]>} wanted
 * @returns {Verdict}
 */
export function judge({ notes }, question, show, bare, traced, wanted) {
  let wrong = 0
  let bareWrong = 0
  let total = 0
  /** @type {string[]} */
  const ours = []
  for (const [stack, frames] of Object.entries(wanted)) {
    const [before, after] = [bare[stack]?.map(show) ?? [], traced[stack]?.map(show) ?? []]
    if (!after.length || (after.length !== frames.length && after.length !== before.length))
      ours.push(`${stack}: ${after.length} frames instead of ${before.length}`)
    // Frame by frame: a wrong one is ours where the bundler by itself has it right.
    after.forEach((place, i) => {
      const right = frames[i] && show(frames[i])
      total++
      if (before[i] !== right) bareWrong++
      if (place === right) return
      if (before[i] === right) ours.push(`${stack}, frame ${i}: ${place} instead of ${right}`)
      else wrong++
    })
  }
  if (ours.length) notes.push(...ours.map((text) => `${question}: ${text}`))
  else if (wrong) notes.push(`${question}: ${wrong} of ${total} frames are not the author's, and ${bareWrong} without spoor`)
  return ours.length ? 'fail' : wrong ? 'bundler' : 'ok'
}

async function judgeIdentity(
  /** @type {Cell} */ { verdicts, notes },
  /** @type {Row} */ row,
  /** @type {Mode} */ mode,
  /** @type {Run} */ bare,
) {
  const [before, after] = [filesIn(bare.out), filesIn(await build(row, mode, 'absent'))]
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const different = [...names].filter((name) => before[name] !== after[name])
  verdicts.identical = different.length || !names.size ? 'fail' : 'ok'
  if (different.length) notes.push(`identical: not ${different.join(', ')}`)
}
