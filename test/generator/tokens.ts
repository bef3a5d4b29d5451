import type { Scope } from './scope.ts'
import { drawOf } from './scope.ts'

const COMMENTS = ['/* c */', '/* } */', '/* return */', '/*)*/', '/**/', "/* ' */", '/* ` */', '/* => */']

/** A comment that keeps to its line, or mostly nothing. */
export function remark(scope: Scope): string {
  const draw = drawOf(scope)
  if (!draw.chance(scope.program.comments)) return ''
  draw.count('style: comment')
  return draw.pick(COMMENTS)
}

/** Between two tokens that may stand on lines of their own. */
export function gap(scope: Scope): string {
  const draw = drawOf(scope)
  if (!draw.chance(scope.program.comments)) return ' '
  draw.count('style: gap')
  return draw.pick([' ', '\n', ' // )\n', '\n/* {\n*/', '  ', ' /* a */ '])
}

/** What ends a statement. */
export function end(scope: Scope): string {
  const draw = drawOf(scope)
  if (draw.chance(scope.program.bare)) {
    draw.count('style: no semicolon')
    return draw.pick(['\n', '\n', ' // ;\n', '\n\n'])
  }
  return draw.pick([';', ';\n', ' ;', ';;'])
}

/** `return` and its like, with what may follow on the same line; the value's first token may need no blank. */
export function keyword(scope: Scope, word: string): string {
  const draw = drawOf(scope)
  return draw.chance(scope.program.comments) ? `${word}${draw.pick(['/* c */', ' /* ; */ ', '  '])}` : `${word} `
}

const NAMES = ['b', 'value', '_', '$', 'ä', 'of', 'get', 'async', 'let_', 'undefined_', 'result']
/** That the pass might want for itself. */
const OURS = ['_$p', '_$pc', '_$pv', '_$pf0', '_$pc1', '_$pm', '$v', '$c', '_$p1_c']

/** A name for a variable or parameter, at times one that looks like ours. */
export function variable(scope: Scope): string {
  const draw = drawOf(scope)
  if (!draw.chance(15)) return `${draw.pick(NAMES)}${scope.program.next++}`
  draw.count('style: name like ours')
  const name = draw.pick(OURS)
  return scope.names.includes(name) || draw.chance(50) ? `${name}${scope.program.next++}` : name
}

/** A value in parentheses, where anything may stand before and after. */
export const paren = (scope: Scope, value: string): string => `(${remark(scope)}${value}${remark(scope)})`
