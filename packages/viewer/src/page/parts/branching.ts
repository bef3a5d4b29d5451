/** What makes a table a tree. */
export interface Branching<T> {
  /** From 1. */
  level(index: number): number
  /** `undefined`: there is nothing below it. */
  isOpen(row: T, index: number): boolean | undefined
  toggle(row: T, index: number): void
  /** Index of the row that this one is below; -1 at the top. */
  parent(index: number): number
  /** From 1, among those below the same row, and how many these are. */
  place(index: number): [position: number, size: number]
}
