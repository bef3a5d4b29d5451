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

/**
 * The map from an edited text back to the text that it was: every word and every other character but blanks, to its line and column.
 * Nothing ever happens in a comment: what stands there is left out.
 *
 * @param comments where each begins and ends, one after the other
 */
export function sourceMap(code: string, edits: readonly Edit[], comments: readonly number[], source: string): SourceMap {
  const mappings = mappingsOf(code, edits, comments)
  const map: SourceMap = { version: 3, sources: [source], sourcesContent: [code], names: [], mappings }
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
const SLASH = 47
/** No difference: there is one source, and most neighbours share a line. */
const SAME = 65
/** More bytes than a segment can take with its comma or semicolon: four numbers of seven digits. */
const SEGMENT = 32
const DESK = 1 << 18

/**
 * Edits neither make nor remove lines, so line n is line n: only columns are counted. A segment is [column, source, line, column], each
 * as the difference to the segment before; the first column starts anew in each line.
 */
function mappingsOf(code: string, edits: readonly Edit[], comments: readonly number[]): string {
  let bytes = room(code.length * 2 + SEGMENT)
  let size = 0
  let at = 0
  /** Where the line begins, and by how much its edits have moved what follows. */
  let lineStart = 0
  let shift = 0
  /** The segment before: its column here, -1 at the start of a line; its column there, and how many lines ago. */
  let outputColumn = -1
  let column = 0
  let lines = 0
  /** Where the last comment ends. */
  let quiet = 0

  for (let next = 0; next <= edits.length; next++) {
    const edit = edits[next]
    const stop = edit ? edit.at : code.length
    while (at < stop) {
      const unit = code.charCodeAt(at++)
      const kind = KINDS[unit]
      if (kind === BLANK) continue
      if (size + SEGMENT > bytes.length) bytes = widened(bytes)
      if (kind === BREAK) {
        bytes[size++] = SEMICOLON
        lines++
        lineStart = at
        shift = 0
        outputColumn = -1
        if (at < quiet) at = nextBreak(code, at, quiet)
        continue
      }
      if (unit === SLASH && (quiet = endOfComment(comments, at - 1)) > 0) {
        at = nextBreak(code, at, quiet)
        continue
      }
      const here = at - 1 - lineStart
      const step = here - column
      const isStep = outputColumn >= 0 && step < 16 && outputColumn - column === shift && lines === 0
      size = isStep ? writeStep(bytes, size, step) : writeSegment(bytes, size, outputColumn, here + shift, lines, step)
      lines = 0
      outputColumn = here + shift
      column = here
      if (kind === WORD) while (at < stop && KINDS[code.charCodeAt(at)] === WORD) at++
    }
    if (!edit) break
    const word = edit.leads < 0 ? undefined : wordBehind(code, edit.until, lineStart)
    if (word) {
      const lead = edit.at - lineStart + shift + edit.leads
      if (size + SEGMENT > bytes.length) bytes = widened(bytes)
      size = writeSegment(bytes, size, outputColumn, lead, lines + word.below, word.column - column)
      outputColumn = lead
      column = word.column
      lines = -word.below
    }
    shift += edit.text.length - (edit.until - edit.at)
    at = edit.until
  }
  return decoder.decode(bytes.subarray(0, size))
}

/** The end of the comment that begins at an offset; 0 where none does. */
function endOfComment(comments: readonly number[], start: number): number {
  let [low, high] = [0, comments.length >> 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((comments[middle * 2] as number) < start) low = middle + 1
    else high = middle
  }
  return comments[low * 2] === start ? (comments[low * 2 + 1] as number) : 0
}

/** The end of a line within a comment, or of the comment. */
function nextBreak(code: string, at: number, end: number): number {
  const found = code.indexOf('\n', at)
  return found < 0 || found > end ? end : found
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

/** Any other, of which the column before in the output is known, or -1. Gives where to go on. */
function writeSegment(bytes: Uint8Array, size: number, before: number, outputColumn: number, lines: number, step: number): number {
  if (before >= 0) bytes[size++] = COMMA
  size = writeNumber(bytes, size, outputColumn - Math.max(before, 0))
  bytes[size++] = SAME
  return writeNumber(bytes, writeNumber(bytes, size, lines), step)
}

/** Base 64, five bits a digit, the sign in the lowest bit. Gives where to go on. */
function writeNumber(bytes: Uint8Array, size: number, value: number): number {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1
  for (; rest > 31; rest >>>= 5) bytes[size++] = DIGITS[(rest & 31) | 32] as number
  bytes[size++] = DIGITS[rest] as number
  return size
}

/** The column of the author's next word, and how many lines below it is. */
function wordBehind(code: string, from: number, lineStart: number): { column: number; below: number } | undefined {
  const at = nextWord(code, from)
  if (at >= code.length) return undefined
  const below = linesBetween(code, from, at)
  return { column: at - (below ? code.lastIndexOf('\n', at) + 1 : lineStart), below }
}

/** Where an author's text goes on behind blanks and comments. */
function nextWord(code: string, from: number): number {
  let at = from
  for (;;) {
    while ((KINDS[code.charCodeAt(at)] as number) >= BLANK) at++
    if (code.charCodeAt(at) !== SLASH) return at
    const end = code.startsWith('//', at) ? code.indexOf('\n', at) : code.startsWith('/*', at) ? code.indexOf('*/', at) + 2 : at
    if (end === at) return at
    if (end < at) return code.length
    at = end
  }
}

function linesBetween(code: string, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) if (KINDS[code.charCodeAt(at)] === BREAK) count++
  return count
}

const decoder = new TextDecoder()

/** Of most files: kept, for what is allocated and dropped again for each file keeps the garbage collector busy. */
let desk: Uint8Array<ArrayBuffer> | undefined

function room(size: number): Uint8Array<ArrayBuffer> {
  if (size > DESK) return new Uint8Array(size)
  return (desk ??= new Uint8Array(DESK))
}

function widened(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const wider = new Uint8Array(bytes.length * 2)
  wider.set(bytes)
  return wider
}
