/**
 * The last line of the function that begins at a place, by its brackets: of a text in any dialect, for showing, not for changing it.
 * @param line from 1; @param column from 1
 */
export function lastLineOf(text: string, line: number, column: number): number {
  const from = offsetOf(text, line, column)
  const end = endOf(text, from)
  let last = line
  for (let at = text.indexOf('\n', from); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) last++
  return last
}

function offsetOf(text: string, line: number, column: number): number {
  let at = 0
  for (let i = 1; i < line; i++) at = text.indexOf('\n', at) + 1 || text.length
  return Math.min(text.length, at + column - 1)
}

/** What is skipped as one: comments, strings, templates with what is in them. */
const SKIPPED =
  /\/\/[^\n]*|\/\*[^]*?\*\/|'(?:\\[^]|[^'\\\n])*'|"(?:\\[^]|[^"\\\n])*"|`(?:\\[^]|\$\{(?:[^`{}]|`(?:\\[^]|[^`\\])*`|\{[^{}]*\})*\}|[^`\\])*`/y

const REGEXP = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y

/** Behind this a slash begins a regular expression. */
const OPERAND = /(?:[(,=:[!&|?{};]|\breturn|=>)\s*$/

/** Behind a block that is not the body yet: a type of what is returned. */
const GOES_ON = /^\s*(?:\{|=>|\||&|\[\])/

/** Behind the bracket that closes the body; of an arrow without one, where its expression ends. */
function endOf(text: string, from: number): number {
  let depth = 0
  let isExpression = false
  for (let at = from; at < text.length; at++) {
    const skipped = skippedAt(text, at)
    if (skipped) {
      at += skipped - 1
      continue
    }
    const char = text[at]!
    if (depth === 0 && text.startsWith('=>', at)) isExpression = !/^=>\s*\{/.test(text.slice(at, at + 100))
    if ('([{'.includes(char)) depth++
    else if (')]}'.includes(char)) {
      if (--depth < 0) return from + text.slice(from, at).trimEnd().length
      if (depth === 0 && char === '}' && !isExpression && !GOES_ON.test(text.slice(at + 1, at + 40))) return at
    } else if (isExpression && depth === 0 && (char === ';' || char === ',' || isBreak(text, at))) return at
  }
  return text.length
}

/** How many characters from there are to be taken as one. */
function skippedAt(text: string, at: number): number {
  if (!'\'"`/'.includes(text[at]!)) return 0
  SKIPPED.lastIndex = REGEXP.lastIndex = at
  const skipped = SKIPPED.exec(text) ?? (OPERAND.test(text.slice(Math.max(0, at - 20), at)) ? REGEXP.exec(text) : null)
  return skipped?.[0].length ?? 0
}

/** Whether an expression ends with its line: neither does it end open, nor does the next one go on with it. */
const isBreak = (text: string, at: number): boolean =>
  text[at] === '\n' && !GOES_ON_BELOW.test(text.slice(at + 1, at + 60)) && !IS_OPEN.test(text.slice(Math.max(0, at - 20), at))

const GOES_ON_BELOW = /^\s*(?:[.?:&|+*%=<>,)\]}-]|\/(?![*/]))/
const IS_OPEN = /(?:=>|[=(,?:&|+])\s*$/
