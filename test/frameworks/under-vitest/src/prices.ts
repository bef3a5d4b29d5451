const prices: Record<string, number> = { lamp: 30, rope: 12 }

export async function priceOf(name: string): Promise<number> {
  const price = prices[name]
  if (price === undefined) {
    throw new TypeError(`no price for ${name}`)
  }
  return price
}
