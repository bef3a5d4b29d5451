import type { JSX } from 'preact'
import type { Row } from '../../questions.ts'
import { select } from '../selection.ts'
import { Duration } from './duration.tsx'
import { nameOf } from './names.ts'
import { OutcomeSign } from './outcome.tsx'

/** An event by its name: selects it. */
export function EventButton({ row, isTimed = false }: { row: Row; isTimed?: boolean }): JSX.Element {
  return (
    <button
      type="button"
      class="event"
      title={row.file ? `${row.name}, ${row.file}:${row.line}` : row.name}
      onClick={() => select(row.ref)}
    >
      <OutcomeSign row={row} />
      <span class="name">{nameOf(row)}</span>
      {isTimed && <Duration ms={row.duration} />}
    </button>
  )
}
