'use server'

import { label } from './label'

let total = 0

export async function bump(by: number): Promise<string> {
  await null
  total += by
  return label('total', total)
}

export async function count(): Promise<number> {
  return total
}

export const fail = async (code: number): Promise<never> => {
  throw new RangeError(`refused ${code}`)
}
