import '../style/views.css'
import type { JSX } from 'preact'
import type { RequestRow } from '../../questions.ts'
import { overview } from '../engine.ts'
import type { Column } from '../parts/columns.ts'
import { Duration } from '../parts/duration.tsx'
import { durationText } from '../parts/durations.ts'
import { openTree } from '../parts/open.ts'
import { nameOf, shortUrl } from '../parts/names.ts'
import { OutcomeSign } from '../parts/outcome.tsx'
import { rowsOf } from '../parts/rows.ts'
import { Table } from '../parts/table.tsx'
import { usePages } from '../parts/use-pages.ts'
import { hrefOf, scope } from '../routes.ts'
import { select, selected } from '../selection.ts'
import { source } from '../source.ts'
import { count, counted, streamName } from '../words.ts'
import { clockOf, toneOf } from './tree-columns.tsx'

/** Requests over HTTP, both sides as one, and what they set off. */
export function RequestsView(): JSX.Element {
  const rows = usePages<RequestRow>(scope.value, (engine, offset, limit) => engine.ask('requests', { ...scope.peek(), offset, limit }))
  const at = rows.total ? rows.find((row) => row.ref === selected.value) : -1
  const row = at < 0 ? undefined : rows.at(at)
  return (
    <section class="fill" aria-label="Requests">
      <Table
        label="Requests"
        columns={COLUMNS}
        rows={rows}
        keyOf={(row) => row.ref}
        selected={selected.value}
        onSelect={(row) => select(row.ref)}
        onOpen={(row) => openTree(row.ref)}
        tone={toneOf}
        empty={
          scope.value.filter
            ? 'No request matches the filter.'
            : source.value.kind === 'live'
              ? 'No request was recorded. Those of a tab are watched from the moment that this page is open: make one now, or load the tab again to see its first.'
              : 'No request was recorded. Requests by fetch, XMLHttpRequest and Node’s http are, once the program makes or answers them.'
        }
      />
      {row && <Inside row={row} />}
    </section>
  )
}

const COLUMNS: Column<RequestRow>[] = [
  {
    id: 'request',
    title: 'Request',
    width: 'minmax(0, 1fr)',
    cell: (row) => (
      <span class="label">
        <OutcomeSign row={row} />
        <span class="method">{row.request?.method}</span>
        <span class="name url" title={row.request?.url}>
          {shortUrl(row.request?.url ?? '')}
        </span>
        {row.request?.side === 'both' && <span class="badge">joined</span>}
      </span>
    ),
  },
  {
    id: 'stream',
    title: 'Where',
    hint: 'Who sent it, or answered it',
    width: 'minmax(0, 9rem)',
    from: 1000,
    cell: (row) => <Where row={row} />,
  },
  { id: 'status', title: 'Status', width: '4rem', from: 420, stacks: true, isNumber: true, cell: (row) => <Status row={row} /> },
  { id: 'at', title: 'Began', width: '5rem', from: 700, isNumber: true, cell: (row) => durationText(row.at, clockOf(row.stream)) },
  {
    id: 'under',
    title: 'On the way',
    hint: 'From when it was sent until the server began with it; where both sides were recorded',
    width: '5.6rem',
    from: 640,
    isNumber: true,
    cell: (row) => (row.request?.under === undefined ? '' : <Duration ms={row.request.under} clock={clockOf(row.stream)} />),
  },
  {
    id: 'calls',
    title: 'Calls',
    hint: 'Below it, however deep',
    width: '4rem',
    from: 520,
    stacks: true,
    isNumber: true,
    cell: (row) => figure(row.calls),
  },
  {
    id: 'failures',
    title: 'Failed',
    hint: 'Of the calls below it',
    width: '4rem',
    from: 800,
    isNumber: true,
    cell: (row) => figure(row.failures, 'bad'),
  },
  {
    id: 'queries',
    title: 'Queries',
    hint: 'Calls below it whose first text is SQL',
    width: '4.4rem',
    from: 580,
    stacks: true,
    isNumber: true,
    cell: (row) => figure(row.queries.length),
  },
  { id: 'took', title: 'Took', width: '5rem', isNumber: true, cell: (row) => <Duration ms={row.duration} clock={clockOf(row.stream)} /> },
]

const figure = (n: number, tone = ''): JSX.Element => <span class={n ? tone : 'none'}>{count(n)}</span>

function Status({ row }: { row: RequestRow }): JSX.Element {
  const status = row.request?.status
  if (status === undefined) return <span class={row.failed ? 'bad' : 'muted'}>{row.failed ? 'none' : ''}</span>
  return <span class={status >= 400 ? 'bad' : 'good'}>{status}</span>
}

function Where({ row }: { row: RequestRow }): JSX.Element {
  const stream = overview.value?.streams[row.stream]
  return <span class="muted">{stream ? streamName(stream) : ''}</span>
}

/** What the selected request set off. */
function Inside({ row }: { row: RequestRow }): JSX.Element {
  return (
    <section class="inside" aria-label={`Below ${nameOf(row)}`}>
      <div class="view-bar">
        <strong class="name">{nameOf(row)}</strong>
        <span class="muted">
          {counted(row.calls, 'call')}, {counted(row.requests, 'request')}, {counted(row.queries.length, 'query', 'queries')} below it
        </span>
        <a class="button push" href={hrefOf('tree', { root: row.ref })}>
          Its tree
        </a>
      </div>
      {row.queries.length > 0 && (
        <Table
          label="Queries"
          columns={QUERY_COLUMNS}
          rows={rowsOf(row.queries)}
          keyOf={(query) => query.ref}
          onOpen={(query) => openTree(query.ref)}
          most={6}
          empty=""
        />
      )}
    </section>
  )
}

const QUERY_COLUMNS: Column<RequestRow['queries'][number]>[] = [
  { id: 'query', title: 'Query', width: 'minmax(0, 1fr)', cell: ({ text }) => <code>{text}</code> },
  { id: 'took', title: 'Took', width: '5rem', isNumber: true, cell: ({ duration }) => <Duration ms={duration} /> },
]
