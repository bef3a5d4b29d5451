/**
 * @typedef {import('./measure/statistics.mjs').Ratio} Ratio
 *
 * @typedef {object} Target
 * @property {string} what
 * @property {string} wanted
 * @property {string} found
 * @property {'met' | 'missed' | 'missed by less than the noise'} verdict
 *
 * @typedef {object} Table
 * @property {string} id
 * @property {string} title
 * @property {string} [about] what was measured, and how
 * @property {string[]} head
 * @property {string[][]} rows
 * @property {Target[]} targets
 */

/** `1.06x` @param {number} value */
export const times = (value) => `${value < 10 ? value.toFixed(2) : value.toFixed(1)}x`

/** `1.06x (1.04-1.09)` @param {Ratio} ratio */
export const range = ({ value, low, high }) => `${times(value)} (${low.toFixed(2)}-${high.toFixed(2)})`

export const percent = (value) => `${Math.round(value * 100)} %`

/** @returns {Target} of something that is to be no more than `most` */
export const atMost = (what, most, { value, low = value }, show = times) =>
  target(what, `at most ${show(most)}`, show(value), value <= most, low <= most)

/** @returns {Target} of something that is to be no less than `least` */
export const atLeast = (what, least, { value, high = value }, show = times) =>
  target(what, `at least ${show(least)}`, show(value), value >= least, high >= least)

const target = (what, wanted, found, met, perhaps) => ({
  what,
  wanted,
  found,
  verdict: met ? 'met' : perhaps ? 'missed by less than the noise' : 'missed',
})

/** For a terminal. @param {Table} table */
export function asText({ title, head, rows, targets }) {
  const lines = [head, ...rows]
  const widths = head.map((_, i) => Math.max(...lines.map((cells) => (cells[i] ?? '').length)))
  const line = (cells) => cells.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  ')
  return [`\n${title}`, ...lines.map(line), ...targets.map((one) => `  ${sentence(one)}`)].join('\n')
}

/** For `docs/benchmarks.md`. @param {Table} table */
export function asMarkdown({ title, about, head, rows, targets }) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  const table = [line(head), line(head.map((_, i) => (i ? '--:' : '---'))), ...rows.map(line)]
  const list = targets.map((one) => `- ${sentence(one).replace(/: (met|missed.*)$/, ': **$1**')}`)
  return [`## ${title}`, ...(about ? [about] : []), table.join('\n'), ...(list.length ? [list.join('\n')] : [])].join('\n\n')
}

const sentence = ({ what, wanted, found, verdict }) => `${what}: ${found}, wanted ${wanted}: ${verdict}`
