import type { Node } from '../node.ts'

/** Where a text says something that no function, exit, suspension or `arguments` can do without. */
export interface Landmarks {
  /** Whether `arguments` is among them. */
  arguments: boolean
  /** Whether the text may hold decorators; those of parameters stand outside of their node. */
  decorators: boolean
  /** Whether a node's text holds one; if not, there is nothing to decide in it. Fast for nodes in about the order of the text. */
  within(node: Node): boolean
}

export function findLandmarks(code: string): Landmarks {
  const offsets = offsetsIn(code)
  const decorators = mayDecorate(code)
  let next = 0
  return {
    arguments: code.includes('arguments'),
    decorators,
    within(node) {
      const { start } = node
      while ((offsets[next] as number) < start) next++
      while (next > 0 && (offsets[next - 1] as number) >= start) next--
      return (offsets[next] as number) < node.end || (decorators && node['decorators']?.length > 0)
    },
  }
}

/** Everything that counts and has no body; a part of a longer word will do. */
const WORDS = ['=>', 'arguments', 'await', 'return', 'throw', 'yield']
const BRACE = '{'.charCodeAt(0)

/** Two characters, seven bits of each -> the word that may begin with them, counted from 1. */
const PAIRS = new Uint8Array(1 << 14)
const pair = (first: number, second: number): number => ((first & 127) << 7) | (second & 127)
WORDS.forEach((word, index) => (PAIRS[pair(word.charCodeAt(0), word.charCodeAt(1))] = index + 1))

/** All of them in order, and one behind the end. */
function offsetsIn(code: string): number[] {
  const offsets: number[] = []
  let last = 0
  for (let at = 0; at < code.length; at++) {
    const char = code.charCodeAt(at)
    const word = PAIRS[pair(last, char)] as number
    if (word > 0 && code.startsWith(WORDS[word - 1] as string, at - 1)) offsets.push(at - 1)
    if (char === BRACE && mayOpenBody(code, at)) offsets.push(at)
    last = char
  }
  offsets.push(Infinity)
  return offsets
}

/** What stands before a literal's brace on its line, never before that of a function's body, a class, or a `try`. */
const BEFORE_LITERAL = /[(,=:[?&|!{]/

const mayOpenBody = (code: string, brace: number): boolean => !BEFORE_LITERAL.test(code[lastInk(code, brace)] ?? '')

/** JSDoc's tags stand behind an asterisk, names of packages in quotes. */
function mayDecorate(code: string): boolean {
  for (let at = code.indexOf('@'); at >= 0; at = code.indexOf('@', at + 1))
    if (code[lastInk(code, at)] !== '*' && !/['"`]/.test(code[at - 1] ?? '')) return true
  return false
}

/** The offset of the last character before one, blanks of the same line left out. */
function lastInk(code: string, at: number): number {
  let before = at - 1
  while (code[before] === ' ' || code[before] === '\t') before--
  return before
}
