// Runs tc39/test262 bare and instrumented and lists every test whose outcome flips.
//   pnpm test262 --path <checkout> [--shard 1/40] [--conditions on-finally,absent-catch-inside] [--filter text] [--jobs 2] [--out file] [--write-set-aside] [--commit id]
// Each test runs as the suite asks, sloppy, strict or as a module, each run in a realm of its own; `-inside` puts its whole text into
// a function; `--write-set-aside` adds those about the text of functions to `test262/set-aside.json`, where a person says more.
// `--commit` says which revision of the suite it is, where the checkout does not know.
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CONDITIONS, conditionOf, nameOf } from './test262/conditions.mjs'
import { runAll } from './test262/pool.mjs'
import { printDiffering, printReport, summaryOf } from './test262/report.mjs'
import { writeSetAside } from './test262/set-aside.mjs'
import { listTests } from './test262/suite.mjs'
import { createTally } from './test262/tally.mjs'

async function main() {
  const { path: root, conditions, shard, filter, jobs, out, commit, 'write-set-aside': write } = options()
  const tests = listTests(root, filter).filter((_, index) => index % shard.of === shard.number - 1)
  const tally = createTally()
  const began = Date.now()
  let done = 0
  await runAll({ root, tests, conditions, jobs }, (seen, count) => {
    seen.forEach(tally.add)
    seen.forEach(printDiffering)
    const before = done
    done += count
    if (Math.floor(done / 1000) > Math.floor(before / 1000)) progress(done, tests.length, began, tally)
  })
  if (write) writeSetAside(tally)
  const summary = summaryOf({ tally, tests: tests.length, commit: commit ?? commitOf(root) })
  if (out) writeFileSync(out, `${JSON.stringify(summary, null, 2)}\n`)
  process.exit(printReport(summary) ? 0 : 1)
}

function progress(done, all, began, { differing, died }) {
  const flips = differing.filter(({ result }) => result === 'flip').length
  const minutes = ((Date.now() - began) / 60_000).toFixed(1)
  console.error(`${done} of ${all} tests, ${flips} flips, ${died.length} died, ${minutes} min`)
}

function options() {
  const { values } = parseArgs({
    options: {
      path: { type: 'string' },
      shard: { type: 'string', default: '1/1' },
      conditions: { type: 'string', default: CONDITIONS.map(nameOf).join(',') },
      filter: { type: 'string', default: '' },
      jobs: { type: 'string', default: '1' },
      out: { type: 'string' },
      commit: { type: 'string' },
      'write-set-aside': { type: 'boolean', default: false },
    },
  })
  const { path, shard, jobs } = values
  if (!path || !existsSync(join(path, 'harness/sta.js'))) usage('--path: where a checkout of tc39/test262 is')
  const [, number, of] = /^(\d+)\/(\d+)$/.exec(shard) ?? usage(`--shard ${shard}: write 1/40`)
  if (!/^[1-9]\d*$/.test(jobs)) usage(`--jobs ${jobs}: a number of processes`)
  const conditions = values.conditions
    .split(',')
    .map(
      (name) =>
        conditionOf(name) ?? usage(`--conditions ${name}: write probes-errors[-inside], such as ${CONDITIONS.map(nameOf).join(', ')}`),
    )
  return { ...values, path, shard: { number: Number(number), of: Number(of) }, conditions, jobs: Number(jobs) }
}

function usage(problem) {
  console.error(problem)
  process.exit(2)
}

/** The suite's own revision, where its checkout knows it. */
function commitOf(root) {
  try {
    return execFileSync('git', ['-C', root, 'rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return 'unknown'
  }
}

await main()
