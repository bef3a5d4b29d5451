import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { CallEdge, Questions, Row } from '../../questions.ts'
import type { Column, Sort } from '../parts/columns.ts'
import { Duration } from '../parts/duration.tsx'
import { durationText } from '../parts/durations.ts'
import { openFunction, openTree } from '../parts/open.ts'
import { rowsOf } from '../parts/rows.ts'
import { Table } from '../parts/table.tsx'
import { select, selected } from '../selection.ts'
import { count } from '../words.ts'
import { clockOf, Label, toneOf } from './tree-columns.tsx'

type Answer = Questions['function'][1]

const CALL_COLUMNS: Column<Row>[] = [
  { id: 'event', title: 'Call', width: 'minmax(0, 1fr)', cell: (row) => <Label row={row} /> },
  { id: 'at', title: 'Began', width: '5rem', from: 420, isNumber: true, cell: (row) => durationText(row.at, clockOf(row.stream)) },
  { id: 'took', title: 'Took', width: '5rem', isNumber: true, cell: (row) => <Duration ms={row.duration} clock={clockOf(row.stream)} /> },
]

/** Its last calls and its slowest, with their values. */
export function CallLists({ answer: { last, slowest } }: { answer: Answer }): JSX.Element {
  const [isLast, setLast] = useState(true)
  return (
    <section aria-label="Calls">
      <div class="heading">
        <h3>Calls</h3>
        <div class="segments" role="group" aria-label="Which calls">
          <button type="button" aria-pressed={isLast} onClick={() => setLast(true)}>
            Last
          </button>
          <button type="button" aria-pressed={!isLast} onClick={() => setLast(false)}>
            Slowest
          </button>
        </div>
      </div>
      <Table
        label={isLast ? 'Last calls' : 'Slowest calls'}
        columns={CALL_COLUMNS}
        rows={rowsOf(isLast ? last : slowest)}
        keyOf={(row) => row.ref}
        selected={selected.value}
        onSelect={(row) => select(row.ref)}
        onOpen={(row) => openTree(row.ref)}
        tone={toneOf}
        most={12}
        empty="It was not called in this part of the recording."
      />
    </section>
  )
}

/** Who called it, and whom it called. */
export function EdgeLists({ answer: { callers, callees } }: { answer: Answer }): JSX.Element {
  return (
    <div class="edges">
      <Edges title="Callers" edges={callers} empty="Nothing that was traced called it." />
      <Edges title="Callees" edges={callees} empty="It called nothing that was traced." />
    </div>
  )
}

const EDGE_COLUMNS: Column<CallEdge>[] = [
  {
    id: 'name',
    title: 'Function',
    width: 'minmax(0, 1fr)',
    sort: 'ascending',
    cell: ({ fn, name }) =>
      fn < 0 ? (
        <span class="muted">{name || 'the top'}</span>
      ) : (
        <button type="button" class="link name" onClick={() => void openFunction(fn)}>
          {name}
        </button>
      ),
  },
  { id: 'calls', title: 'Calls', width: '4.4rem', isNumber: true, sort: 'descending', cell: ({ calls }) => count(calls) },
  { id: 'total', title: 'Total', width: '5rem', isNumber: true, sort: 'descending', cell: ({ total }) => durationText(total) },
]

function Edges({ title, edges, empty }: { title: string; edges: CallEdge[]; empty: string }): JSX.Element {
  const [sort, setSort] = useState<Sort>({ by: 'total', descending: true })
  const rows = useMemo(() => rowsOf(sortedBy(edges, sort)), [edges, sort])
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <Table
        label={title}
        columns={EDGE_COLUMNS}
        rows={rows}
        keyOf={({ fn }) => fn}
        sort={sort}
        onSort={setSort}
        onOpen={({ fn }) => void (fn >= 0 && openFunction(fn))}
        most={10}
        empty={empty}
      />
    </section>
  )
}

/** In that order; names by their letters, all else by its size. */
export function sortedBy<T>(list: readonly T[], { by, descending }: Sort): T[] {
  const sign = descending ? -1 : 1
  const of = (row: T): string | number => (row as Record<string, string | number>)[by] ?? 0
  return list.toSorted((a, b) => {
    const [left, right] = [of(a), of(b)]
    return sign * (typeof left === 'string' ? left.localeCompare(String(right)) : left - Number(right))
  })
}
