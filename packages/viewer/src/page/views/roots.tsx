import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { Row } from '../../questions.ts'
import { engine, overview } from '../engine.ts'
import type { Column } from '../parts/columns.ts'
import { Duration } from '../parts/duration.tsx'
import { durationText } from '../parts/durations.ts'
import { nameOf } from '../parts/names.ts'
import { OutcomeSign } from '../parts/outcome.tsx'
import { Reversed } from '../parts/rows.ts'
import { Table } from '../parts/table.tsx'
import { usePages } from '../parts/use-pages.ts'
import { change, route, scope } from '../routes.ts'
import { select, selected } from '../selection.ts'
import { clockOf, toneOf } from './tree-columns.tsx'

const KINDS = { roots: 'Calls', requests: 'Requests', marks: 'Marks' } as const
type Kind = keyof typeof KINDS

/** What a tree may begin with, the latest first. */
export function Roots(): JSX.Element {
  const [kind, setKind] = useState<Kind>('roots')
  return (
    <section class="split-side roots" aria-label="Trees">
      <div class="view-bar">
        <div class="segments" role="group" aria-label="Trees of">
          {(Object.keys(KINDS) as Kind[]).map((one) => (
            <button key={one} type="button" aria-pressed={one === kind} onClick={() => setKind(one)}>
              {KINDS[one]}
            </button>
          ))}
        </div>
      </div>
      {kind === 'marks' ? <Marks /> : <Events key={kind} kind={kind} />}
    </section>
  )
}

const COLUMNS: Column<Row>[] = [
  {
    id: 'event',
    title: 'Latest first',
    width: 'minmax(0, 1fr)',
    cell: (row) => (
      <span class="label">
        <OutcomeSign row={row} />
        <span class="name">{nameOf(row)}</span>
      </span>
    ),
  },
  { id: 'took', title: 'Took', width: '4.6rem', isNumber: true, cell: (row) => <Duration ms={row.duration} clock={clockOf(row.stream)} /> },
]

function Events({ kind }: { kind: 'roots' | 'requests' }): JSX.Element {
  const pages = usePages<Row>([kind, scope.value], (engine, offset, limit) =>
    kind === 'requests'
      ? engine.ask('requests', { ...scope.peek(), offset, limit })
      : engine.ask('children', { ...scope.peek(), of: null, offset, limit }),
  )
  const rows = useMemo(() => new Reversed(pages), [pages])
  return (
    <Table
      label={kind === 'requests' ? 'Requests, the latest first' : 'Calls at the top, the latest first'}
      columns={COLUMNS}
      rows={rows}
      keyOf={(row) => row.ref}
      selected={route.value.root}
      onSelect={(row) => change({ root: row.ref })}
      onOpen={(row) => select(row.ref)}
      tone={toneOf}
      isNewestFirst
      empty={kind === 'requests' ? 'No request was recorded.' : 'Nothing was called yet.'}
    />
  )
}

const MARK_COLUMNS: Column<Row>[] = [
  { id: 'event', title: 'Latest first', width: 'minmax(0, 1fr)', cell: ({ name }) => <span class="name">{name}</span> },
  { id: 'at', title: 'At', width: '4.6rem', isNumber: true, cell: ({ at }) => durationText(at) },
]

function Marks(): JSX.Element {
  const pages = usePages<Row>(['marks', scope.value], (engine, offset, limit) => engine.ask('marks', { ...scope.peek(), offset, limit }))
  const rows = useMemo(() => new Reversed(pages), [pages])
  return (
    <Table
      label="Marks, the latest first"
      columns={MARK_COLUMNS}
      rows={rows}
      keyOf={(mark) => mark.ref}
      selected={selected.value}
      onSelect={(mark, index) => void showMark(mark, rows.at(index - 1))}
      isNewestFirst
      empty="No mark was left. Call spoor.mark('name') where something begins."
    />
  )
}

/** The tree that it stands in; where it stands in none, what ran from then until the next one. */
async function showMark(mark: Row, next: Row | undefined): Promise<void> {
  select(mark.ref)
  const { rows } = (await engine.peek()?.ask('path', { ref: mark.ref })) ?? { rows: [] }
  if (rows.length > 1) change({ root: rows[0]!.ref })
  else change({ root: undefined, from: mark.at, to: next?.at ?? (overview.peek()?.to ?? 0) + 1 })
}
