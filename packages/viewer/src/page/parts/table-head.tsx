import type { JSX } from 'preact'
import type { Column, Layout, Sort } from './columns.ts'
import type { TableProps } from './table.tsx'

/** The row of headers, which stays in sight. */
export function HeadRow<T>(props: TableProps<T> & { layout: Layout<T> }): JSX.Element {
  return (
    <div role="rowgroup" class="table-head">
      <div role="row" aria-rowindex={1} class="table-line">
        {props.layout.shown.map((column) => (
          <Header key={column.id} column={column} {...props} />
        ))}
      </div>
    </div>
  )
}

function Header<T>({ column, columns, sort, onSort }: TableProps<T> & { column: Column<T> }): JSX.Element {
  const isSorted = sort?.by === column.id
  const order = sort?.descending ? 'descending' : 'ascending'
  return (
    <div
      role="columnheader"
      aria-colindex={columns.indexOf(column) + 1}
      aria-sort={column.sort && onSort ? (isSorted ? order : 'none') : undefined}
      class={column.isNumber ? 'num' : undefined}
      title={column.hint}
    >
      {column.sort && onSort ? (
        <button type="button" onClick={() => onSort(turned(column, sort))}>
          {column.title}
          <span class="table-arrow" aria-hidden="true">
            {isSorted ? (sort.descending ? '▾' : '▴') : ''}
          </span>
        </button>
      ) : (
        column.title
      )}
    </div>
  )
}

function turned<T>(column: Column<T>, sort: Sort | undefined): Sort {
  return { by: column.id, descending: sort?.by === column.id ? !sort.descending : column.sort === 'descending' }
}

/** Where headers are hidden, rows are put in order by a menu. */
export function SortMenu<T>({ columns, sort, onSort }: TableProps<T>): JSX.Element | null {
  if (!sort || !onSort) return null
  return (
    <div class="table-sort">
      <label>
        Sort by{' '}
        <select value={sort.by} onChange={(event) => onSort({ ...sort, by: event.currentTarget.value })}>
          {columns.flatMap(({ id, title, sort: isSortable }) => (isSortable ? [<option value={id}>{title}</option>] : []))}
        </select>
      </label>
      <button type="button" onClick={() => onSort({ ...sort, descending: !sort.descending })}>
        {sort.descending ? 'Largest first' : 'Smallest first'}
      </button>
    </div>
  )
}
