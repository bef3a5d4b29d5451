import MagicString from 'magic-string'
import type { Point } from '../find/records.ts'
import type { TextOf } from './texts.ts'

const IDENTIFIER_PART = /[\p{ID_Continue}$\u200c\u200d]/u
const SOURCE_MAP_COMMENT = /\/\/[#@]\s*sourceMappingURL=(\S+)\s*$/

/**
 * Inserts text at points and before the first statement; never a newline, so that every line stays the author's.
 * At one offset, what closes comes before what opens, and both in the order in which the walk met them.
 */
export function insert(code: string, points: readonly Point[], textOf: TextOf, start: number, prologue: string): MagicString {
  const text = new MagicString(code)
  const ordered = [...points].sort((a, b) => a.at - b.at || (a.side === b.side ? 0 : a.side === 'close' ? -1 : 1))
  let pending = ''
  let at = 0
  const flush = (): void => {
    if (pending) text.appendLeft(at, needsBlank(code, at, pending) ? ` ${pending}` : pending)
    pending = ''
  }
  text.appendLeft(start, prologue)
  for (const point of ordered) {
    if (point.at !== at) flush()
    at = point.at
    pending += textOf(point)
  }
  flush()
  // The comment speaks of the text as it was; a map of ours takes its place.
  const comment = SOURCE_MAP_COMMENT.exec(code)
  if (comment) text.remove(comment.index, comment.index + comment[0].trimEnd().length)
  return text
}

/** `return"x"` must not become `return$v="x"`. */
const needsBlank = (code: string, at: number, text: string): boolean =>
  at > 0 && IDENTIFIER_PART.test(code[at - 1] as string) && IDENTIFIER_PART.test(text[0] as string)

/** The map that the input carries inline, as text that should be JSON. */
export function inlineMapOf(code: string): string | undefined {
  const url = SOURCE_MAP_COMMENT.exec(code)?.[1]
  const data = url && /^data:application\/json[^,]*?(;base64)?,(.*)$/.exec(url)
  if (!data) return undefined
  try {
    return data[1] ? Buffer.from(data[2] as string, 'base64').toString() : decodeURIComponent(data[2] as string)
  } catch {
    return undefined
  }
}
