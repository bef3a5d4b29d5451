// `node test/bundlers/table.mjs [--json] [row ...]`: what every bundler makes of an instrumented program. Exit code 1 where anything fails.
import { check, golden, questionsOf } from './matrix.mjs'
import { has, MODES, ROWS } from './rows.mjs'

/**
 * @typedef {import('./rows.mjs').Row} Row
 * @typedef {import('./rows.mjs').Mode} Mode
 * @typedef {import('./matrix.mjs').Cell} Cell
 * @typedef {{ row: Row, mode: Mode, cell: Cell }} Answer
 */

const PARALLEL = 2
const MARKS = { ok: '✓', bundler: '≈', known: '!', fail: '✗' }
/** @type {Record<Mode, string>} */
const HEADS = { development: 'development', production: 'production', minified: 'minified' }

const args = process.argv.slice(2)
const wanted = args.filter((arg) => arg !== '--json')
const unknown = wanted.filter((name) => !ROWS.some((row) => named(row, name)))
if (unknown.length) {
  console.error(`There is no row ${unknown.join(', ')}. The rows are: ${ROWS.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const rows = ROWS.filter((row) => !wanted.length || wanted.some((name) => named(row, name)))
const answers = await askAll(rows)
console.log(
  args.includes('--json') ? JSON.stringify(answers.map(({ row, mode, cell }) => ({ row: row.name, mode, ...cell }))) : draw(rows, answers),
)
if (answers.some(({ cell }) => Object.values(cell.verdicts).includes('fail'))) process.exitCode = 1

function named(/** @type {Row} */ row, /** @type {string} */ name) {
  return row.name === name || row.bundler === name
}

/** @returns {Promise<Answer[]>} */
async function askAll(/** @type {readonly Row[]} */ rows) {
  const truth = await golden()
  const jobs = rows.flatMap((row) => MODES.filter((mode) => has(row, mode)).map((mode) => ({ row, mode })))
  /** @type {Answer[]} */
  const answers = []
  const queue = jobs.entries()
  const worker = async () => {
    for (const [at, { row, mode }] of queue) {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${at + 1}/${jobs.length} ${row.name}, ${mode}`)
      answers[at] = { row, mode, cell: await check(row, mode, truth) }
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  return answers
}

function draw(/** @type {readonly Row[]} */ rows, /** @type {Answer[]} */ answers) {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const columns = MODES.map((mode) => questionsOf(mode))
  const line = (/** @type {string} */ head, /** @type {string[]} */ cells) => [head.padEnd(width), ...cells].join(' │ ').trimEnd()
  const group = (/** @type {readonly string[]} */ cells, /** @type {number} */ i) =>
    cells.map((cell, at) => cell.padEnd(columns[i]?.[at]?.length ?? 0)).join(' ')
  const widths = columns.map((questions) => questions.join(' ').length)
  const ruler = ['─'.repeat(width), ...widths.map((count) => '─'.repeat(count))].join('─┼─')
  const { notes, mark } = footnotes()
  const body = rows.map((row) => {
    const cells = MODES.map((mode, i) => {
      const answer = answers.find((one) => one.row === row && one.mode === mode)
      return group(
        (columns[i] ?? []).map((question) => mark(answer, question)),
        i,
      )
    })
    return line(row.name, cells)
  })
  const heads = [
    line(
      '',
      MODES.map((mode, i) => HEADS[mode].padEnd(widths[i] ?? 0)),
    ),
    line(
      '',
      columns.map((questions, i) => group(questions, i)),
    ),
  ]
  return [
    ...heads,
    ruler,
    ...body,
    '',
    '✓ as it should be   ≈ the bundler by itself has it wrong   ! known, see below   ✗ wrong   – does not apply',
    ...notes(),
  ].join('\n')
}

/** Notes of the same text share a number. */
function footnotes() {
  /** @type {Map<string, number>} */
  const texts = new Map()
  const numberOf = (/** @type {string} */ text) => texts.get(text) ?? (texts.set(text, texts.size + 1), texts.size)
  return {
    mark(/** @type {Answer | undefined} */ answer, /** @type {keyof Cell['verdicts']} */ question) {
      const verdict = answer?.cell.verdicts[question]
      if (!answer || !verdict) return '–'
      if (verdict === 'ok') return MARKS.ok
      const about = answer.cell.notes.filter((note) => note.startsWith(`${question}:`) || !note.match(/^[a-z]+:/))
      return MARKS[verdict] + (about.length ? numberOf(about.join('\n   ')) : '')
    },
    notes: () => [...texts].map(([text, number]) => `${String(number).padStart(2)} ${text}`),
  }
}
