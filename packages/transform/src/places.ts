import * as traceMappingModule from '@jridgewell/trace-mapping'
import type { SourceMapInput, SourceMapSegment } from '@jridgewell/trace-mapping'
import { authorsText } from './author.ts'
import type { AuthorsText, Place } from './author.ts'
import type { Node } from './node.ts'
import { interop } from './node.ts'

const { TraceMap, decodedMappings } = interop<typeof import('@jridgewell/trace-mapping')>(traceMappingModule)

/** What is known of the author's file, where another tool has made the code that is read. */
export interface Origins {
  /** Where a function stands there; `undefined`: nowhere, it is the tool's own. */
  placeOf(fn: Node): Place | undefined
  /** Whether the author's text holds a word: a name that it does not hold is the tool's own. */
  knows(word: string): boolean
}

/** Column; number of the source, line and column there; all from 0. */
type Segment = Exclude<SourceMapSegment, [number]>

/**
 * Reads the map of code that another tool has made; `undefined` where it says nothing, for some tools make no map unless asked.
 * @param strict the tool makes functions of what is none: one that is not found in the author's text is the tool's
 */
export function readOrigins(input: unknown, strict: boolean): Origins | undefined {
  const map = new TraceMap(input as SourceMapInput)
  const lines = decodedMappings(map).map((line) => line.filter(isSegment))
  if (!lines.some((line) => line.length > 0)) return undefined
  const texts = map.sources.map((_, i) => (typeof map.sourcesContent?.[i] === 'string' ? authorsText(map.sourcesContent[i]) : undefined))
  return {
    placeOf: (fn) => locate(fn, lines, texts, strict),
    knows: (word) => texts.some((text) => !text || text.holds(word)),
  }
}

const isSegment = (segment: SourceMapSegment): segment is Segment => segment.length > 1

/** Few tools place the start of every function: where one does not, it is looked for in the author's text between what is placed. */
function locate(fn: Node, lines: readonly Segment[][], texts: readonly (AuthorsText | undefined)[], strict: boolean): Place | undefined {
  const { before, after } = around(fn, lines)
  const text = texts[(before ?? after)?.[1] ?? 0]
  if (!text) return before && placeOf(before)
  const [from, to] = [before, after].map((segment) => segment && offsetIn(text, segment))
  if (before && before === after && !text.isAttribute(from as number)) {
    text.taken(from as number)
    return placeOf(before)
  }
  return text.findFunction(fn, from, to) ?? (strict ? undefined : before && placeOf(before))
}

/** The segment at a function's start, or the last one before it on its line; and the first one from its start to its end. */
function around({ loc: { start, end } }: Node, lines: readonly Segment[][]): { before: Segment | undefined; after: Segment | undefined } {
  const before = lines[start.line - 1]?.findLast(([column]) => column <= start.column)
  for (let line = start.line; line <= end.line; line++) {
    const from = line === start.line ? start.column : 0
    const to = line === end.line ? end.column : Infinity
    const after = lines[line - 1]?.find(([column]) => column >= from && column < to)
    if (after) return { before, after }
  }
  return { before, after: undefined }
}

const placeOf = ([, , line, column]: Segment): Place => ({ line: line + 1, column: column + 1 })

const offsetIn = (text: AuthorsText, [, , line, column]: Segment): number => text.offsetOf(line, column)
