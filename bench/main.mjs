// `pnpm bench`: speed and size, side by side. See docs/benchmarks.md, which `--write` makes.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from './build.mjs'
import { DifferentOutput } from './measure/statistics.mjs'
import { documentOf } from './document.mjs'
import { asText } from './report.mjs'
import { settingsFor } from './settings.mjs'
import { TABLES } from './tables.mjs'

const USAGE = `pnpm bench [${Object.keys(TABLES).join('|')}|all] ...

  --quick          few rounds, in this Node alone: is anything far off?
  --cpu            time on the processor in place of time, for a machine that is busy (in Node alone)
  --only NAMES     programs of \`off\` and \`on\`, separated by commas
  --engines NAMES  node, node24, chromium
  --against DIR    another workspace, built: its plugin stands beside this one's in \`off\`; may be repeated
  --json FILE      write the tables as JSON
  --write          write the tables that were made into docs/benchmarks.md`

const OPTIONS = {
  quick: { type: 'boolean' },
  cpu: { type: 'boolean' },
  only: { type: 'string' },
  engines: { type: 'string' },
  against: { type: 'string', multiple: true },
  json: { type: 'string' },
  write: { type: 'boolean' },
  help: { type: 'boolean' },
}

async function main() {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
  if (values.help) return console.log(USAGE)
  const asked = positionals.length && !positionals.includes('all') ? positionals : Object.keys(TABLES)
  const unknown = asked.find((name) => !Object.hasOwn(TABLES, name))
  if (unknown) throw new RangeError(`no table \`${unknown}\`\n\n${USAGE}`)
  const list = (text) => text?.split(',').filter(Boolean) ?? []
  const progress = (line) => console.error(`  ${line}`)
  const settings = settingsFor({ ...values, only: list(values.only), engines: list(values.engines), progress })

  const tables = []
  for (const name of asked) {
    const made = await TABLES[name](settings)
    for (const table of made) console.log(asText(table))
    tables.push(...made)
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ tables }, null, 2)}\n`)
  const document = join(ROOT, 'docs/benchmarks.md')
  if (values.write) writeFileSync(document, documentOf(tables, settings, readFileSync(document, 'utf8')))
}

try {
  await main()
} catch (error) {
  if (!(error instanceof DifferentOutput) && !(error instanceof RangeError) && !(error instanceof TypeError && 'code' in error)) throw error
  console.error(error.message)
  process.exitCode = error instanceof DifferentOutput ? 1 : 2
}
