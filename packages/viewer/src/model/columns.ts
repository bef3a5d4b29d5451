/** Numbers of many things, one after another. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array

/** Whole numbers from 0 on, as wide as the largest of them. */
export type Narrow = Uint8Array | Uint16Array | Uint32Array

/** The same column with another length: as much of it as there is room for. */
export function resized<C extends Column>(from: C, length: number): C {
  const to = new (from.constructor as new (length: number) => C)(length)
  to.set(from.subarray(0, length))
  return to
}

/** Gives some columns of something another length. */
export function resizeAll<N extends string>(of: Record<N, Column>, names: readonly N[], length: number): void {
  for (const name of names) of[name] = resized(of[name], length)
}

/** The same column with more room for each number, of which one had too little. */
export function wider(column: Narrow, at: number, value: number): Narrow {
  const copy = value < 2 ** 16 ? new Uint16Array(column.length) : new Uint32Array(column.length)
  copy.set(column)
  copy[at] = value
  return copy
}
