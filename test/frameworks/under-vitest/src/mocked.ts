import { priceOf } from './prices.ts'

export const twice = async (name: string): Promise<number> => 2 * (await priceOf(name))
