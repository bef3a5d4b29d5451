import type { FunctionChange, OutcomeChange, SummaryDiff } from '@spoor/trace'
import type { ComponentChildren, JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { Column, Sort } from '../parts/columns.ts'
import { durationText } from '../parts/durations.ts'
import { Place } from '../parts/place.tsx'
import { rowsOf } from '../parts/rows.ts'
import { Table } from '../parts/table.tsx'
import { hrefOf } from '../routes.ts'
import { count } from '../words.ts'
import { sortedBy } from './function-lists.tsx'

type FunctionSummary = FunctionChange['before']

/** A function as a row: what it is ordered by, and what is shown of it. */
interface Line {
  id: string
  name: string
  file: string
  line: number
  column: number
  before: number
  after: number
  factor: number
  more: number
  calls: number
  total: number
  what: string
  errors: string
}

/** What is different, kind by kind. */
export function Differences({ changes }: { changes: SummaryDiff }): JSX.Element {
  const { appeared, gone, slower, faster, calls, outcomes, incomplete } = changes
  const isSame = ![appeared, gone, slower, faster, calls, outcomes].some((list) => list.length)
  return (
    <>
      {incomplete && <p class="muted">Calls are missing in one of both, dropped by limits: numbers tell less.</p>}
      {isSame && <p class="empty">Nothing is different beyond chance: the same functions, as often, as fast, with the same outcomes.</p>}
      <Part title="Outcome changed" lines={outcomes.map(outcomeLine)} columns={[NAME, PLACE, WHAT, ERRORS]} sort="name" />
      <Part title="Slower" lines={slower.map(timeLine)} columns={[NAME, PLACE, ...MEANS]} sort="more" />
      <Part title="New" lines={appeared.map(alone)} columns={[NAME, PLACE, CALLS, TOTAL]} sort="total" />
      <Part title="Gone" lines={gone.map(alone)} columns={[NAME, PLACE, CALLS, TOTAL]} sort="total" />
      <Part title="Called more or less often" lines={calls.map(callLine)} columns={[NAME, PLACE, ...COUNTS]} sort="more" />
      <Part title="Faster" lines={faster.map(timeLine)} columns={[NAME, PLACE, ...MEANS]} sort="more" isUp />
    </>
  )
}

interface PartProps {
  title: string
  lines: Line[]
  columns: Column<Line>[]
  sort: keyof Line
  isUp?: boolean
}

function Part({ title, lines, columns, sort: first, isUp = false }: PartProps): JSX.Element | null {
  const [sort, setSort] = useState<Sort>({ by: first, descending: first !== 'name' && !isUp })
  const rows = useMemo(() => rowsOf(sortedBy(lines, sort)), [lines, sort])
  if (!lines.length) return null
  return (
    <section aria-label={title}>
      <h2>
        {title} <span class="muted">{count(lines.length)}</span>
      </h2>
      <Table
        label={title}
        columns={columns}
        rows={rows}
        keyOf={({ id }) => id}
        sort={sort}
        onSort={setSort}
        onSelect={() => {}}
        most={12}
        empty=""
      />
    </section>
  )
}

const alone = (one: FunctionSummary): Line => ({ ...blank(one), calls: one.calls, total: one.total })

const timeLine = ({ before, after }: FunctionChange): Line => ({
  ...blank(after),
  before: before.mean,
  after: after.mean,
  factor: after.mean / before.mean,
  more: (after.mean - before.mean) * (after.calls - after.running),
})

const callLine = ({ before, after }: FunctionChange): Line => {
  const [then, now] = [before.calls + before.dropped, after.calls + after.dropped]
  return { ...blank(after), before: then, after: now, factor: now / then, more: now - then }
}

const outcomeLine = (change: OutcomeChange): Line => ({
  ...blank(change.after),
  what: change.what,
  errors: [...change.newErrors.map((text) => `now: ${text}`), ...change.goneErrors.map((text) => `before: ${text}`)].join(' · '),
})

const blank = ({ id, name, file, line, column }: FunctionSummary): Line => ({
  id,
  name,
  file,
  line,
  column,
  before: 0,
  after: 0,
  factor: 0,
  more: 0,
  calls: 0,
  total: 0,
  what: '',
  errors: '',
})

const NAME: Column<Line> = {
  id: 'name',
  title: 'Function',
  width: 'minmax(0, 1fr)',
  sort: 'ascending',
  cell: ({ id, name }) => (
    <a class="name" href={hrefOf('function', { id })}>
      {name}
    </a>
  ),
}

const PLACE: Column<Line> = {
  id: 'file',
  title: 'Place',
  width: 'minmax(0, 14rem)',
  from: 760,
  sort: 'ascending',
  cell: (line) => <Place {...line} />,
}

const numeric = (id: keyof Line, title: string, cell: (line: Line) => ComponentChildren, from = 0): Column<Line> => ({
  id,
  title,
  cell,
  from,
  width: '5rem',
  isNumber: true,
  sort: 'descending',
})

const signed = (text: string, n: number): string => (n > 0 ? `+${text}` : text)
const times = (factor: number): string => (Number.isFinite(factor) ? `×${factor.toFixed(factor < 10 ? 2 : 0)}` : '')

const CALLS = numeric('calls', 'Calls', ({ calls }) => count(calls))
const TOTAL = numeric('total', 'Total', ({ total }) => durationText(total))
const FACTOR = numeric('factor', 'Factor', ({ factor }) => times(factor))

const MEANS = [
  numeric('before', 'Before', ({ before }) => durationText(before), 480),
  numeric('after', 'After', ({ after }) => durationText(after), 480),
  FACTOR,
  numeric('more', 'In all', ({ more }) => signed(durationText(more), more)),
]

const COUNTS = [
  numeric('before', 'Before', ({ before }) => count(before), 480),
  numeric('after', 'After', ({ after }) => count(after), 480),
  FACTOR,
  numeric('more', 'Calls', ({ more }) => signed(count(more), more)),
]

const WHAT: Column<Line> = {
  id: 'what',
  title: 'What',
  width: '8rem',
  sort: 'ascending',
  cell: ({ what }) => <span class={what === 'fails no more' ? 'good' : 'bad'}>{what}</span>,
}
const ERRORS: Column<Line> = {
  id: 'errors',
  title: 'Errors',
  width: 'minmax(0, 1.5fr)',
  from: 480,
  stacks: true,
  cell: ({ errors }) => errors,
}
