import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Column, Layout } from './columns.ts'
import type { TableProps } from './table.tsx'

interface Props<T> extends TableProps<T> {
  layout: Layout<T>
  index: number
  /** In pixels. */
  top: number
  isCurrent: boolean
  hasFocus: { current: boolean }
  choose: (row: T, index: number, isSecond: boolean) => void
  onFocused: (index: number) => void
}

/** One row; while its content is asked for, an empty one. */
export function TableRow<T>(props: Props<T>): JSX.Element {
  const { rows, index, tree, isCurrent, layout } = props
  const element = useRef<HTMLDivElement>(null)
  const row = rows.at(index)
  const isSelected = row !== undefined && props.selected !== undefined && props.keyOf(row) === props.selected
  useFocus(element, props)
  return (
    <div
      ref={element}
      role="row"
      class={['table-row', isSelected && 'selected', row !== undefined && props.tone?.(row)].filter(Boolean).join(' ')}
      aria-rowindex={index + 2}
      aria-selected={props.onSelect ? isSelected : undefined}
      tabIndex={isCurrent ? 0 : -1}
      style={{ top: `${props.top}px` }}
      {...(tree && row !== undefined && treeWords(tree, row, index))}
      onClick={(event) => row !== undefined && !isControl(event.target) && props.choose(row, index, false)}
      onDblClick={(event) => row !== undefined && !isControl(event.target) && props.choose(row, index, true)}
      onFocus={() => props.onFocused(index)}
      onBlur={() => (props.hasFocus.current = false)}
    >
      <div role="presentation" class="table-line">
        {layout.shown.map((column, i) => (
          <Cell key={column.id} {...props} column={column} isFirst={i === 0} row={row} />
        ))}
      </div>
      {layout.stacked.length > 0 && (
        <div role="presentation" class="table-second">
          {layout.stacked.map((column) => (
            <Cell key={column.id} {...props} column={column} isFirst={false} row={row} isStacked />
          ))}
        </div>
      )}
    </div>
  )
}

const isControl = (target: EventTarget | null): boolean => !!(target as HTMLElement).closest('a, button, input, select, label')

function treeWords<T>(tree: NonNullable<TableProps<T>['tree']>, row: T, index: number): Record<string, unknown> {
  const [position, size] = tree.place(index)
  return {
    'aria-level': tree.level(index),
    'aria-expanded': tree.isOpen(row, index),
    'aria-posinset': position,
    'aria-setsize': size,
  }
}

/** The current row takes the focus where the row before it had it. */
function useFocus<T>(element: { current: HTMLDivElement | null }, { isCurrent, hasFocus }: Props<T>): void {
  useLayoutEffect(() => {
    const box = element.current!
    if (isCurrent && hasFocus.current && !box.contains(document.activeElement)) box.focus({ preventScroll: true })
  })
}

interface CellProps<T> extends Props<T> {
  column: Column<T>
  row: T | undefined
  isFirst: boolean
  isStacked?: boolean
}

function Cell<T>({ column, columns, row, index, tree, isFirst, isStacked }: CellProps<T>): JSX.Element {
  return (
    <div
      role="gridcell"
      aria-colindex={columns.indexOf(column) + 1}
      class={column.isNumber ? 'cell num' : 'cell'}
      style={tree && isFirst ? { '--level': tree.level(index) - 1 } : undefined}
    >
      {tree && isFirst && row !== undefined && <Twist tree={tree} row={row} index={index} />}
      {isStacked && <span class="cell-title">{column.title} </span>}
      {row === undefined ? '' : column.cell(row, index)}
    </div>
  )
}

/** For the pointer alone: keys act on the row, and screen readers are told by it. */
function Twist<T>({ tree, row, index }: { tree: NonNullable<TableProps<T>['tree']>; row: T; index: number }): JSX.Element {
  const isOpen = tree.isOpen(row, index)
  if (isOpen === undefined) return <span class="twist" aria-hidden="true" />
  return (
    <span
      class="twist"
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation()
        tree.toggle(row, index)
      }}
    >
      <svg viewBox="0 0 12 12" width="12" height="12">
        <path d={isOpen ? 'M2.5 4.5 6 8l3.5-3.5' : 'M4.5 2.5 8 6l-3.5 3.5'} />
      </svg>
    </span>
  )
}
