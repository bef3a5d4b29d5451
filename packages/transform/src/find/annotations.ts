import type { Node } from '../node.ts'

const ANNOTATION = /\/\*\s*[#@]__[A-Z_]+__\s*\*\/$/
/** Longer ones are not looked for. */
const ROOM = 40

/**
 * Where text may go in before an expression: before a comment that says `@__PURE__` of the call behind it. Bundlers warn of one that
 * stands before anything else, and no longer heed it.
 */
export function startWithAnnotation({ start }: Node, code: string): number {
  let end = start
  while (code[end - 1] === ' ' || code[end - 1] === '\t') end--
  if (code[end - 1] !== '/' || code[end - 2] !== '*') return start
  const found = ANNOTATION.exec(code.slice(Math.max(0, end - ROOM), end))
  return found ? end - found[0].length : start
}
