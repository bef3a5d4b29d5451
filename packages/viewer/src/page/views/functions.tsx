import '../style/views.css'
import '../style/functions.css'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { FunctionRow, Row } from '../../questions.ts'
import { overview, useAnswer } from '../engine.ts'
import type { Column, Sort } from '../parts/columns.ts'
import { clockText } from '../parts/durations.ts'
import { Table } from '../parts/table.tsx'
import { usePages } from '../parts/use-pages.ts'
import { go, scope } from '../routes.ts'
import { FUNCTION_COLUMNS } from './function-columns.tsx'
import { useSteering } from './steering.ts'
import { Switch } from './switch.tsx'

/** Every function that was called, and what its calls came to. */
export function FunctionsView(): JSX.Element {
  const [sort, setSort] = useState<Sort>({ by: 'self', descending: true })
  const since = useLastMark()
  const rows = usePages<FunctionRow>([scope.value, sort, since?.at], (engine, offset, limit) =>
    engine.ask('functions', {
      ...scope.peek(),
      ...(since && { since: since.at }),
      sort: sort.by as keyof FunctionRow,
      descending: sort.descending,
      offset,
      limit,
    }),
  )
  return (
    <section class="fill" aria-label="Functions">
      <Table
        label="Functions"
        columns={useColumns()}
        rows={rows}
        keyOf={(row) => row.id}
        sort={sort}
        onSort={setSort}
        onSelect={() => {}}
        onOpen={(row) => go('function', { id: row.id })}
        tone={(row) => (row.failures ? 'failed-below' : undefined)}
        empty={
          scope.value.filter
            ? 'No function matches the filter. Selectors are such as src/cart/** or **#on*; plain words are found in names.'
            : 'No function was called yet. Use the program, and its functions stand here.'
        }
      />
      <Foot since={since?.name} />
    </section>
  )
}

/** Of the whole recording, whatever part of it is shown. */
function useLastMark(): Row | undefined {
  const marks = overview.value?.marks ?? 0
  const { answer } = useAnswer('marks', marks ? { offset: marks - 1, limit: 1 } : null)
  return answer?.rows[0]
}

function useColumns(): Column<FunctionRow>[] {
  const steering = useSteering()
  if (!steering) return FUNCTION_COLUMNS
  return [
    ...FUNCTION_COLUMNS,
    {
      id: 'switch',
      title: 'On',
      hint: 'Whether its next calls are recorded',
      width: '3rem',
      cell: (row) => <Switch row={row} steering={steering} />,
    },
  ]
}

function Foot({ since }: { since: string | undefined }): JSX.Element | null {
  const clock = Math.max(0, ...(overview.value?.streams ?? []).map((stream) => stream.clock))
  const words = [since !== undefined && `New: first called since the mark “${since}”.`, clockText(clock)].filter(Boolean)
  return words.length ? <p class="view-foot">{words.join(' ')}</p> : null
}
