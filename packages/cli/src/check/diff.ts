/** Lines as they were and as they are, of those that differ. */
export interface ChangedLine {
  /** From 1. */
  line: number
  before: string
  after: string
}

/** What the pass made of a text that keeps its lines; without the table of functions in front. */
export function changedLines(before: string, after: string): ChangedLine[] {
  const [old, now] = [before.split('\n'), after.replace(TABLE, '').split('\n')]
  const changed = old.flatMap((text, at) => (text === now[at] ? [] : [{ line: at + 1, before: text, after: now[at] ?? '' }]))
  return changed.map((one) => ({ ...one, ...shortened(one.before, one.after) }))
}

const TABLE = /var [^;\s]+;try\{[^\n]*?\}catch\(e\)\{\}[^\n]*?\]\);/

const CONTEXT = 60
const LONGEST = 400

/** Of long lines (minified text), what lies around the change. */
function shortened(before: string, after: string): { before: string; after: string } {
  if (after.length <= LONGEST) return { before, after }
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  let end = 0
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const from = Math.max(0, start - CONTEXT)
  const cut = (text: string): string => {
    const part = text.slice(from, text.length - Math.max(0, end - CONTEXT))
    const whole = part.length > LONGEST ? `${part.slice(0, LONGEST)}…` : part
    return `${from ? '…' : ''}${whole}${end > CONTEXT ? '…' : ''}`
  }
  return { before: cut(before), after: cut(after) }
}
