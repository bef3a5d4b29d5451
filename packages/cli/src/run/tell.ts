import { printable } from '@spoor/shared'
import type { ProcessNote } from '@spoor/shared'
import { openTrace, summarise } from '@spoor/trace/node'
import type { FunctionSummary, Summary } from '@spoor/trace/node'
import { onErrors as pc } from '../colors.ts'
import { count, counted } from '../show/numbers.ts'

const TOP = 5

/** What was recorded, in a few lines: how much, where the time went, who failed, what is missing. */
export async function describeRecording(folder: string, shown: string): Promise<string> {
  const summary = await summarise(openTrace(folder))
  const { totals, functions, streams } = summary
  const counts = [
    counted(totals.calls, 'call'),
    `of ${counted(totals.functions, 'function')}`,
    `in ${counted(streams.length, 'process or thread', 'processes and threads')}`,
  ]
  const called = functions.filter(({ calls }) => calls)
  return [
    `${pc.bold('spoor:')} recorded ${counts.join(' ')}${totals.failed ? `, ${pc.red(`${totals.failed} failed`)}` : ''} in ${shown}`,
    ...called.slice(0, TOP).map(lineOf),
    ...(called.length > TOP ? [pc.dim(`  and ${called.length - TOP} more`)] : []),
    ...droppedOf(summary),
    pc.dim(`  all of it: spoor summary ${shown}`),
    '',
  ].join('\n')
}

/** `     12.3 ms   40 calls  checkout  src/cart.ts:12` */
function lineOf({ self, calls, name, file, line, failed }: FunctionSummary): string {
  const time = `${self.toFixed(1)} ms`.padStart(12)
  const bad = failed ? pc.red(`  ${failed} failed`) : ''
  return `${time} ${counted(calls, 'call').padStart(12)}  ${pc.bold(printable(name))}${bad}  ${pc.dim(`${printable(file)}:${line}`)}`
}

const droppedOf = ({ dropped }: Summary): string[] =>
  dropped.length ? [pc.yellow(`  left out: ${dropped.map((drop) => `${count(drop.count)} (${printable(drop.reason)})`).join(', ')}`)] : []

/** Why nothing was recorded, and what to do. */
export function describeNothing(notes: readonly ProcessNote[]): string {
  const say = (what: string, hint: string): string => `${pc.yellow('spoor:')} nothing was recorded: ${what}\n${hint}\n`
  if (!notes.length)
    return say(
      'no Node process ran that could be traced',
      'Is it another program, or does it clear NODE_OPTIONS? `spoor run -- node app.js` runs one.',
    )
  const [first] = notes as [ProcessNote]
  const sites = notes.reduce((sum, note) => sum + note.sites, 0)
  if (sites)
    return say(
      `none of the ${counted(sites, 'traced function')} was called`,
      'Name others with --include, or do something that calls them.',
    )
  const processes = counted(notes.length, 'Node process', 'Node processes')
  return say(
    `${processes} ran, and loaded no function that matches ${first.include.join(', ')} below ${first.root}`,
    'Name files with --include. What a bundler or Vitest loads is traced by its plugin: `spoor/vite` in its configuration.',
  )
}
