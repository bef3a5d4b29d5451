import type { Branch } from './branch.ts'

export interface Spot {
  branch: Branch
  /** Within its branch. */
  index: number
  level: number
  /** Index of the row that it is below, in all that is shown; -1 at the top. */
  parent: number
}

/** Where the rows of branches stand, one below the other. */
export class Standing {
  /** Sizes of branches as they are shown, until something changes. */
  readonly #sizes = new Map<Branch, number>()
  /** Open branches below each by where they stand, until something changes. */
  readonly #orders = new Map<Branch, Branch[]>()

  /** Something has changed. */
  forget(): void {
    this.#sizes.clear()
    this.#orders.clear()
  }

  /** Where a row stands among its siblings. */
  spot(root: Branch, index: number): Spot | undefined {
    let branch = root
    let level = 1
    let start = 0
    let parent = -1
    if (index < 0 || index >= this.sizeOf(branch)) return undefined
    for (;;) {
      const inside = this.#below(branch, index - start)
      if (inside.below === undefined) return { branch, index: inside.index, level, parent }
      parent = start + inside.at
      start = parent + 1
      branch = inside.below
      level++
    }
  }

  /** The row of a branch at that offset, or the open branch below one of its rows that the offset lies in. */
  #below(branch: Branch, offset: number): { index: number; below?: undefined } | { below: Branch; at: number } {
    let shift = 0
    for (const below of this.#sorted(branch)) {
      const at = below.index + shift
      if (offset <= at) break
      const size = this.sizeOf(below)
      if (offset <= at + size) return { below, at }
      shift += size
    }
    return { index: offset - shift }
  }

  #sorted(branch: Branch): Branch[] {
    const known = this.#orders.get(branch)
    if (known) return known
    const order = [...branch.open.values()].sort((a, b) => a.index - b.index)
    this.#orders.set(branch, order)
    return order
  }

  sizeOf(branch: Branch): number {
    const known = this.#sizes.get(branch)
    if (known !== undefined) return known
    let size = branch.total ?? 0
    for (const below of branch.open.values()) size += this.sizeOf(below)
    this.#sizes.set(branch, size)
    return size
  }

  indexOf(branch: Branch, index: number): number {
    let at = index
    for (const below of branch.open.values()) if (below.index < index) at += this.sizeOf(below)
    return branch.parent ? this.indexOf(branch.parent, branch.index) + 1 + at : at
  }
}
