import type { Node } from '../node.ts'

/** Where a text says something that no function, exit, suspension or `arguments` can do without. */
export interface Landmarks {
  /** Whether a node's text holds one; if not, there is nothing to decide in it. Fast for nodes in about the order of the text. */
  within(node: Node): boolean
}

/** Everything that counts and has no body; a part of a longer word will do. */
const WORDS = ['=>', 'arguments', 'await', 'return', 'throw', 'yield']
const BRACE = '{'.charCodeAt(0)

export function findLandmarks(code: string): Landmarks {
  const offsets = offsetsIn(code)
  const decorated = decoratesParameters(code)
  let next = 0
  return {
    within(node) {
      const { start } = node
      while ((offsets[next] as number) < start) next++
      while (next > 0 && (offsets[next - 1] as number) >= start) next--
      return (offsets[next] as number) < node.end || (decorated && node['decorators']?.length > 0)
    },
  }
}

/** Whether it may: a parameter's decorators stand outside of its node, behind a parenthesis, a comma, a comment or a line break. */
function decoratesParameters(code: string): boolean {
  for (let at = code.indexOf('@'); at >= 0; at = code.indexOf('@', at + 1)) {
    let before = at - 1
    while (code[before] === ' ' || code[before] === '\t') before--
    if (/[(,/\s]/.test(code[before] ?? '(')) return true
  }
  return false
}

/** Two characters, seven bits of each -> whether a word may begin with them. */
const PAIRS = new Uint8Array(1 << 14)
const pair = (first: number, second: number): number => ((first & 127) << 7) | (second & 127)
for (const word of WORDS) PAIRS[pair(word.charCodeAt(0), word.charCodeAt(1))] = 1

/** All of them in order, and one behind the end. */
function offsetsIn(code: string): number[] {
  const offsets: number[] = []
  let last = 0
  for (let at = 0; at < code.length; at++) {
    const char = code.charCodeAt(at)
    if (char === BRACE) offsets.push(at)
    else if (PAIRS[pair(last, char)] === 1 && isWord(code, at - 1)) offsets.push(at - 1)
    last = char
  }
  offsets.push(Infinity)
  return offsets
}

const isWord = (code: string, at: number): boolean => WORDS.some((word) => code.startsWith(word, at))
