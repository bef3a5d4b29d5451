import type { ProcessNote } from '@spoor/shared'
import { openTrace, summarise } from '@spoor/trace/node'
import { forStream, onErrors as pc } from '../colors.ts'
import { counted } from '../show/numbers.ts'
import { showBrief } from '../show/summary.ts'
import { columnsOf } from '../show/table.ts'

/** Rows of each list. */
const TOP = 5

/** What was recorded, for the error stream. */
export async function describeRecording(folder: string, shown: string): Promise<string> {
  const summary = await summarise(openTrace(folder))
  const who = counted(summary.streams.length, 'process or thread', 'processes and threads')
  const brief = forStream(process.stderr, showBrief(summary, { top: TOP, width: columnsOf(process.stderr) }))
  return `${pc.bold('spoor:')} recorded ${who} in ${shown}\n${brief}${pc.dim(`  all of it: spoor summary ${shown}`)}\n`
}

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
