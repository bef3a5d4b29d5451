/** How deep it went, and where it is to turn round. */
export const reached = { depth: 0, last: Infinity }

export function tiny(n) {
  reached.depth = n
  return n === reached.last ? 0 : 1 + tiny(n + 1)
}
