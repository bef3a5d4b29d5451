import { total } from './calls/f.mjs'
import { checksumOf } from './checksum.mjs'

const items = Array.from({ length: 50 }, (_, id) => ({
  id,
  name: `Item ${id}`,
  price: id * 1.5,
  tags: ['a', 'b'],
  stock: { left: id, at: 'x' },
}))

export function run() {
  let sum = 0
  for (let i = 0; i < 1000; i++) sum += total(items[i % 50], i % 7).sum
  return sum
}

export const digest = checksumOf
