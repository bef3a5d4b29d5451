import { unknownSite } from '@spoor/trace'
import type { SiteLine } from '@spoor/trace'

/** A function, the same in all streams. */
export interface Fn extends Pick<SiteLine, 'id' | 'name' | 'file' | 'line' | 'column' | 'kind'> {
  async: boolean
  generator: boolean
  params: readonly string[]
  /** How often it was called. */
  calls: number
}

/** The functions of all streams, merged by their ids. Indices are those that the page calls `fn`. */
export class Functions {
  readonly all: Fn[] = []
  readonly #byId = new Map<string, number>()

  /** @returns its index. What was told last of a function stands: edits move it. */
  add({ id, name, file, line, column, kind, async, generator, params = [] }: SiteLine): number {
    const known = this.#byId.get(id)
    const calls = known === undefined ? 0 : this.all[known]!.calls
    const fn: Fn = { id, name, file, line, column, kind, async: async === true, generator: generator === true, params, calls }
    if (known !== undefined) this.all[known] = fn
    else this.#byId.set(id, this.all.push(fn) - 1)
    return known ?? this.all.length - 1
  }

  /** Stands for a function whose line is lost. */
  unknown(n: number): number {
    return this.#byId.get(unknownSite(n).id) ?? this.add(unknownSite(n))
  }

  find(id: string): number {
    return this.#byId.get(id) ?? -1
  }
}
