import type { JSX } from 'preact'
import type { FunctionRow } from '../../questions.ts'
import type { Column } from '../parts/columns.ts'
import { durationText } from '../parts/durations.ts'
import { Place } from '../parts/place.tsx'
import { hrefOf } from '../routes.ts'
import { count } from '../words.ts'

const time = (id: keyof FunctionRow, title: string, hint: string, from: number, stacks = false): Column<FunctionRow> => ({
  id,
  title,
  hint,
  width: '5.2rem',
  from,
  stacks,
  isNumber: true,
  sort: 'descending',
  cell: (row) => (row[id] ? durationText(row[id] as number) : <span class="none">0</span>),
})

export const FUNCTION_COLUMNS: Column<FunctionRow>[] = [
  { id: 'name', title: 'Function', width: 'minmax(9rem, 1fr)', sort: 'ascending', cell: (row) => <Name row={row} /> },
  { id: 'file', title: 'Place', width: 'minmax(6rem, 14rem)', from: 880, sort: 'ascending', cell: (row) => <Place {...row} /> },
  {
    id: 'calls',
    title: 'Calls',
    width: '4.6rem',
    isNumber: true,
    sort: 'descending',
    cell: (row) => (
      <>
        {row.running > 0 && <span class="note">{count(row.running)} running</span>} {count(row.calls)}
      </>
    ),
  },
  {
    id: 'failures',
    title: 'Failed',
    width: '4rem',
    from: 480,
    stacks: true,
    isNumber: true,
    sort: 'descending',
    cell: (row) => <span class={row.failures ? 'bad' : 'none'}>{count(row.failures)}</span>,
  },
  time('self', 'Itself', 'That it ran, without the calls below it', 0),
  time('total', 'Total', 'From beginning to end, with all that it called; calls within calls of its own count once', 560, true),
  time('waited', 'Waited', 'Suspended in await or yield', 640),
  time('median', 'Median', 'Of the durations of its calls: half of them took less', 1040),
  time('p95', 'p95', 'Of the durations of its calls: 95 of 100 took less', 1120),
  time('max', 'Longest', 'The longest of its calls', 760),
]

function Name({ row }: { row: FunctionRow }): JSX.Element {
  return (
    <span class="label">
      <a class="name" href={hrefOf('function', { id: row.id })}>
        {row.name}
      </a>
      {row.isNew && <span class="badge">new</span>}
      {row.async && <span class="note">async</span>}
    </span>
  )
}
