import { reached, tiny } from './depth/tiny.mjs'

function depth() {
  reached.last = Infinity
  try {
    tiny(1)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return reached.depth
}

/** How many calls of a tiny function the stack holds: the first time, and when the engine has optimised it. */
export function run() {
  const cold = depth()
  reached.last = 50
  for (let i = 0; i < 20_000; i++) tiny(1)
  return { cold, warm: depth() }
}
