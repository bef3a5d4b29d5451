/** A call that was still running has no end. */
const RUNNING = Number.NaN

/** What is kept of a call while a recording is put in order. */
export interface Kept {
  seq: number
  parent: number
  by: number
  site: number
  start: number
  end: number | undefined
  depth: number
  threw: boolean
  gaps: readonly [pause: number, resume: number][] | undefined
  /** There were more suspensions than `gaps` tells of, or there is one that has not ended. */
  unsure: boolean
}

/**
 * The calls of a stream in numbers, a column for each: 49 bytes a call and 16 for each suspension, so that ten millions of them fit into
 * memory. Indices are in the order of adding until `sort` puts them in the order of beginning.
 */
export class Calls {
  count = 0
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
  /** Of calls that were written while they ran: where their later lines belong. */
  #open = new Map<number, number>()

  /** Takes a line; one that was there without an end is replaced. */
  add(call: Kept): void {
    const known = this.#open.get(call.seq)
    if (known === undefined && this.count === this.seq.length) this.#grow()
    const at = known ?? this.count++
    if (call.end === undefined) this.#open.set(call.seq, at)
    else if (known !== undefined) this.#open.delete(call.seq)
    this.seq[at] = call.seq
    this.parent[at] = call.parent
    this.by[at] = call.by
    this.start[at] = call.start
    this.end[at] = call.end ?? RUNNING
    this.site[at] = call.site
    this.depth[at] = call.depth
    this.threw[at] = Number(call.threw)
    if (call.gaps?.length) this.#gaps.set(call.seq, Float64Array.from(call.gaps.flat()))
    else if (known !== undefined) this.#gaps.delete(call.seq)
    if (call.unsure) this.#unsure.add(call.seq)
    else if (known !== undefined) this.#unsure.delete(call.seq)
  }

  /** Puts the calls in the order in which they began. @param last when those ended that were still running */
  sort(last: number): void {
    const order = Uint32Array.from({ length: this.count }, (_, i) => i)
    const { seq, end } = this
    order.sort((a, b) => seq[a]! - seq[b]!)
    for (let i = 0; i < this.count; i++) if (Number.isNaN(end[i])) end[i] = Math.max(last, this.start[i]!)
    for (const name of ['seq', 'parent', 'by', 'start', 'end'] as const) this[name] = pick(this[name], order)
    for (const name of ['site', 'depth'] as const) this[name] = pick(this[name], order)
    this.threw = pick(this.threw, order)
  }

  /** Once sorted: the index of a call; -1 where it is not there. */
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
    this.threw = longer(this.threw, new Uint8Array(size))
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
