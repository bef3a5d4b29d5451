// `docs/equivalence.md`: the prose is a person's, what stands between the markers is made here from the results of the three proofs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { changedBy, label, tableOf } from './table.mjs'

/**
 * @typedef {import('./score.mjs').Result} Result
 * @typedef {{ node: string, results: Result[] }} Score
 * @typedef {{ name: string, version: string, command: string, runner: string, tests: number, passedBare: number,
 *   passedInstrumented: number, flips: string[] | number, functions: number, leftAlone: number, probes: string, note?: string }} Checkout
 * @typedef {{ commit: string, node: string, files: number, variants: number,
 *   conditions: { probes: string, errors: string, same: number, flips: number, setAside: number }[],
 *   setAside: { test: string, reason: string }[] }} Test262
 */

const here = join(import.meta.dirname, '..')
const document = join(here, '../../docs/equivalence.md')

/** @template T @returns {T | undefined} */
const read = (/** @type {string} */ name) => (existsSync(join(here, name)) ? JSON.parse(readFileSync(join(here, name), 'utf8')) : undefined)

/** Keeps what others had who were judged by as many programs. */
export function writeScore(/** @type {Result[]} */ results) {
  const fresh = results.map((result) => ({ ...result, differences: result.differences.map(short) }))
  const before = /** @type {Score | undefined} */ (read('score.json'))?.results ?? []
  const kept = before.filter(({ name, programs }) => programs === fresh[0]?.programs && !fresh.some((one) => one.name === name))
  const ours = (/** @type {Result} */ { name }) => (name.startsWith('Spoor') ? 0 : 1)
  const all = [...fresh, ...kept].toSorted((a, b) => ours(a) - ours(b))
  writeFileSync(join(here, 'score.json'), `${JSON.stringify({ node: process.version.slice(1), results: all }, undefined, 2)}\n`)
}

const LONGEST = 160

const short = (/** @type {Result['differences'][number]} */ difference) => ({
  ...difference,
  bare: oneLine(difference.bare),
  seen: oneLine(difference.seen),
})

/** As long as can be read; nothing of the machine that it ran on. */
function oneLine(/** @type {string} */ text) {
  const line = text
    .replace(/(?:file:\/\/)?\/\S*spoor-score-\w+\//g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}

export function writeReport() {
  writeFileSync(document, fill(readFileSync(document, 'utf8')))
}

/** The document with what is generated in it as the results have it. */
export function fill(/** @type {string} */ text) {
  const parts = { score: scoreText(), differences: differencesText(), checkouts: checkoutsText(), test262: test262Text() }
  return Object.entries(parts).reduce((out, [name, part]) => {
    const pattern = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`)
    if (!pattern.test(out)) throw new Error(`docs/equivalence.md has no place for ${name}`)
    return out.replace(pattern, (_, open, close) => `${open}${part}\n${close}`)
  }, text)
}

function scoreText() {
  const score = /** @type {Score | undefined} */ (read('score.json'))
  if (!score) return 'Not run yet.'
  const [{ programs, runs } = { programs: 0, runs: 0 }] = score.results
  return `${programs} programs in ${runs} runs, on Node ${score.node}:\n\n${tableOf(score.results)}`
}

function differencesText() {
  const score = /** @type {Score | undefined} */ (read('score.json'))
  const changing = score?.results.filter(({ differences }) => differences.length) ?? []
  return changing
    .map(
      (result) =>
        `### ${label(result)}: ${changedBy(result).length}\n\n${changedBy(result)
          .map((file) => differenceLine(result, file))
          .join('\n')}`,
    )
    .join('\n\n')
}

function differenceLine(/** @type {Result} */ { differences }, /** @type {string} */ file) {
  const all = differences.filter(({ program }) => program === file)
  const { bare, seen } = /** @type {Result['differences'][number]} */ (all[0])
  return `- \`${file}\`, ${all.map(({ as }) => as).join(' and ')}: ${code(bare)} became ${code(seen)}`
}

/** As code, whatever is in it. */
const code = (/** @type {string} */ text) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text || ' '}\``)

function checkoutsText() {
  const checkouts = /** @type {Checkout[] | undefined} */ (read('checkouts.json'))
  if (!checkouts?.length) return 'Not run yet.'
  const count = (/** @type {string[] | number} */ flips) => (typeof flips === 'number' ? flips : flips.length)
  const rows = checkouts.map((one) => [
    `${one.name} ${one.version}`,
    one.runner,
    one.probes,
    one.functions,
    one.leftAlone,
    one.passedBare,
    one.passedInstrumented,
    count(one.flips),
    one.note ?? '',
  ])
  const head = ['library', 'runner', 'probes', 'functions traced', 'left alone', 'passed bare', 'passed with Spoor', 'flipped', '']
  return markdown(head, rows)
}

function test262Text() {
  const found = /** @type {Test262 | undefined} */ (read('test262.json'))
  if (!found) return 'Not run yet.'
  const { commit, node, files, variants, conditions, setAside } = found
  const rows = conditions.map((one) => [one.probes, one.errors, one.same, one.flips, one.setAside])
  const table = markdown(['probes', 'errors', 'the same', 'flipped', 'set aside'], rows)
  const aside = setAside.map(({ test, reason }) => `- \`${test}\`: ${reason}`).join('\n')
  const what = `test262 at ${commit.slice(0, 10)}, ${files} files in ${variants} variants, on Node ${node}:`
  return `${what}\n\n${table}${aside ? `\n\nSet aside, for they are about the text of functions:\n\n${aside}` : ''}`
}

const markdown = (/** @type {string[]} */ head, /** @type {unknown[][]} */ rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
