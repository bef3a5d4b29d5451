import { treeOf } from '@spoor/trace'
import type { TreeOptions } from '@spoor/trace'
import { openTrace } from '@spoor/trace/node'
import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import { Failure } from './failure.ts'
import { selectorOption, wholeNumber } from './options.ts'
import { progressOn } from './progress.ts'
import { asFailure, notesOf } from './recording.ts'
import { asJson } from './show/json.ts'
import { columnsOf } from './show/table.ts'
import { showTree } from './show/tree.ts'

interface TreeFlags extends Pick<TreeOptions, 'request' | 'mark' | 'from' | 'to' | 'around' | 'depth'> {
  only?: string[]
  most: number
  values: boolean
  json?: boolean
}

export function addTree(program: Command): void {
  program
    .command('tree')
    .summary('show who called whom: for a request, a mark, a time, a function')
    .description('Shows a recording, or a part of it, as the tree of its calls, across the processes and pages that it holds.')
    .argument('<file...>', 'recordings: `*.spoor.ndjson`, `*.spoor.ndjson.gz`, or folders of them')
    .option('--request <pattern>', 'what ran for requests whose method and URL contain this; `*` stands for anything: `POST /api/*`')
    .option('--mark <name>', 'what ran around a mark that the program left')
    .addOption(new Option('--from <ms>', 'what ran from this time on, in milliseconds after the first event').argParser(milliseconds))
    .addOption(new Option('--to <ms>', 'until this time').argParser(milliseconds))
    .option('--around <function>', 'calls of this function (a name or a selector), with their callers and what they called')
    .addOption(selectorOption('--only <selectors>', 'functions to show; what they call moves up'))
    .addOption(new Option('--depth <levels>', 'most levels').argParser((text) => wholeNumber(text)))
    .addOption(
      new Option('--most <events>', 'most events; those that came first are shown').argParser((text) => wholeNumber(text)).default(500),
    )
    .option('--no-values', 'leave out arguments, results and what was thrown')
    .option('--json', 'print the tree as JSON')
    .action(async (files: string[], flags: TreeFlags) => void process.stdout.write(await runTree(files, flags)))
}

async function runTree(files: readonly string[], { values, json, ...options }: TreeFlags): Promise<string> {
  const progress = progressOn(process.stderr)
  try {
    const trace = openTrace(files)
    progress.say(`reading ${files.join(', ')}`)
    const tree = await treeOf(trace, options)
    progress.end()
    process.stderr.write(notesOf(trace))
    if (!tree.found) throw nothing(options)
    return json ? asJson(tree) : showTree(tree, { width: columnsOf(process.stdout), values })
  } catch (error) {
    progress.end()
    if (error instanceof RangeError) throw new Failure(error.message, '')
    throw asFailure(error)
  }
}

function nothing({ request, mark, around }: TreeOptions): Failure {
  if (request !== undefined)
    return new Failure(`no request contains "${request}"`, 'Give a part of its method and URL: `POST /api`, `/cart*`.')
  if (mark !== undefined) return new Failure(`no mark is called "${mark}"`, 'Marks are what the program leaves with `spoor.mark(name)`.')
  if (around !== undefined)
    return new Failure(
      `no call of "${around}" was recorded`,
      'Give the name of a function (`checkout`, `Cart.total`), or a selector (`src/cart.ts#*`).',
    )
  return new Failure('nothing was recorded in that time', '`spoor summary` says how long the recording is.')
}

function milliseconds(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('Give a number of milliseconds.')
  return Number(text)
}
