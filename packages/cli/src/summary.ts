import { diff, summarise } from '@spoor/trace'
import type { Summary } from '@spoor/trace'
import { openTrace } from '@spoor/trace/node'
import type { Command } from 'commander'
import { Option } from 'commander'
import { Failure } from './failure.ts'
import { wholeNumber } from './options.ts'
import { progressOn } from './progress.ts'
import { asFailure, notesOf } from './recording.ts'
import { showDiff } from './show/diff.ts'
import { showSummary } from './show/summary.ts'
import { asJson } from './show/json.ts'
import { columnsOf } from './show/table.ts'

interface SummaryFlags {
  diff?: string[]
  top: number
  json?: boolean
}

export function addSummary(program: Command): void {
  program
    .command('summary')
    .summary('say what a recording shows: hottest, slowest and failing functions, and what is missing')
    .description('Sums up recordings, several as one. Memory does not grow with their length.')
    .usage('[options] <file...>')
    .argument('[file...]', 'recordings: `*.spoor.ndjson`, `*.spoor.ndjson.gz`, or folders of them')
    .option('--diff <file...>', 'what is new, gone, slower, faster, and ends otherwise than in these recordings from before')
    .addOption(new Option('--top <rows>', 'of each list').argParser((text) => wholeNumber(text)).default(8))
    .option('--json', 'print all of it as JSON')
    .action(async (files: string[], flags: SummaryFlags) => void process.stdout.write(await runSummary(files, flags)))
}

async function runSummary(files: readonly string[], { diff: others, top, json }: SummaryFlags): Promise<string> {
  if (!files.length)
    throw new Failure(
      others ? '--diff takes all the files behind it, and leaves none to compare with them' : 'which recording is to be summed up?',
      others ? 'Put it last: `spoor summary AFTER --diff BEFORE`.' : 'Give a file `*.spoor.ndjson`, or a folder of them.',
    )
  const progress = progressOn(process.stderr)
  try {
    const read = async (paths: readonly string[]): Promise<Summary> => {
      const trace = openTrace(paths)
      progress.say(`reading ${paths.join(', ')}`)
      const summary = await summarise(trace, { top })
      progress.end()
      process.stderr.write(notesOf(trace))
      return summary
    }
    const after = await read(files)
    const options = { top, width: columnsOf(process.stdout) }
    if (!others) return json ? asJson(after) : showSummary(after, options)
    const changes = diff(await read(others), after)
    return json ? asJson(changes) : showDiff(changes, options)
  } catch (error) {
    progress.end()
    throw asFailure(error)
  }
}
