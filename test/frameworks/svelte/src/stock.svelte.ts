export interface Stock {
  name: string
  left: number
  [key: string]: string | number
}

/** State that lives outside of components. */
export class Shelf {
  stock = $state<Stock>({ name: 'none', left: 0 })
  size = $derived(Object.keys(this.stock).length)

  grow(): void {
    this.stock[`extra${this.size}`] = 1
  }
}

/** Reads one property of what it is given; nothing else may come to depend on it. */
export function nameOf(stock: Stock): string {
  return stock.name.toUpperCase()
}

export async function load(name: string): Promise<Stock> {
  await new Promise((resolve) => setTimeout(resolve, 5))
  return { name, left: name.length }
}
