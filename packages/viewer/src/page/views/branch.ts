import type { Ref, Row } from '../../questions.ts'

/** Rows that are asked for at a time. */
export const SIZE = 100

/** What is directly below one event, as far as it was asked for. */
export interface Branch {
  of: Ref | null
  parent: Branch | undefined
  /** `undefined` until the first answer. */
  total: number | undefined
  rows: Row[]
  /** Page -> revision in which it was asked for. */
  pages: Map<number, number>
  asking: Set<number>
  /** Those of its rows that are open, by their event. */
  open: Map<Ref, Branch>
  /** Index within its parent's rows. */
  index: number
}

export const branchOf = (of: Ref | null, parent: Branch | undefined, index: number): Branch => ({
  of,
  parent,
  total: undefined,
  rows: [],
  pages: new Map(),
  asking: new Set(),
  open: new Map(),
  index,
})

/** Rows of one page; what is open among them may have moved. */
export function place(branch: Branch, page: number, { rows, total }: { rows: Row[]; total: number }): void {
  branch.total = total
  branch.rows.length = Math.min(branch.rows.length, total)
  rows.forEach((row, i) => {
    branch.rows[page * SIZE + i] = row
    const below = branch.open.get(row.ref)
    if (below) below.index = page * SIZE + i
  })
}
