import { add } from './calls/f.mjs'
import { checksumOf } from './checksum.mjs'

export function run() {
  let sum = 0
  for (let i = 0; i < 1000; i++) sum += add(i, 7)
  return sum
}

export const digest = checksumOf
