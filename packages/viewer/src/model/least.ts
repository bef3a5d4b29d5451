/** Times in a row, of which is asked where the first is that is not later than another: a tree of their least ones. */
export class Least {
  #room = 16
  #least: Float64Array = new Float64Array(32).fill(-Infinity)

  set(at: number, time: number): void {
    while (at >= this.#room) this.#grow()
    let node = at + this.#room
    this.#least[node] = time
    for (node >>= 1; node; node >>= 1) {
      const least = Math.min(this.#least[node * 2]!, this.#least[node * 2 + 1]!)
      if (this.#least[node] === least) return
      this.#least[node] = least
    }
  }

  /** The first place from `from` on whose time is not later; those that nobody set are free at any time. */
  first(from: number, time: number): number {
    if (from >= this.#room) return from
    let node = from + this.#room
    while (this.#least[node]! > time) {
      // On to the right; from the end of a level there is nothing more.
      while (node & 1) {
        node >>= 1
        if (node <= 1) return this.#room
      }
      node++
    }
    while (node < this.#room) {
      node *= 2
      if (this.#least[node]! > time) node++
    }
    return node - this.#room
  }

  #grow(): void {
    const times = this.#least.slice(this.#room)
    this.#room *= 2
    this.#least = new Float64Array(this.#room * 2).fill(-Infinity)
    this.#least.set(times, this.#room)
    for (let node = this.#room - 1; node; node--) this.#least[node] = Math.min(this.#least[node * 2]!, this.#least[node * 2 + 1]!)
  }
}
