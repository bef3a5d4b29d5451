// `docs/equivalence.md`: the prose is a person's, what stands between the markers is made here from the results of the three proofs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkoutsText } from './checkouts.mjs'
import { changedBy, label, tableOf } from './table.mjs'
import { test262Text } from './test262.mjs'

/**
 * @typedef {import('./score.mjs').Result} Result
 * @typedef {{ node: string, results: Result[] }} Score
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
  const parts = {
    score: scoreText(),
    differences: differencesText(),
    checkouts: checkoutsText(read('checkouts.json')),
    test262: test262Text(read('test262.json')),
  }
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
        `<details><summary>${label(result)}: ${changedBy(result).length}</summary>\n\n${changedBy(result)
          .map((file) => differenceLine(result, file))
          .join('\n')}\n\n</details>`,
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
