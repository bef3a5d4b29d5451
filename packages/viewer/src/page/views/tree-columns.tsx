import type { JSX } from 'preact'
import type { Row } from '../../questions.ts'
import { overview } from '../engine.ts'
import type { Column } from '../parts/columns.ts'
import { Duration } from '../parts/duration.tsx'
import { durationText } from '../parts/durations.ts'
import { nameOf } from '../parts/names.ts'
import { OutcomeSign } from '../parts/outcome.tsx'
import { Place } from '../parts/place.tsx'

export const clockOf = (stream: number): number => overview.value?.streams[stream]?.clock ?? 0

export const TREE_COLUMNS: Column<Row>[] = [
  { id: 'event', title: 'Call', width: 'minmax(0, 1fr)', cell: (row) => <Label row={row} /> },
  { id: 'file', title: 'Place', width: '9rem', from: 900, cell: (row) => <Place {...row} isShort /> },
  {
    id: 'at',
    title: 'Began',
    hint: 'After the first event of the recording',
    width: '5rem',
    from: 560,
    isNumber: true,
    cell: (row) => durationText(row.at, clockOf(row.stream)),
  },
  {
    id: 'waited',
    title: 'Waited',
    hint: 'Suspended in await or yield',
    width: '5rem',
    from: 760,
    isNumber: true,
    cell: (row) => (row.waited ? <Duration ms={row.waited} clock={clockOf(row.stream)} /> : ''),
  },
  {
    id: 'self',
    title: 'Itself',
    hint: 'Without the calls below it',
    width: '5rem',
    from: 640,
    isNumber: true,
    cell: (row) => (row.self === undefined ? '' : <Duration ms={row.self} clock={clockOf(row.stream)} />),
  },
  {
    id: 'took',
    title: 'Took',
    hint: 'From beginning to end, with all that it called',
    width: '5rem',
    isNumber: true,
    cell: (row) => (row.kind === 'mark' ? '' : <Duration ms={row.duration} clock={clockOf(row.stream)} />),
  },
]

/** Name, arguments, and what came of it. */
export function Label({ row }: { row: Row }): JSX.Element {
  return (
    <span class="label">
      <OutcomeSign row={row} />
      <span class="name">{nameOf(row)}</span>
      {row.kind === 'call' && row.args.length > 0 && <span class="args">({row.args.join(', ')})</span>}
      {row.kind === 'mark' && row.value !== undefined && <span class="args">{row.value}</span>}
      {row.kind === 'request' && <RequestWords row={row} />}
      {row.error !== undefined && <span class="threw"> threw {row.error}</span>}
      {row.kind === 'call' && row.error === undefined && row.value !== undefined && row.value !== 'undefined' && (
        <span class="result"> → {row.value}</span>
      )}
      {row.orphan && <span class="note">caller not recorded</span>}
    </span>
  )
}

function RequestWords({ row: { request } }: { row: Row }): JSX.Element | null {
  if (!request) return null
  const side = { client: 'sent', server: 'answered', both: '' }[request.side]
  return (
    <>
      {request.status !== undefined && <span class={request.status >= 400 ? 'answer bad' : 'answer'}>{request.status}</span>}
      {side && <span class="note">{side}</span>}
    </>
  )
}

export const toneOf = (row: Row): string | undefined => (row.failed ? 'failed' : row.failedBelow ? 'failed-below' : undefined)
