import type { Table } from './draw.ts'
import type { Scope } from './scope.ts'
import { drawOf, fresh, outside } from './scope.ts'
import { gap } from './tokens.ts'

export interface Place {
  name: string
  /** An expression with a value somewhere in it; operators may stand around it. */
  make: (scope: Scope) => string
}

const value = (scope: Scope): string => scope.program.make.expression(scope)
const operand = (scope: Scope): string => scope.program.make.operand(scope)
/** Where neither `await` nor `yield` of the function around may stand. */
const elsewhere = (scope: Scope): string => value({ ...outside(scope), arguments: false, newTarget: false })

/** Everywhere in an expression that another may stand, and be suspended or thrown out of. */
export const PLACES: Table<Place> = {
  name: 'place',
  rows: [
    { name: 'argument', make: (scope) => `note(1, ${value(scope)},${gap(scope)}3)` },
    { name: 'spread', make: (scope) => `note(...[${value(scope)}])` },
    { name: 'template', make: (scope) => `\`a\${${value(scope)}}b\${note(2)}\`` },
    { name: 'tagged template', make: (scope) => `tag\`a\${${value(scope)}}\`` },
    { name: 'condition', make: (scope) => `(${operand(scope)} ? note('yes') : note('no'))` },
    { name: 'branch', make: (scope) => `(o.v ? ${value(scope)} : ${value(scope)})` },
    { name: 'logical', make: (scope) => `(${operand(scope)} ${drawOf(scope).pick(['&&', '||'])} note('right'))` },
    { name: 'nullish', make: (scope) => `(${operand(scope)} ?? ${operand(scope)})` },
    { name: 'comma', make: (scope) => `(${value(scope)},${gap(scope)}note('last'))` },
    { name: 'binary', make: (scope) => `(note('l') + ${operand(scope)})` },
    { name: 'optional chain', make: (scope) => `o?.[${value(scope)}]?.(note('never'))` },
    { name: 'optional call', make: (scope) => `o.m?.(${value(scope)})` },
    { name: 'call of a member', make: (scope) => `o[${value(scope)}, 'm'](note('arg'))` },
    { name: 'assignment target', make: (scope) => `(o[${value(scope)}] = note('right'))` },
    { name: 'compound assignment', make: (scope) => `(o.v += ${value(scope)})` },
    { name: 'destructuring default', make: (scope) => `({ none: o.d = ${value(scope)} } = {})` },
    { name: 'destructuring key', make: (scope) => `({ [${value(scope)}]: o.k = 5 } = {})` },
    { name: 'computed key', make: (scope) => `({ [${value(scope)}]: 1, get [${value(scope)}]() { return 2 } })` },
    { name: 'object value', make: (scope) => `({ k: ${value(scope)}, ...${operand(scope)} })` },
    { name: 'new', make: (scope) => `new (class { constructor(x) { this.x = x } })(${value(scope)}).x` },
    { name: 'delete', make: (scope) => `(delete o[${value(scope)}])` },
    { name: 'in', make: (scope) => `('v' in Object(${value(scope)}))` },
    { name: 'heritage', make: (scope) => `new (class extends (${value(scope)}, Base) {})().base` },
    { name: 'class key', make: (scope) => `new (class { [${value(scope)}]() {} static [${value(scope)}] = 1 })()` },
    { name: 'field', make: (scope) => `new (class { x = ${elsewhere(scope)}; static y = ${elsewhere(scope)} })().x` },
    { name: 'static block', make: (scope) => `class { static { note(${elsewhere(scope)}) } }.name` },
    { name: 'default value', make: (scope) => `((x = ${value(outside(scope))}) => x)()` },
    { name: 'pattern in parameters', make: (scope) => `(({ x = ${value(outside(scope))} }) => x)({})` },
    { name: 'arrow body', make: (scope) => `(() => ${arrowBody(value(outside(scope)))})()` },
    { name: 'eval', make: (scope) => `[eval('1'), ${value(scope)}]` },
    { name: 'named function', make: (scope) => namedFunction(scope) },
  ],
}

export const arrowBody = (code: string): string => (code.startsWith('{') ? `(${code})` : code)

function namedFunction(scope: Scope): string {
  const name = fresh(scope, 'n')
  const inside: Scope = { ...outside(scope), returns: true, arguments: true, newTarget: true, super: false, private: scope.private }
  return `(function ${name}() { return ${value(inside)} })()`
}
