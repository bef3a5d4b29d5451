import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { asMarkdown } from './report.mjs'

/** `docs/benchmarks.md`. @param {import('./report.mjs').Table[]} tables */
export function documentOf(tables, { quick, pace }) {
  const targets = tables.flatMap((table) => table.targets)
  const met = targets.filter(({ verdict }) => verdict === 'met').length
  return (
    [
      '# How fast is it?',
      `Measured by \`pnpm bench${quick ? ' --quick' : ''}\` on ${new Date().toISOString().slice(0, 10)}, ${machine()}${pace.cpu ? ', as time on the processor' : ''}.`,
      'Everything in a table ran side by side: the variants of a program take turns in one process (A B C, C B A, B C A, ...), after a warm-up, ' +
        'in several processes. Ratios are medians of the ratios of neighbouring samples, intervals (95 %) come from a bootstrap over processes and ' +
        'rounds. *Bare again* is a second copy of the bare program, so its ratio shows what is noise. Results are compared by checksum; what gives ' +
        'another result is refused.',
      `Of ${targets.length} targets, ${met} are met. What was tried to meet the others stands in [performance](performance.md).`,
      ...tables.map(asMarkdown),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  )
}

function machine() {
  const [cpu] = cpus()
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  return `on ${cpus().length} x ${cpu?.model ?? 'processor'} with ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}, at commit ${commit}`
}
