// `pnpm equivalence [--only text] [--peers text,…] [--jobs 2] [--report]`: runs the programs bare and through Spoor and its peers, prints
// who changed what, and writes it to `docs/equivalence.md`, where those that were not asked keep what they had. `--report` writes that file from the last results, without running anything.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { readPrograms } from '../programs.mjs'
import { differenceOf } from './difference.mjs'
import { installPeers, versionOf } from './install.mjs'
import { PEERS } from './peers.mjs'
import { writeReport, writeScore } from './report.mjs'
import { run, variantsOf } from './run.mjs'
import { SPOOR } from './spoor.mjs'
import { tableOf } from './table.mjs'

/**
 * @typedef {import('./run.mjs').Judged} Judged
 * @typedef {{ program: string, as: string, bare: string, seen: string, stacks?: true }} Difference `stacks`: only frames differ
 * @typedef {{ name: string, version: string, programs: number, runs: number, differences: Difference[] }} Result
 */

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    peers: { type: 'string', default: '' },
    jobs: { type: 'string', default: String(Math.min(availableParallelism(), 4)) },
    report: { type: 'boolean', default: false },
  },
})

if (!values.report) await score()
if (!values.only) writeReport()
else console.log('Some programs were left out: docs/equivalence.md stays as it is.')

async function score() {
  installPeers()
  const peers = await Promise.all(PEERS.map((load) => load()))
  const programs = readPrograms().filter(({ file, flags }) => file.includes(values.only) && !flags.includes('text'))
  const everybody = [...SPOOR, ...peers]
  const judges = everybody.filter(({ name }) => values.peers.split(',').some((text) => name.includes(text)))
  const results = judges.map(({ name }) => ({ name, version: versionOf(name), programs: programs.length, runs: 0, differences: [] }))
  await inParallel(
    programs.flatMap((program) => variantsOf(program).map((variant) => ({ program, variant }))),
    async ({ program, variant }) => {
      const bare = await run(program, variant, { name: 'bare' })
      for (const [i, judged] of judges.entries()) {
        const result = /** @type {Result} */ (results[i])
        result.runs++
        const difference = await surely(() => compare(program, variant, bare, judged))
        if (!difference) continue
        const stacks = program.flags.includes('stacks') && isAboutFrames(difference)
        result.differences.push({ program: program.file, as: variant.name, ...difference, ...(stacks && { stacks }) })
      }
    },
  )
  for (const { differences } of results) differences.sort((a, b) => (`${a.program} ${a.as}` < `${b.program} ${b.as}` ? -1 : 1))
  console.log(tableOf(results))
  if (!values.only) writeScore(results)
  if (results.some(({ name, differences }) => name.startsWith('Spoor') && differences.length)) process.exitCode = 1
}

/** @typedef {import('../programs.mjs').Program} Program @typedef {import('../programs.mjs').Variant} Variant */

/** What differs, if the bare program agrees with itself. */
async function compare(
  /** @type {Program} */ program,
  /** @type {Variant} */ variant,
  /** @type {import('./run.mjs').Outcome} */ bare,
  /** @type {Judged} */ judged,
) {
  const difference = differenceOf(bare, await run(program, variant, judged))
  return difference && !differenceOf(bare, await run(program, variant, { name: 'bare' })) ? difference : undefined
}

/** Whether the program ran to the end that it had. */
function isAboutFrames(/** @type {{ bare: string, seen: string }} */ { bare, seen }) {
  return bare.startsWith('throws') || !/^(?:throws|unhandled) /.test(seen)
}

/** A difference counts that is there twice: a busy machine is no reason. @template T @param {() => Promise<T>} ask */
async function surely(ask) {
  return (await ask()) && ask()
}

/** @template T @param {T[]} items @param {(item: T) => Promise<void>} work */
async function inParallel(items, work) {
  const queue = [...items]
  let done = 0
  const worker = async () => {
    for (let item = queue.shift(); item; item = queue.shift()) {
      await work(item)
      progress(++done, items.length)
    }
  }
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker))
}

/** On a terminal in place; anywhere else a line now and then. */
function progress(/** @type {number} */ done, /** @type {number} */ all) {
  if (process.stderr.isTTY) process.stderr.write(done === all ? '\r' : `\r${done} of ${all} `)
  else if (done % 25 === 0) console.error(`${done} of ${all} runs`)
}
