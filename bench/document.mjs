import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { asMarkdown } from './report.mjs'

const SECTION = /^## (.*)$/m

/**
 * `docs/benchmarks.md`: the tables that were made in the places of those of the same titles; the others stay as they were.
 *
 * @param {import('./report.mjs').Table[]} tables
 * @param {import('./settings.mjs').Settings} settings
 * @param {string} [before] the document as it is
 */
export function documentOf(tables, settings, before = '') {
  const sections = new Map(before.split(/^(?=## )/m).flatMap((text) => (SECTION.test(text) ? [[SECTION.exec(text)[1], text.trim()]] : [])))
  for (const table of tables) sections.set(table.title, `${asMarkdown(table)}\n\n${whenAndWhere(settings)}`)
  const texts = [...sections.values()]
  const verdicts = texts.flatMap((text) => text.match(/(?<=: \*\*)(?:met|missed)/g) ?? [])
  return [
    '# How fast is it?',
    'Measured by `pnpm bench`; which table when and where stands below it.',
    'Everything in a table ran side by side: the variants of a program take turns in one process (A B C, C B A, B C A, ...), after a warm-up, ' +
      'in several processes. Ratios are medians of the ratios of neighbouring samples, intervals (95 %) come from a bootstrap over processes and ' +
      'rounds. *Bare again* is a second copy of the bare program, so its ratio shows what is noise. Results are compared by checksum; what gives ' +
      'another result is refused.',
    `Of ${verdicts.length} targets, ${verdicts.filter((verdict) => verdict === 'met').length} are met. What was tried to meet the others stands in [performance](performance.md).`,
    ...texts,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n')
}

function whenAndWhere({ quick, pace }) {
  const [cpu] = cpus()
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const machine = `${cpus().length} x ${cpu?.model ?? 'processor'} with ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}`
  const how = `${quick ? ', quick' : ''}${pace.cpu ? ', time on the processor' : ''}`
  return `*${new Date().toISOString().slice(0, 10)}, commit ${commit}, ${machine}${how}.*`
}
