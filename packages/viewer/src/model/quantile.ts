/**
 * The least number that is not exceeded by that share of them; 0 where there are none. Puts them into another order, not into all order: that
 * would take several times as long.
 */
export function quantile(numbers: Float64Array, share: number): number {
  const place = Math.max(0, Math.ceil(numbers.length * share) - 1)
  let low = 0
  let high = numbers.length - 1
  while (low < high) {
    const middle = partition(numbers, low, high)
    if (place <= middle) high = middle
    else low = middle + 1
  }
  return numbers[place] ?? 0
}

/** Those from one place to another, each of the first part no greater than any of the second. @returns where the first part ends */
function partition(numbers: Float64Array, low: number, high: number): number {
  const pivot = medianOf(numbers[low]!, numbers[(low + high) >>> 1]!, numbers[high]!)
  let from = low - 1
  let to = high + 1
  for (;;) {
    do from++
    while (numbers[from]! < pivot)
    do to--
    while (numbers[to]! > pivot)
    if (from >= to) return to
    const one = numbers[from]!
    numbers[from] = numbers[to]!
    numbers[to] = one
  }
}

const medianOf = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
