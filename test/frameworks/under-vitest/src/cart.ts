import { priceOf } from './prices.ts'

export interface Item {
  name: string
  count: number
}

export class Cart {
  readonly #items: Item[] = []

  add(name: string, count = 1): this {
    if (count < 1) throw new RangeError(`cannot add ${count} of ${name}`)
    const held = this.#items.find((item) => item.name === name)
    if (held) held.count += count
    else this.#items.push({ name, count })
    return this
  }

  get size(): number {
    return this.#items.length
  }

  async total(): Promise<number> {
    let sum = 0
    for (const { name, count } of this.#items) sum += (await priceOf(name)) * count
    return sum > 100 ? sum * 0.9 : sum
  }
}

export const describe = (cart: Cart): string => (cart.size === 0 ? 'empty' : `${cart.size} kinds`)

export function* ids(from: number): Generator<number, void> {
  while (true) yield from++
}

export function never(): string {
  return 'never called'
}
