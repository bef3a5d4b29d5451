import type { TraceLine } from '../format.ts'

/** What is chosen of an event: nothing, as one on the way to what was asked for, or as that. */
export const OUT = 0
export const ABOVE = 1
export const IN = 2

export const ABSENT = 0
export const CALL = 1
export const REQUEST = 2
export const MARK = 3

/** Highest numbers for which there is memory. */
const MOST = 2 ** 27

/** The events of one stream by their numbers, a few bytes for each: who is below whom, from when to when. */
export class Skeleton {
  /** Highest number. */
  last = 0
  /** 0: none. */
  parent: Float64Array = new Float64Array(1024)
  /** Number of its site, of a call. */
  site: Uint32Array = new Uint32Array(1024)
  kind: Uint8Array = new Uint8Array(1024)
  chosen: Uint8Array = new Uint8Array(1024)
  /** Unix time in milliseconds; `NaN` while it runs. */
  start: Float64Array = new Float64Array(1024)
  end: Float64Array = new Float64Array(1024)

  /** @param origin of the clock of its stream */
  add(line: TraceLine, origin: number): void {
    switch (line.t) {
      case 'call':
        this.#set(line.seq, CALL, line.parent, origin + line.start, origin + (line.end ?? NaN))
        this.site[line.seq] = line.n
        break
      case 'request':
        this.#set(line.seq, REQUEST, line.call, origin + line.start, origin + (line.end ?? NaN))
        break
      case 'mark':
        this.#set(line.seq, MARK, line.parent, origin + line.time, origin + line.time)
    }
  }

  #set(seq: number, kind: number, parent: number | undefined, start: number, end: number): void {
    if (seq >= this.kind.length) this.#grow(seq)
    if (seq > this.last) this.last = seq
    this.kind[seq] = kind
    // An event begins after that in which it begins; anything else is a damaged line.
    this.parent[seq] = parent && parent < seq ? parent : 0
    this.start[seq] = start
    this.end[seq] = end
  }

  /** Chooses everything below what is chosen as `IN`. @returns whether that was more than before */
  spread(): boolean {
    const { chosen, parent, kind } = this
    let more = false
    for (let seq = 1; seq <= this.last; seq++) {
      if (!kind[seq] || chosen[seq] === IN || chosen[parent[seq]!] !== IN) continue
      chosen[seq] = IN
      more = true
    }
    return more
  }

  /** Chooses an event and those above it as the way. @returns the uppermost that is in the recording */
  choose(seq: number, as: number): number {
    const { chosen, parent, kind } = this
    if (chosen[seq]! < as) chosen[seq] = as
    let at = seq
    while (parent[at] && kind[parent[at]!]) {
      at = parent[at]!
      if (chosen[at]! < ABOVE) chosen[at] = ABOVE
    }
    return at
  }

  rootOf(seq: number): number {
    const { parent, kind } = this
    let at = seq
    while (parent[at] && kind[parent[at]!]) at = parent[at]!
    return at
  }

  #grow(seq: number): void {
    const size = 2 ** Math.ceil(Math.log2(seq + 1))
    if (size > MOST) throw new RangeError(`events are numbered up to ${seq}: too many to make a tree of`)
    const wider = <A extends Float64Array | Uint32Array | Uint8Array>(old: A, grown: A): A => {
      grown.set(old)
      return grown
    }
    this.parent = wider(this.parent, new Float64Array(size))
    this.site = wider(this.site, new Uint32Array(size))
    this.kind = wider(this.kind, new Uint8Array(size))
    this.chosen = wider(this.chosen, new Uint8Array(size))
    this.start = wider(this.start, new Float64Array(size))
    this.end = wider(this.end, new Float64Array(size))
  }
}
