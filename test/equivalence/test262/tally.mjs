/** Counts what was seen, condition by condition. */
export function createTally() {
  /** @type {Map<string, Record<string, any>>} */
  const counts = new Map()
  const differing = []
  const died = []

  function add(seen) {
    if (seen.result === 'died') return void died.push(seen.test)
    const count = counts.get(seen.condition) ?? counts.set(seen.condition, empty()).get(seen.condition)
    count.variants++
    count[seen.result]++
    if (seen.passes) count.passes++
    count.functions += seen.sites ?? 0
    for (const reason of seen.skipped ?? []) count.leftAlone[reason] = (count.leftAlone[reason] ?? 0) + 1
    if (/^(?:flip|text|words|unsteady)$/.test(seen.result)) differing.push(seen)
  }

  return { add, counts, differing, died }
}

const empty = () => ({
  variants: 0,
  same: 0,
  passes: 0,
  flip: 0,
  text: 0,
  words: 0,
  unsteady: 0,
  'no-function': 0,
  'not-parsed': 0,
  'not-inside': 0,
  functions: 0,
  leftAlone: {},
})
