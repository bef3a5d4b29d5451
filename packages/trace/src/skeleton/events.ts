/** An event that was still running has no end. */
const RUNNING = Number.NaN

/** Kinds of events. */
export const CALL = 1
export const REQUEST = 2
export const MARK = 3

/** What is kept of an event while a recording is put in order. */
export interface Kept {
  kind: typeof CALL | typeof REQUEST | typeof MARK
  seq: number
  /** `seq` of the call, or the answered request, in which it began; 0: none. */
  parent: number
  start: number
  end: number | undefined
  by?: number
  /** Of a call. */
  site?: number
  depth?: number
  threw?: boolean
  gaps?: readonly [pause: number, resume: number][] | undefined
  /** There were more suspensions than `gaps` tells of, or there is one that has not ended. */
  unsure?: boolean
}

/**
 * The events of a stream in numbers, a column for each: 50 bytes an event and 16 for each suspension, so that ten millions of them fit into
 * memory. Indices are in the order of adding until `sort` puts them in the order of beginning.
 */
export class Events {
  count = 0
  kind: Uint8Array = new Uint8Array(1024)
  seq: Float64Array = new Float64Array(1024)
  parent: Float64Array = new Float64Array(1024)
  by: Float64Array = new Float64Array(1024)
  start: Float64Array = new Float64Array(1024)
  end: Float64Array = new Float64Array(1024)
  site: Int32Array = new Int32Array(1024)
  depth: Int32Array = new Int32Array(1024)
  threw: Uint8Array = new Uint8Array(1024)
  #gaps = new Map<number, Float64Array>()
  #unsure = new Set<number>()
  /** Of what was written while it ran: where its later lines belong. */
  #open = new Map<number, number>()

  /** Takes a line; one that was there without an end is replaced, unless it was of another kind: then one of both is damaged. */
  add({ kind, seq, parent, start, end, by = 0, site = 0, depth = 0, threw = false, gaps, unsure = false }: Kept): void {
    const known = this.#open.get(seq)
    if (known !== undefined && this.kind[known] !== kind) return
    if (known === undefined && this.count === this.seq.length) this.#grow()
    const at = known ?? this.count++
    if (end === undefined) this.#open.set(seq, at)
    else if (known !== undefined) this.#open.delete(seq)
    this.kind[at] = kind
    this.seq[at] = seq
    this.parent[at] = parent
    this.by[at] = by
    this.start[at] = start
    this.end[at] = end ?? RUNNING
    this.site[at] = site
    this.depth[at] = depth
    this.threw[at] = Number(threw)
    if (gaps?.length) this.#gaps.set(seq, Float64Array.from(gaps.flat()))
    else if (known !== undefined) this.#gaps.delete(seq)
    if (unsure) this.#unsure.add(seq)
    else if (known !== undefined) this.#unsure.delete(seq)
  }

  /**
   * Puts the events in the order in which they began; of those that are there twice, as in a recording that is read twice, the last
   * counts that is of the kind of the first.
   * @param last when those ended that were still running
   */
  sort(last: number): void {
    const { seq, end, kind } = this
    for (let i = 0; i < this.count; i++) if (Number.isNaN(end[i])) end[i] = Math.max(last, this.start[i]!)
    const all = Uint32Array.from({ length: this.count }, (_, i) => i).sort((a, b) => seq[a]! - seq[b]! || a - b)
    let first = 0
    let count = 0
    for (const [i, at] of all.entries()) {
      if (seq[at] !== seq[all[first]!]) first = i
      // What is taken stands before what is still to be looked at.
      if (i === first) all[count++] = at
      else if (kind[at] === kind[all[count - 1]!]) all[count - 1] = at
    }
    const order = all.subarray(0, count)
    this.count = order.length
    for (const name of ['seq', 'parent', 'by', 'start', 'end'] as const) this[name] = pick(this[name], order)
    for (const name of ['site', 'depth'] as const) this[name] = pick(this[name], order)
    for (const name of ['kind', 'threw'] as const) this[name] = pick(this[name], order)
  }

  /** Once sorted: the index of an event; -1 where it is not there. */
  find(seq: number): number {
    let low = 0
    let high = this.count - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const there = this.seq[middle]!
      if (there === seq) return middle
      if (there < seq) low = middle + 1
      else high = middle - 1
    }
    return -1
  }

  /** Whether a call ran at that time and was not suspended; `undefined` where its suspensions are not all known. */
  ranAt(index: number, time: number): boolean | undefined {
    const seq = this.seq[index]!
    const gaps = this.#gaps.get(seq)
    for (let i = 0; gaps && i < gaps.length; i += 2) if (gaps[i]! <= time && time < gaps[i + 1]!) return false
    return this.#unsure.has(seq) ? undefined : true
  }

  #grow(): void {
    const size = this.seq.length * 2
    for (const name of ['seq', 'parent', 'by', 'start', 'end'] as const) this[name] = longer(this[name], new Float64Array(size))
    for (const name of ['site', 'depth'] as const) this[name] = longer(this[name], new Int32Array(size))
    for (const name of ['kind', 'threw'] as const) this[name] = longer(this[name], new Uint8Array(size))
  }
}

type Column = Float64Array | Int32Array | Uint8Array

function longer<C extends Column>(from: C, to: C): C {
  to.set(from)
  return to
}

const pick = <C extends Column>(from: C, order: Uint32Array): C => {
  const to = from.slice(0, order.length) as C
  for (let i = 0; i < order.length; i++) to[i] = from[order[i]!]!
  return to
}
