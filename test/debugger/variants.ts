import type { Program, Segment } from './debugged.ts'
import { lookUp } from './debugged.ts'

/** Ways in which a map may deal with text that the pass put in. */
export const VARIANTS = ['as it is', 'preceding', 'nothing', 'following'] as const

export type Variant = (typeof VARIANTS)[number]

/**
 * The same program with other maps. `preceding`: inserted text belongs to the author's word before it. `nothing`: it leads nowhere.
 * `following`: what opens (a body, a value, an operand) belongs to the word behind it, the rest to the one before.
 */
export function variantsOf(program: Program): Record<Variant, Program['placeOf']> {
  const authors = program.mappings.filter(([, , line]) => line !== undefined)
  const sorted = (more: Segment[]): Segment[] => [...authors, ...more].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const inserted = insertions(program, authors)
  return {
    'as it is': program.placeOf,
    preceding: lookUp(authors),
    nothing: lookUp(sorted(inserted.map(({ at: [line, column] }) => [line, column]))),
    following: lookUp(
      sorted(
        inserted.flatMap(({ at: [line, column], opens, next }): Segment[] => (opens && next ? [[line, column, next[2]!, next[3]!]] : [])),
      ),
    ),
  }
}

interface Insertion {
  at: [line: number, column: number]
  opens: boolean
  /** The author's next word. */
  next: Segment | undefined
}

/** Where our text stands: the program's text is the author's, with ours in between. */
function insertions({ source, code }: Program, authors: readonly Segment[]): Insertion[] {
  const sources = source.split('\n')
  return code.split('\n').flatMap((text, line) => {
    const found: Insertion[] = []
    const author = sources[line]!
    let own = 0
    for (let column = 0; column < text.length;) {
      if (
        own < author.length &&
        text[column] === author[own]! &&
        !text.startsWith('_$p', column) &&
        fits(text.slice(column), author.slice(own), authors, line, column)
      ) {
        column++
        own++
        continue
      }
      const next = authors.find(([l, c]) => l > line || (l === line && c > column))
      const end = next?.[0] === line ? next[1] : text.length
      const piece = text.slice(column, end)
      found.push({ at: [line, column], opens: /(?:try\{|=|\(|return |\);)\s*$/.test(piece) && !piece.startsWith('}'), next })
      column = end
      own = next?.[0] === line ? next[3]! : author.length
    }
    return found
  })
}

/** Whether the author's text goes on here: a mapping says so, or it is the rest of a word or a blank. */
function fits(text: string, author: string, authors: readonly Segment[], line: number, column: number): boolean {
  if (authors.some(([l, c]) => l === line && c === column)) return true
  return /^(?:\s|[\w$])/.test(text) && text[0] === author[0]
}

/** Lines in the order in which a debugger showed them, without those shown twice on end; what leads nowhere is left out. */
export function linesOf(places: readonly ({ line: number } | undefined)[]): number[] {
  const lines = places.flatMap((place) => place?.line ?? [])
  return lines.filter((line, i) => line !== lines[i - 1])
}

/** What is in one list and not in the other, as far as their order allows. */
export function difference(bare: readonly number[], shown: readonly number[]): { lost: number[]; extra: number[] } {
  const table = Array.from({ length: bare.length + 1 }, () => new Array<number>(shown.length + 1).fill(0))
  for (let i = bare.length - 1; i >= 0; i--)
    for (let j = shown.length - 1; j >= 0; j--)
      table[i]![j] = bare[i] === shown[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!)
  const lost: number[] = []
  const extra: number[] = []
  let i = 0
  let j = 0
  while (i < bare.length || j < shown.length) {
    if (i < bare.length && j < shown.length && bare[i] === shown[j]) {
      i++
      j++
    } else if (j >= shown.length || (i < bare.length && table[i + 1]![j]! >= table[i]![j + 1]!)) lost.push(bare[i++]!)
    else extra.push(shown[j++]!)
  }
  return { lost, extra }
}
