import '../style/views.css'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { SearchHit } from '../../questions.ts'
import type { Column } from '../parts/columns.ts'
import { durationText } from '../parts/durations.ts'
import { openFunction, showInTree } from '../parts/open.ts'
import { nameOf } from '../parts/names.ts'
import { OutcomeSign } from '../parts/outcome.tsx'
import { Place } from '../parts/place.tsx'
import { Table } from '../parts/table.tsx'
import { usePages } from '../parts/use-pages.ts'
import { change, route, scope } from '../routes.ts'
import { select, selected } from '../selection.ts'
import { clockOf } from './tree-columns.tsx'

/** Names and values in which a text occurs. */
export function SearchView(): JSX.Element {
  const text = route.value.q ?? ''
  return (
    <section class="fill" aria-label="Search">
      <Field />
      {text.trim() ? (
        <Hits text={text.trim()} />
      ) : (
        <p class="empty">
          Write what to look for: a part of a name, a file, an argument, a result, an error, an address. Upper and lower case are the same.
        </p>
      )}
    </section>
  )
}

/** How long typing rests before it is looked for, in milliseconds. */
const REST = 150

function Field(): JSX.Element {
  const [text, setText] = useState(route.value.q ?? '')
  const written = useRef(route.value.q ?? '')
  useEffect(() => {
    // Back and forward.
    if ((route.value.q ?? '') !== written.current) setText((written.current = route.value.q ?? ''))
  }, [route.value.q])
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text === written.current) return
      written.current = text
      change({ q: text || undefined })
    }, REST)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <div class="view-bar" role="search" aria-label="Names and values">
      <input
        class="field search-field"
        type="search"
        placeholder="Search names and values"
        aria-label="Search names and values"
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        ref={focusFirst}
      />
    </div>
  )
}

/** Who comes here wants to write, unless the address says already for what to look. */
function focusFirst(field: HTMLInputElement | null): void {
  if (field && !route.peek().q && !field.dataset['seen']) field.focus()
  if (field) field.dataset['seen'] = ''
}

function Hits({ text }: { text: string }): JSX.Element {
  const hits = usePages<SearchHit>([text, scope.value], async (engine, offset, limit) => {
    const { hits, more } = await engine.ask('search', { ...scope.peek(), text, offset, limit })
    return { rows: hits, total: offset + hits.length + (more ? limit : 0) }
  })
  return (
    <Table
      label={`What contains ${text}`}
      columns={COLUMNS}
      rows={hits}
      keyOf={({ ref, fn, where, text, at }) => [ref ?? `f${fn}`, where, ...at, text].join(' ')}
      selected={undefined}
      onSelect={(hit) => hit.ref !== undefined && select(hit.ref)}
      onOpen={open}
      tone={({ ref }) => (ref !== undefined && ref === selected.value ? 'selected' : undefined)}
      empty={`Nothing contains “${text}”. ${scope.value.filter ? 'Only what matches the filter was searched.' : 'Values are kept up to their limits: what was cut off cannot be found.'}`}
    />
  )
}

function open({ ref, fn }: SearchHit): void {
  if (ref !== undefined) showInTree(ref)
  else if (fn !== undefined) void openFunction(fn)
}

const COLUMNS: Column<SearchHit>[] = [
  { id: 'where', title: 'In', width: '5.4rem', from: 480, stacks: true, cell: ({ where }) => <span class="muted">{where}</span> },
  { id: 'text', title: 'Found', width: 'minmax(0, 2fr)', cell: (hit) => <Marked hit={hit} /> },
  { id: 'name', title: 'Of', width: 'minmax(0, 1fr)', from: 640, stacks: true, cell: ({ row }) => row && <Of row={row} /> },
  { id: 'file', title: 'Place', width: '10rem', from: 900, cell: ({ row }) => row && <Place {...row} isShort /> },
  {
    id: 'at',
    title: 'Began',
    width: '5rem',
    from: 760,
    isNumber: true,
    cell: ({ row, ref }) => row && ref !== undefined && durationText(row.at, clockOf(row.stream)),
  },
]

function Of({ row }: { row: NonNullable<SearchHit['row']> }): JSX.Element {
  return (
    <span class="label">
      <OutcomeSign row={row} />
      <span class="name">{nameOf(row)}</span>
    </span>
  )
}

function Marked({ hit: { text, at } }: { hit: SearchHit }): JSX.Element {
  const [from, to] = at
  return (
    <span class="found">
      {text.slice(0, from)}
      <mark>{text.slice(from, to)}</mark>
      {text.slice(to)}
    </span>
  )
}
