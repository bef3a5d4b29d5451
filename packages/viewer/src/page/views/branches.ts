import { signal } from '@preact/signals'
import type { Ref, Row } from '../../questions.ts'
import type { Branching } from '../parts/branching.ts'
import type { Rows } from '../parts/rows.ts'
import { branchOf, place, SIZE } from './branch.ts'
import type { Branch } from './branch.ts'
import { Standing } from './standing.ts'
import type { Spot } from './standing.ts'

/** Asks for what is directly below an event; `null`: for what is at the top. */
export type AskChildren = (of: Ref | null, offset: number, limit: number) => Promise<{ rows: Row[]; total: number }>

/**
 * A tree as rows, of which those below an event are asked for once it is opened. What is open stays open while the recording grows, for it
 * is known by its event, not by where it stands.
 */
export class Branches implements Rows<Row>, Branching<Row> {
  #ask: AskChildren | undefined
  #query: string | undefined
  #revision = -1
  #root: Branch
  #version = signal(0)
  #wanted: [number, number] = [0, SIZE]
  #failure: string | undefined
  #isFirstOpen: Branch | undefined
  readonly #standing = new Standing()

  constructor() {
    this.#root = branchOf(null, undefined, 0)
  }

  /** @param query what decides which rows there are: with another one, all is asked anew and closed */
  update(ask: AskChildren, query: string, revision: number): void {
    if (query === this.#query && revision === this.#revision) return
    if (query !== this.#query) this.#root = branchOf(null, undefined, 0)
    this.#ask = ask
    this.#query = query
    this.#revision = revision
    this.#standing.forget()
    this.want(...this.#wanted)
  }

  get total(): number | undefined {
    void this.#version.value
    return this.#root.total === undefined ? undefined : this.#standing.sizeOf(this.#root)
  }

  get failure(): string | undefined {
    void this.#version.value
    return this.#failure
  }

  at(index: number): Row | undefined {
    const spot = this.#spot(index)
    return spot?.branch.rows[spot.index]
  }

  find(is: (row: Row) => boolean): number {
    const look = (branch: Branch): [Branch, number] | undefined => {
      const here = branch.rows.findIndex((row) => row !== undefined && is(row))
      if (here >= 0) return [branch, here]
      for (const below of branch.open.values()) {
        const found = look(below)
        if (found) return found
      }
      return undefined
    }
    const found = look(this.#root)
    return found ? this.#standing.indexOf(...found) : -1
  }

  want(from: number, to: number): void {
    this.#wanted = [from, to]
    if (this.#root.total === undefined) return this.#wantPage(this.#root, 0)
    for (let index = from; index < Math.min(to, this.#standing.sizeOf(this.#root)); index++) {
      const spot = this.#spot(index)
      if (spot) this.#wantPage(spot.branch, Math.floor(spot.index / SIZE))
    }
    this.#wantEnds(this.#root, from, to)
  }

  /** Where new rows would come in within sight, the branch is asked how many it has now. */
  #wantEnds(branch: Branch, from: number, to: number): void {
    if (!branch.total && branch !== this.#root) return this.#wantPage(branch, 0)
    const last = Math.max(0, (branch.total ?? 0) - 1)
    const end = branch.total ? this.#standing.indexOf(branch, last) : 0
    if (end >= from - 1 && end <= to) this.#wantPage(branch, Math.floor(last / SIZE))
    for (const below of branch.open.values()) this.#wantEnds(below, from, to)
  }

  #wantPage(branch: Branch, page: number): void {
    if (!branch.asking.has(page) && branch.pages.get(page) !== this.#revision) void this.#load(branch, page)
  }

  async #load(branch: Branch, page: number): Promise<void> {
    const [revision, query] = [this.#revision, this.#query]
    branch.asking.add(page)
    try {
      const answer = await this.#ask!(branch.of, page * SIZE, SIZE)
      if (query !== this.#query) return
      this.#failure = undefined
      place(branch, page, answer)
    } catch (error) {
      if (query !== this.#query) return
      this.#failure = error instanceof Error ? error.message : String(error)
      branch.total ??= 0
    }
    branch.pages.set(page, revision)
    branch.asking.delete(page)
    this.#changed()
  }

  #changed(): void {
    this.#standing.forget()
    this.#version.value++
    this.want(...this.#wanted)
  }

  #spot(index: number): Spot | undefined {
    return this.#standing.spot(this.#root, index)
  }

  level(index: number): number {
    return this.#spot(index)?.level ?? 1
  }

  isOpen(row: Row, index: number): boolean | undefined {
    if (!row.children) return undefined
    return this.#spot(index)?.branch.open.has(row.ref) ?? false
  }

  toggle(row: Row, index: number): void {
    const spot = this.#spot(index)
    if (!spot || !row.children) return
    if (!spot.branch.open.delete(row.ref)) this.#openAt(spot.branch, row.ref, spot.index)
    this.#changed()
  }

  #openAt(branch: Branch, ref: Ref, index: number): Branch {
    const below = branch.open.get(ref) ?? branchOf(ref, branch, index)
    branch.open.set(ref, below)
    this.#standing.forget()
    return below
  }

  parent(index: number): number {
    return this.#spot(index)?.parent ?? -1
  }

  place(index: number): [position: number, size: number] {
    const spot = this.#spot(index)
    return spot ? [spot.index + 1, spot.branch.total ?? 0] : [1, 1]
  }

  /** Opens the first row, once: it may be closed again. */
  async openFirst(): Promise<void> {
    const root = this.#root
    if (root.total === undefined) await this.#load(root, 0)
    const first = root.rows[0]
    if (!first?.children || this.#isFirstOpen === root) return
    this.#isFirstOpen = root
    this.#openAt(root, first.ref, 0)
    this.#changed()
  }

  /** Closes all. */
  close(): void {
    this.#root.open.clear()
    this.#changed()
  }

  /**
   * Opens all that is above the last of these, which are below each other from the top down.
   * @returns its index; -1: it is not below what is shown
   */
  async reveal(path: readonly Pick<Row, 'ref' | 'at'>[]): Promise<number> {
    let branch = this.#root
    for (const [i, step] of path.entries()) {
      const index = await this.#seek(branch, step)
      if (index < 0) return -1
      if (i === path.length - 1) return (this.#changed(), this.#standing.indexOf(branch, index))
      branch = this.#openAt(branch, step.ref, index)
    }
    return -1
  }

  /**
   * Opens whatever leads to something that failed, as far as that many rows go.
   * @returns how many were opened
   */
  async openFailed(branch: Branch = this.#root, most = 300): Promise<number> {
    let opened = 0
    for (let index = 0; index < Math.min(branch.total ?? 1, 5000) && opened < most; index++) {
      // What is known of rows may be older than what failed.
      const page = Math.floor(index / SIZE)
      const isKnown = branch.pages.get(page) === this.#revision || index % SIZE > 0
      if (!isKnown || !branch.rows[index]) await this.#load(branch, page)
      const row = branch.rows[index]
      if (!row?.failedBelow || !row.children) continue
      opened += 1 + (await this.openFailed(this.#openAt(branch, row.ref, index), most - opened - 1))
    }
    if (branch === this.#root) this.#changed()
    return opened
  }

  /** Index of an event within a branch, whose rows are in the order of beginning. */
  async #seek(branch: Branch, { ref, at }: Pick<Row, 'ref' | 'at'>): Promise<number> {
    const known = branch.rows.findIndex((row) => row?.ref === ref)
    if (known >= 0) return known
    await this.#load(branch, 0)
    let [low, high] = [0, Math.ceil((branch.total ?? 0) / SIZE) - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      await this.#load(branch, middle)
      if ((branch.rows[middle * SIZE]?.at ?? Infinity) <= at) low = middle
      else high = middle - 1
    }
    await this.#load(branch, low)
    return branch.rows.findIndex((row) => row?.ref === ref)
  }
}
