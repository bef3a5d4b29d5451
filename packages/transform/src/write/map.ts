import type { Edit } from './insert.ts'

/** A source map, version 3, whose `toString()` gives its JSON. */
export interface SourceMap {
  version: number
  file?: string
  sources: string[]
  sourcesContent?: (string | null)[]
  names: string[]
  mappings: string
  toString(): string
}

/** The map from an edited text back to the text that it was: every word and every other character but blanks, to its line and column. */
export function sourceMap(code: string, edits: readonly Edit[], source: string): SourceMap {
  const map: SourceMap = { version: 3, sources: [source], sourcesContent: [code], names: [], mappings: mappingsOf(code, edits) }
  return Object.defineProperty(map, 'toString', { value: () => JSON.stringify(map) })
}

const WORD = 1
const BLANK = 2
const BREAK = 3
/** Char code -> what it is; all that is not here is a token of its own. */
const KINDS = new Uint8Array(128)
for (let char = 0; char < 128; char++) {
  const text = String.fromCharCode(char)
  KINDS[char] = text === '\n' ? BREAK : /\s/.test(text) ? BLANK : /[\w$]/.test(text) ? WORD : 0
}
/** Beyond ASCII all is taken for words. Lines are what the tools that read maps take for lines. */
const kindOf = (char: number): number => (char < 128 ? (KINDS[char] as number) : WORD)

const BASE64 = Uint8Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (char) => char.charCodeAt(0))
const COMMA = 44
const SEMICOLON = 59
/** No difference: there is one source. */
const SAME = 65

/** Writes numbers as maps do: base 64, five bits a digit, the sign in the lowest bit. */
class Digits {
  #bytes: Uint8Array
  size = 0

  constructor(expected: number) {
    this.#bytes = new Uint8Array(expected)
  }

  byte(value: number): void {
    if (this.size === this.#bytes.length) this.#grow()
    this.#bytes[this.size++] = value
  }

  number(value: number): void {
    let rest = value < 0 ? (-value << 1) | 1 : value << 1
    for (; rest > 31; rest >>>= 5) this.byte(BASE64[(rest & 31) | 32] as number)
    this.byte(BASE64[rest] as number)
  }

  #grow(): void {
    const wider = new Uint8Array(this.#bytes.length * 2)
    wider.set(this.#bytes)
    this.#bytes = wider
  }

  toString(): string {
    return new TextDecoder().decode(this.#bytes.subarray(0, this.size))
  }
}

/**
 * Edits neither make nor remove lines, so line n is line n: only columns are counted. A segment is [column, source, line, column], each
 * as the difference to the segment before; the first column starts anew in each line.
 */
function mappingsOf(code: string, edits: readonly Edit[]): string {
  const digits = new Digits(code.length * 2 + 16)
  let edit = 0
  let nextEdit = edits[0]?.at ?? Infinity
  let inWord = false
  /** Where the line begins, and by how much its edits have moved what follows. */
  let lineStart = 0
  let shift = 0
  /** The segment before: its column here, -1 at the start of a line; its column there, and how many lines ago. */
  let outputColumn = -1
  let column = 0
  let lines = 0

  for (let at = 0; at < code.length; at++) {
    while (at === nextEdit) {
      const { text, until } = edits[edit++] as Edit
      nextEdit = edits[edit]?.at ?? Infinity
      shift += text.length - (until - at)
      inWord = false
      at = until
    }
    if (at === code.length) break
    const kind = kindOf(code.charCodeAt(at))
    if (kind === BREAK) {
      digits.byte(SEMICOLON)
      lines++
      lineStart = at + 1
      shift = 0
      outputColumn = -1
      inWord = false
    } else if (kind === BLANK || (kind === WORD && inWord)) inWord = kind === WORD
    else {
      if (outputColumn >= 0) digits.byte(COMMA)
      const here = at - lineStart
      digits.number(here + shift - Math.max(outputColumn, 0))
      digits.byte(SAME)
      digits.number(lines)
      digits.number(here - column)
      outputColumn = here + shift
      column = here
      lines = 0
      inWord = kind === WORD
    }
  }
  return digits.toString()
}
