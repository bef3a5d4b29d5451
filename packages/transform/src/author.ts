import type { Node } from './node.ts'

/** From 1, columns in UTF-16 code units. */
export interface Place {
  line: number
  column: number
}

/** The text of an author's file, in which functions are looked for by what they look like: it may be of any language. */
export interface AuthorsText {
  /** @param line from 0 @param column from 0 */
  offsetOf(line: number, column: number): number
  /** Whether the value of an attribute begins here: `="add(1)"`. */
  isAttribute(offset: number): boolean
  /**
   * Where in the text the given compiled function begins.
   * @param from it does not begin before; `undefined`: it begins close to `to`
   * @param to where something in it is; `undefined`: nobody knows
   */
  findFunction(fn: Node, from: number | undefined, to: number | undefined): Place | undefined
  /** That a function is known to begin there, so that none is found there. */
  taken(offset: number): void
  /** Whether the word occurs. */
  holds(word: string): boolean
}

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu

export function authorsText(text: string): AuthorsText {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)]
  /** Where functions were found: of two that stand close together the outer one is asked for first. */
  const found = new Set<number>()
  let words: Set<string> | undefined
  return {
    offsetOf: (line, column) => (starts[line] ?? text.length) + column,
    isAttribute: (offset) => valueAt(text, offset) !== undefined,
    findFunction(fn, from, to) {
      // Compilers write things down in another order.
      const isBehind = from === undefined || (to !== undefined && to < from && valueAt(text, from) === undefined)
      const offset = isBehind ? closest(text, to, fn, found) : findFrom(text, from, to ?? 0, fn, found)
      if (offset === undefined) return undefined
      found.add(offset)
      const line = starts.findLastIndex((start) => start <= offset)
      return { line: line + 1, column: offset - (starts[line] as number) + 1 }
    },
    taken: (offset) => void found.add(offset),
    holds: (word) => (words ??= new Set(text.match(WORD))).has(word),
  }
}

const findFrom = (text: string, from: number, to: number, fn: Node, found: ReadonlySet<number>): number | undefined =>
  handlerAt(text, from, fn) ?? functionsBetween(text, valueAt(text, from) ?? from, to, found)[0] ?? methodAt(text, from, to, fn)

const NEAR = 200

/** Where nothing on its line is known: the same parameters, and then at once what is known to be in it. */
function closest(text: string, to: number | undefined, fn: Node, found: ReadonlySet<number>): number | undefined {
  if (to === undefined || !/^(?:Arrow)?FunctionExpression$/.test(fn.type)) return undefined
  const names = (fn['params'] as Node[]).flatMap(({ name }) => (typeof name === 'string' ? name : []))
  return functionsBetween(text, Math.max(0, to - NEAR), to, found).findLast((start) => {
    const head = text.slice(start, start + headOf(text, start))
    if (!names.length)
      return (
        /^(?:async\s*)?\(\s*\)/.test(head) && /^[\s({]*(?:(?:return|await|void|this)\b[\s.]*)?$/.test(text.slice(start + head.length, to))
      )
    const words = new Set(head.match(WORD))
    return names.every((name) => words.has(name))
  })
}

/** `@click.stop="add(1)"`: the end of `click` -> the start of `add`. */
function valueAt(text: string, offset: number): number | undefined {
  const found = match(/(?:\.[\w-]+)*\s*=\s*["']\s*/y, text, offset)
  return found === undefined ? undefined : offset + found.length
}

/** The code in the attribute of an event, be it a function or what a function is made of; not the name of a function. */
function handlerAt(text: string, offset: number, fn: Node): number | undefined {
  const value = valueAt(text, offset)
  if (value === undefined) return undefined
  if (headOf(text, value)) return value
  const isEvent = /(?:@|\bv-on:)[\w:-]*$/.test(text.slice(Math.max(0, offset - 100), offset))
  return isEvent && (fn['params'] as Node[])[0]?.type !== 'RestElement' ? value : undefined
}

/** Those that begin before `to` and have not ended there, but for those found before. */
function functionsBetween(text: string, from: number, to: number, found: ReadonlySet<number>): number[] {
  const starts: number[] = []
  // `void =>` is no parameter but the type of what is returned.
  const candidates = /\bfunction\b|\(|(?<![:|&.\p{ID_Continue}$]\s*)[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*(?=\s*=>)/gu
  candidates.lastIndex = from
  for (let at = candidates.exec(text); at && at.index <= to; at = candidates.exec(text)) {
    const start = at.index - (/(?:\basync\s*)?(?:<[^()]*>\s*)?$/.exec(text.slice(from, at.index))?.[0].length ?? 0)
    const head = headOf(text, at.index)
    if (head && at.index + Number(at[0] === '(') <= to && !found.has(start) && isInside(text, at.index + head, to)) starts.push(start)
  }
  return starts
}

/** Whether what begins at `from` goes on at `to`: no bracket around it is closed in between, no list or statement goes on. */
function isInside(text: string, from: number, to: number): boolean {
  let depth = 0
  for (let at = from; at < to; at++) {
    const char = text[at] as string
    if ('([{'.includes(char)) depth++
    else if (')]}'.includes(char)) depth--
    if (depth < 0 || (depth === 0 && (char === ',' || char === ';'))) return false
  }
  return true
}

function methodAt(text: string, from: number, to: number, { key }: Node): number | undefined {
  const at = key?.type === 'Identifier' ? text.indexOf(key.name as string, from) : -1
  return at >= 0 && at <= to ? at : undefined
}

/** Length of what stands before the body of a function that begins here; 0 where none does. */
function headOf(text: string, offset: number): number {
  const simple = match(/(?:async\b\s*)?(?:function\b[^(]*|[\w$]+\s*=>)/y, text, offset)
  if (simple) return simple.length
  const open = offset + (match(/async\b\s*/y, text, offset)?.length ?? 0)
  const close = text[open] === '(' ? closing(text, open) : -1
  // What stands between the parameters and the arrow is the type of what is returned.
  const arrow = close > 0 ? match(/\s*(?::[^=;]*)?=>/y, text, close + 1) : undefined
  return arrow === undefined ? 0 : close + 1 + arrow.length - offset
}

/** The parenthesis that closes the one at `open`, if it is not too far. */
function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length && at < open + 2000; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return at
  }
  return -1
}

function match(sticky: RegExp, text: string, offset: number): string | undefined {
  sticky.lastIndex = offset
  return sticky.exec(text)?.[0]
}
