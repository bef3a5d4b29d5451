import type { Findings, Point } from '../find/records.ts'
import { scan } from '../scan.ts'
import type { TextOf } from './texts.ts'

/** Text that goes in before an offset, in place of what stands up to `until`. */
export interface Edit {
  at: number
  until: number
  text: string
  /** From where on it belongs to the author's next word: a debugger that stops there shows that. The rest belongs to the word before; -1: all. */
  leads: number
}

/** Texts with statements of their own, at which a debugger stops, but those behind a whole statement. */
const LEADS: ReadonlySet<Point['kind']> = new Set<Point['kind']>([
  'head',
  'empty-body',
  'arrow-head',
  'suspend',
  'caught',
  'finalizer',
  'finalizer-end',
  'bare-return',
  'loop',
  'loop-body',
  'loop-body-end',
  'loop-body-empty',
  'using-end',
  'jump',
])

const IDENTIFIER_PART = /[\p{ID_Continue}$\u200c\u200d]/u
const SOURCE_MAP_COMMENT = /\/\/[#@]\s*sourceMappingURL=(\S+)\s*$/

/**
 * What to insert at points and before the first statement, in the order of the text; never a newline, so that every line stays the
 * author's. At one offset, what closes comes before what opens, and both in the order in which the walk met them.
 */
export function editsOf(code: string, { points, cuts, start }: Findings, textOf: TextOf, prologue: string): Edit[] {
  const edits: Edit[] = []
  const ordered = [...points].sort((a, b) => a.at - b.at || (a.side === b.side ? 0 : a.side === 'close' ? -1 : 1))
  let at = start
  let text = prologue
  let leads = -1
  const flush = (): void => {
    if (text) edits.push({ at, until: at, text: needsBlank(code, at, text) ? ` ${text}` : text, leads })
  }
  for (const point of ordered) {
    if (point.at !== at) {
      flush()
      at = point.at
      text = ''
      leads = -1
    }
    if (leads < 0 && leadsOn(point)) leads = text.length
    text += textOf(point)
  }
  flush()
  for (const { from, to } of cuts) edits.push({ at: from, until: to, text: '', leads: -1 })
  if (cuts.length) edits.sort((a, b) => a.at - b.at)
  // The comment speaks of the text as it was; a map of ours takes its place.
  const comment = sourceMapComment(code)
  if (comment) edits.push({ at: comment.index, until: comment.index + comment[0].trimEnd().length, text: '', leads: -1 })
  return edits
}

/** An end that is not reached is the end of a function that has returned before: it belongs to its last statement. */
const leadsOn = ({ kind, fn }: Point): boolean => LEADS.has(kind) || (kind === 'tail' && fn.fallsThrough)

/** The text with the edits in it. */
export function apply(code: string, edits: readonly Edit[]): string {
  // Joined, which makes one flat string: what is added bit by bit is a tree of all its pieces until somebody reads it.
  const pieces: string[] = []
  let from = 0
  for (const edit of edits) {
    pieces.push(code.slice(from, edit.at), edit.text)
    from = edit.until
  }
  pieces.push(code.slice(from))
  return pieces.join('')
}

/** `return"x"` must not become `return$v="x"`. */
const needsBlank = (code: string, at: number, text: string): boolean =>
  at > 0 && IDENTIFIER_PART.test(code[at - 1] as string) && IDENTIFIER_PART.test(text[0] as string)

/** The map that the input carries inline, as text that should be JSON. */
export function inlineMapOf(code: string): string | undefined {
  const url = sourceMapComment(code)?.[1]
  const data = url && /^data:application\/json[^,]*?(;base64)?,(.*)$/.exec(url)
  if (!data) return undefined
  try {
    return data[1] ? Buffer.from(data[2] as string, 'base64').toString() : decodeURIComponent(data[2] as string)
  } catch {
    return undefined
  }
}

const sourceMapComment = (code: string): RegExpExecArray | null =>
  scan(code).has('sourceMappingURL=') ? SOURCE_MAP_COMMENT.exec(code) : null
