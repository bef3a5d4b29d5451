import type { ComponentChildren } from 'preact'

export interface Column<T> {
  id: string
  title: string
  /** What the title means, where it does not say. */
  hint?: string
  /** Track of a CSS grid: `minmax(0, 2fr)`, `5rem`. */
  width: string
  /** Width of the table, in pixels, from which the column is shown; below it, it is hidden, or moves to the row's second line. */
  from?: number
  /** Where there is no room for it: its content goes to a second line. @default it is hidden */
  stacks?: boolean
  /** Numbers: at the right, in figures of one width. */
  isNumber?: boolean
  /** Whether rows may be ordered by it, and how they are at the first press. */
  sort?: 'ascending' | 'descending'
  cell: (row: T, index: number) => ComponentChildren
}

export interface Sort {
  by: string
  descending: boolean
}

export interface Layout<T> {
  shown: Column<T>[]
  stacked: Column<T>[]
  /** `grid-template-columns` of the first line. */
  template: string
  /** Of a row, in pixels. */
  height: number
}

const ROW_HEIGHT = 26
const TWO_LINES = 46

/** Which columns fit, and where they are. */
export function layoutOf<T>(columns: readonly Column<T>[], width: number): Layout<T> {
  const fits = ({ from = 0 }: Column<T>): boolean => width >= from
  const shown = columns.filter(fits)
  const stacked = columns.filter((column) => !fits(column) && column.stacks)
  return {
    shown,
    stacked,
    template: shown.map((column) => column.width).join(' '),
    height: stacked.length ? TWO_LINES : ROW_HEIGHT,
  }
}
