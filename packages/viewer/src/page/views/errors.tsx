import '../style/views.css'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { ErrorGroup, Row } from '../../questions.ts'
import type { Column } from '../parts/columns.ts'
import { durationText } from '../parts/durations.ts'
import { EventButton } from '../parts/event-button.tsx'
import { openTree } from '../parts/open.ts'
import { Place } from '../parts/place.tsx'
import { Table } from '../parts/table.tsx'
import { usePages } from '../parts/use-pages.ts'
import { scope } from '../routes.ts'
import { select } from '../selection.ts'
import { count, counted } from '../words.ts'

const keyOf = (group: ErrorGroup): string => `${group.name}\n${group.message}\n${group.thrownBy.fn}`

/** What was thrown, where, what it unwound, and who caught it. */
export function ErrorsView(): JSX.Element {
  const [chosen, choose] = useState<string>()
  const groups = usePages<ErrorGroup>(scope.value, async (engine, offset, limit) => {
    const { groups, total } = await engine.ask('errors', { ...scope.peek(), offset, limit })
    return { rows: groups, total }
  })
  const at = groups.total
    ? Math.max(
        0,
        groups.find((group) => keyOf(group) === chosen),
      )
    : 0
  const group = groups.at(at)
  return (
    <div class="split errors-view">
      <section class="split-main" aria-label="Errors">
        <Table
          label="Errors"
          columns={COLUMNS}
          rows={groups}
          keyOf={keyOf}
          selected={group && keyOf(group)}
          onSelect={(group) => choose(keyOf(group))}
          onOpen={(group) => openTree(group.ref)}
          empty={
            scope.value.filter ? 'No error was thrown by what matches the filter.' : 'Nothing was thrown in this part of the recording.'
          }
        />
      </section>
      {group && <Group key={keyOf(group)} group={group} />}
    </div>
  )
}

const COLUMNS: Column<ErrorGroup>[] = [
  {
    id: 'error',
    title: 'Thrown',
    width: 'minmax(0, 1fr)',
    cell: (group) => (
      <span class="label">
        <strong class="bad">{group.name}</strong>
        <span class="message">{group.message}</span>
      </span>
    ),
  },
  { id: 'end', title: 'Caught by', width: 'minmax(0, 11rem)', from: 520, stacks: true, cell: (group) => <Caught group={group} /> },
  { id: 'count', title: 'Count', width: '4rem', isNumber: true, cell: (group) => count(group.count) },
  { id: 'last', title: 'Last', width: '5rem', from: 640, isNumber: true, cell: (group) => durationText(group.last) },
]

function Caught({ group }: { group: ErrorGroup }): JSX.Element {
  if (group.uncaught) return <span class="badge bad">uncaught</span>
  return group.caughtBy ? <span class="name">{group.caughtBy.name}</span> : <span class="muted">not known</span>
}

/** The way of one error, from where it was thrown to where it ended. */
function Group({ group }: { group: ErrorGroup }): JSX.Element {
  return (
    <section class="split-aside error" aria-label={`Way of ${group.name}`} tabIndex={0}>
      <h2 class="bad">{group.name}</h2>
      <p class="message">{group.message}</p>
      <ol class="way">
        {group.path.map((row, i) => (
          <Step key={row.ref} row={row} words={i ? 'unwound' : 'thrown by'} isBad />
        ))}
        {group.caughtBy && <Step row={group.caughtBy} words="caught by" isBad={false} />}
        {group.uncaught && (
          <li class="uncaught">
            <span class="way-words">uncaught</span> Nothing that was traced caught it.
          </li>
        )}
      </ol>
      <div class="event-actions">
        <button type="button" class="button" onClick={() => openTree(group.path.at(-1)?.ref ?? group.ref)}>
          Its tree
        </button>
      </div>
      <Occurrences group={group} />
    </section>
  )
}

function Step({ row, words, isBad }: { row: Row; words: string; isBad: boolean }): JSX.Element {
  return (
    <li class={isBad ? 'unwound' : 'caught'}>
      <span class="way-words">{words}</span>
      <EventButton row={row} />
      <Place {...row} isShort />
    </li>
  )
}

function Occurrences({ group }: { group: ErrorGroup }): JSX.Element {
  return (
    <>
      <h3>{counted(group.count, 'time')}</h3>
      <p class="muted">
        {group.count > 1
          ? `First at ${durationText(group.first)}, last at ${durationText(group.last)}.`
          : `At ${durationText(group.first)}.`}
      </p>
      <ul class="occurrences">
        {group.refs.map((ref, i) => (
          <li key={ref}>
            <button type="button" class="chip" onClick={() => select(ref)} aria-label={`Occurrence ${i + 1} of ${group.name}`}>
              {i + 1}
            </button>
          </li>
        ))}
      </ul>
      {group.count > group.refs.length && <p class="muted">{counted(group.count - group.refs.length, 'more', 'more')}</p>}
    </>
  )
}
