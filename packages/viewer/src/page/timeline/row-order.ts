/** Places by row, and where each row begins among them: a counting sort, and within a row by time where they are not. */
export function byRow(row: Uint16Array, from: Float64Array, count: number): [order: Uint32Array, starts: Uint32Array] {
  const starts = new Uint32Array(count + 1)
  for (let i = 0; i < row.length; i++) starts[row[i]! + 1]!++
  for (let r = 0; r < count; r++) starts[r + 1]! += starts[r]!
  const next = starts.slice()
  const order = new Uint32Array(row.length)
  for (let i = 0; i < row.length; i++) order[next[row[i]!]!++] = i
  for (let r = 0; r < count; r++) {
    const part = order.subarray(starts[r], starts[r + 1])
    if (part.some((index, place) => place > 0 && from[part[place - 1]!]! > from[index]!)) part.sort((a, b) => from[a]! - from[b]!)
  }
  return [order, starts]
}
