import { add } from './calls/f.mjs'
import { checksumOf } from './checksum.mjs'

const clock = performance.now.bind(performance)
let spent = 0

/** The least that timing a call takes: two looks at the clock. */
export function run() {
  let sum = 0
  for (let i = 0; i < 1000; i++) {
    const start = clock()
    sum += add(i, 7)
    spent += clock() - start
  }
  return spent < 0 ? 0 : sum
}

export const digest = checksumOf
