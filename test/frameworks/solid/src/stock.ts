export interface Stock {
  name: string
  left: number
  [key: string]: string | number
}

/** Reads one property of what it is given; nothing else may come to depend on it. */
export function nameOf(stock: Stock): string {
  return stock.name.toUpperCase()
}

export async function load(name: string): Promise<Stock> {
  await new Promise((resolve) => setTimeout(resolve, 5))
  return { name, left: name.length }
}
