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
/** UTF-16 code unit -> what it is; 0 is a token of its own. Lines are what the tools that read maps take for lines. */
const KINDS = new Uint8Array(1 << 16).fill(WORD)
for (let unit = 0; unit < 128; unit++) {
  const text = String.fromCharCode(unit)
  KINDS[unit] = text === '\n' ? BREAK : /\s/.test(text) ? BLANK : /[\w$]/.test(text) ? WORD : 0
}

const DIGITS = Uint8Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (char) => char.charCodeAt(0))
const COMMA = 44
const SEMICOLON = 59
/** No difference: there is one source, and most neighbours share a line. */
const SAME = 65
/** More bytes than a segment can take with its comma or semicolon: four numbers of seven digits. */
const SEGMENT = 32

/**
 * Edits neither make nor remove lines, so line n is line n: only columns are counted. A segment is [column, source, line, column], each
 * as the difference to the segment before; the first column starts anew in each line.
 */
function mappingsOf(code: string, edits: readonly Edit[]): string {
  let bytes = new Uint8Array(code.length * 2 + SEGMENT)
  let size = 0
  let at = 0
  /** Where the line begins, and by how much its edits have moved what follows. */
  let lineStart = 0
  let shift = 0
  /** The segment before: its column here, -1 at the start of a line; its column there, and how many lines ago. */
  let outputColumn = -1
  let column = 0
  let lines = 0

  for (let next = 0; next <= edits.length; next++) {
    const edit = edits[next]
    const stop = edit ? edit.at : code.length
    while (at < stop) {
      const kind = KINDS[code.charCodeAt(at++)]
      if (kind === BLANK) continue
      if (size + SEGMENT > bytes.length) bytes = widened(bytes)
      if (kind === BREAK) {
        bytes[size++] = SEMICOLON
        lines++
        lineStart = at
        shift = 0
        outputColumn = -1
        continue
      }
      const here = at - 1 - lineStart
      const step = here - column
      if (outputColumn >= 0 && step < 16 && outputColumn - column === shift) size = writeStep(bytes, size, step)
      else {
        if (outputColumn >= 0) bytes[size++] = COMMA
        size = writeNumber(bytes, size, here + shift - Math.max(outputColumn, 0))
        bytes[size++] = SAME
        size = writeNumber(bytes, size, lines)
        size = writeNumber(bytes, size, step)
        lines = 0
      }
      outputColumn = here + shift
      column = here
      if (kind === WORD) while (at < stop && KINDS[code.charCodeAt(at)] === WORD) at++
    }
    if (!edit) break
    shift += edit.text.length - (edit.until - edit.at)
    at = edit.until
  }
  return new TextDecoder().decode(bytes.subarray(0, size))
}

/** The commonest segment: a few columns further in both texts. Gives where to go on. */
function writeStep(bytes: Uint8Array, size: number, step: number): number {
  const digit = DIGITS[step << 1] as number
  bytes[size] = COMMA
  bytes[size + 1] = digit
  bytes[size + 2] = bytes[size + 3] = SAME
  bytes[size + 4] = digit
  return size + 5
}

/** Base 64, five bits a digit, the sign in the lowest bit. Gives where to go on. */
function writeNumber(bytes: Uint8Array, size: number, value: number): number {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1
  for (; rest > 31; rest >>>= 5) bytes[size++] = DIGITS[(rest & 31) | 32] as number
  bytes[size++] = DIGITS[rest] as number
  return size
}

function widened(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const wider = new Uint8Array(bytes.length * 2)
  wider.set(bytes)
  return wider
}
