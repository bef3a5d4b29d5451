import '../style/parts.css'
import '../style/table.css'
import type { ComponentChildren, JSX, RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Branching } from './branching.ts'
import { layoutOf } from './columns.ts'
import type { Column, Layout, Sort } from './columns.ts'
import type { Rows } from './rows.ts'
import { HeadRow, SortMenu } from './table-head.tsx'
import { stepOf } from './table-keys.ts'
import { TableRow } from './table-row.tsx'
import { useSize } from './use-size.ts'
import { scrollTo, windowOf } from './window.ts'

export type Key = string | number

export interface TableProps<T> {
  /** What screen readers call it. */
  label: string
  columns: readonly Column<T>[]
  rows: Rows<T>
  keyOf: (row: T) => Key
  sort?: Sort
  onSort?: (sort: Sort) => void
  /** The row that is chosen, from wherever. */
  selected?: Key | undefined
  /** A row is chosen by pointer or keyboard. */
  onSelect?: (row: T, index: number) => void
  /** Enter, or a second click. */
  onOpen?: (row: T, index: number) => void
  tree?: Branching<T>
  /** Classes of a row. */
  tone?: (row: T) => string | undefined
  /** What stands there if there is no row. */
  empty: ComponentChildren
  /** New rows come at the top: what is looked at stays where it is. */
  isNewestFirst?: boolean
  /** A row to bring into sight, once for each new object. */
  reveal?: { index: number } | undefined
  /** Height, in rows, that it takes at most; without it, it fills its place. */
  most?: number
}

/** A table of any number of rows, of which only those in sight are in the document. */
export function Table<T>(props: TableProps<T>): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null)
  const size = useSize(scroller)
  const [scroll, setScroll] = useState(0)
  const layout = layoutOf(props.columns, size.width)
  const total = props.rows.total
  const room = Math.max(0, size.height - HEAD)
  const seen = windowOf(total ?? 0, layout.height, scroll, room)
  const cursor = useCursor(props, { scroller, layout, room })
  useEffect(() => props.rows.want(seen.from, Math.max(seen.to, seen.from + 1)))
  useAnchor(props, scroller, layout.height, cursor.move)
  return (
    <div class="table" style={{ '--columns': layout.template, '--row': `${layout.height}px` }}>
      {layout.stacked.length > 0 && <SortMenu {...props} />}
      <div
        class="table-scroller"
        ref={scroller}
        role={props.tree ? 'treegrid' : 'grid'}
        aria-label={props.label}
        aria-rowcount={(total ?? 0) + 1}
        aria-colcount={props.columns.length}
        aria-busy={total === undefined}
        onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
        onKeyDown={cursor.onKey}
        style={props.most ? { maxHeight: `${HEAD + 2 + Math.max(1, Math.min(props.most, total ?? 1)) * layout.height}px` } : undefined}
        data-fixed={props.most ? '' : undefined}
      >
        <HeadRow {...props} layout={layout} />
        <div role="rowgroup" class="table-rows" style={{ height: `${seen.height}px` }}>
          {indices(seen.from, seen.to, cursor.current, total ?? 0).map((index) => (
            <TableRow
              key={index}
              {...props}
              layout={layout}
              index={index}
              top={seen.top + (index - seen.from) * layout.height}
              isCurrent={index === cursor.current}
              hasFocus={cursor.hasFocus}
              choose={cursor.choose}
              onFocused={cursor.focused}
            />
          ))}
        </div>
      </div>
      {total === 0 && <div class="table-empty">{props.rows.failure ?? props.empty}</div>}
      {total !== 0 && props.rows.failure && (
        <p class="table-failure" role="alert">
          {props.rows.failure}
        </p>
      )}
    </div>
  )
}

/** Height of the row of headers, as in table.css. */
const HEAD = 27

/** The row that has, or had, the focus is kept, however far it is scrolled away. */
function indices(from: number, to: number, current: number, total: number): number[] {
  const all = Array.from({ length: to - from }, (_, i) => from + i)
  return current < total && (current < from || current >= to) ? [...all, current] : all
}

interface Place<T> {
  scroller: RefObject<HTMLDivElement | null>
  layout: Layout<T>
  room: number
}

interface Cursor<T> {
  current: number
  /** Whether the current row takes the focus once it is drawn. */
  hasFocus: { current: boolean }
  onKey: (event: KeyboardEvent) => void
  choose: (row: T, index: number, isSecond: boolean) => void
  move: (by: number) => void
  /** That row has the focus, from wherever it came. */
  focused: (index: number) => void
}

/** The row that keys act on: it follows its key where rows are put in another order. */
function useCursor<T>(props: TableProps<T>, place: Place<T>): Cursor<T> {
  const { rows, keyOf } = props
  const [state, setState] = useState<{ index: number; key: Key | undefined }>({ index: 0, key: undefined })
  const hasFocus = useRef(false)
  const current = followed(props, state)
  const total = rows.total ?? 0
  const go = (index: number): void => {
    const row = rows.at(index)
    setState({ index, key: row === undefined ? undefined : keyOf(row) })
    const box = place.scroller.current!
    box.scrollTop = scrollTo(index, total, place.layout.height, box.scrollTop, place.room)
    if (row !== undefined) props.onSelect?.(row, index)
  }
  useReveal(props.reveal, (index) => {
    const box = place.scroller.current!
    const row = rows.at(index)
    setState({ index, key: row === undefined ? undefined : keyOf(row) })
    box.scrollTop = scrollTo(index, total, place.layout.height, box.scrollTop, place.room)
  })
  const onKey = (event: KeyboardEvent): void => {
    if (!(event.target as HTMLElement).matches('.table-row') || !total) return
    const step = stepOf(event, current, total, Math.max(1, Math.floor(place.room / place.layout.height) - 1))
    if (act(step, current, props, (index) => ((hasFocus.current = true), go(index)))) event.preventDefault()
  }
  const choose = (row: T, index: number, isSecond: boolean): void => {
    hasFocus.current = true
    setState({ index, key: keyOf(row) })
    if (isSecond) props.onOpen?.(row, index)
    else props.onSelect?.(row, index)
  }
  const focused = (index: number): void => {
    hasFocus.current = true
    const row = rows.at(index)
    if (index !== current) setState({ index, key: row === undefined ? undefined : keyOf(row) })
  }
  return { current, hasFocus, onKey, choose, focused, move: (by) => setState(({ index, key }) => ({ index: index + by, key })) }
}

function act<T>(step: ReturnType<typeof stepOf>, current: number, props: TableProps<T>, go: (index: number) => void): boolean {
  if (step === undefined) return false
  if (typeof step === 'object') return (go(step.to), true)
  const row = props.rows.at(current)
  if (row === undefined) return false
  if (step === 'open') return (props.onOpen?.(row, current), !!props.onOpen)
  const { tree } = props
  if (!tree) return false
  const isOpen = tree.isOpen(row, current)
  if (step === 'expand' && isOpen === false) tree.toggle(row, current)
  else if (step === 'expand' && isOpen) go(current + 1)
  else if (step === 'collapse' && isOpen) tree.toggle(row, current)
  else if (step === 'collapse' && tree.parent(current) >= 0) go(tree.parent(current))
  return true
}

/** Where the current row is now. */
function followed<T>({ rows, keyOf, selected }: TableProps<T>, { index, key }: { index: number; key: Key | undefined }): number {
  const total = rows.total ?? 0
  const wanted = key ?? selected
  const there = rows.at(index)
  if (wanted === undefined || (there !== undefined && keyOf(there) === wanted)) return Math.max(0, Math.min(index, total - 1))
  const found = rows.find((row) => keyOf(row) === wanted)
  return found >= 0 ? found : Math.max(0, Math.min(index, total - 1))
}

function useReveal(reveal: { index: number } | undefined, show: (index: number) => void): void {
  useLayoutEffect(() => {
    if (reveal) show(reveal.index)
  }, [reveal])
}

/** Rows that come in at the top push down what is looked at, unless that is the top. */
function useAnchor<T>(
  props: TableProps<T>,
  scroller: RefObject<HTMLDivElement | null>,
  rowHeight: number,
  move: (by: number) => void,
): void {
  const before = useRef(props.rows.total)
  const total = props.rows.total
  useLayoutEffect(() => {
    const more = (total ?? 0) - (before.current ?? total ?? 0)
    before.current = total
    if (!props.isNewestFirst || more <= 0) return
    const box = scroller.current!
    if (box.scrollTop > 0) box.scrollTop += more * rowHeight
    move(more)
  }, [total])
}
