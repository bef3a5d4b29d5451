import type { Table } from './draw.ts'
import type { Scope } from './scope.ts'
import { drawOf, outside } from './scope.ts'
import { gap, remark, variable } from './tokens.ts'
import { generics, returnType, type } from './types.ts'

interface Params {
  /** In parentheses, types and all. */
  text: string
  names: string[]
  /** Without defaults, patterns and rest: only then may the body say that it is strict. */
  simple: boolean
}

interface Row {
  name: string
  weight?: number
  sloppy?: boolean
  /** -> the text between the parentheses, the names that it binds. */
  make: (scope: Scope) => [text: string, ...names: string[]]
  simple?: boolean
}

const value = (scope: Scope): string => scope.program.make.expression({ ...outside(scope), size: Math.min(scope.size, 1) })

export const PARAMS: Table<Row> = {
  name: 'parameters',
  rows: [
    { name: 'one', make: (scope) => [`a${type(scope, true)}`, 'a'], simple: true, weight: 6 },
    { name: 'none', make: () => [''], simple: true },
    { name: 'two', make: (scope) => two(scope, (b) => `a${type(scope)},${gap(scope)}${b}${type(scope)},`), simple: true, weight: 2 },
    { name: 'default', make: (scope) => [`a${type(scope)} = ${value(scope)}`, 'a'], weight: 2 },
    { name: 'default that calls', make: (scope) => two(scope, (b) => `a, ${b} = note(${value(scope)})`) },
    { name: 'default of another', make: (scope) => two(scope, (b) => `a = 1, ${b} = () => a`), weight: 2 },
    { name: 'pattern', make: (scope) => two(scope, (b) => `{ v: a, ...${b} }${type(scope)} = {}`) },
    {
      name: 'pattern with default',
      make: (scope) => two(scope, (b) => `{ k: { v: a = ${value(scope)} } = {}, ${b} = 2 }${type(scope)} = {}`),
    },
    { name: 'list', make: (scope) => two(scope, (b) => `[a, ...${b}]${type(scope)} = [1, 2]`) },
    { name: 'computed', make: (scope) => [`{ [note('k')]: a = ${value(scope)} }${type(scope)} = {}`, 'a'] },
    { name: 'rest', make: () => ['...a', 'a'], weight: 2 },
    { name: 'rest behind one', make: (scope) => two(scope, (b) => `a,${remark(scope)} ...${b}`) },
    { name: 'rest pattern', make: (scope) => two(scope, (b) => `...[a, ${b} = 1]`) },
    { name: 'the same twice', make: () => ['a, a', 'a'], simple: true, sloppy: true },
    { name: 'called arguments', make: () => ['a, arguments', 'a', 'arguments'], simple: true, sloppy: true },
  ],
}

function two(scope: Scope, make: (name: string) => string): [string, string, string] {
  const name = variable(scope)
  return [make(name), 'a', name]
}

/** @param plain whether the same name twice, or `arguments`, may be there: not in arrows and methods */
export function params(scope: Scope, plain: boolean): Params {
  const draw = drawOf(scope)
  const row = draw.row(PARAMS, ({ sloppy }) => !sloppy || (plain && !scope.strict && !scope.program.typescript))
  const [text, ...names] = row.make(scope)
  const self = plain && scope.program.typescript && draw.chance(20) ? `this: any${text && ', '}` : ''
  return { text: `${generics(scope)}(${self}${remark(scope)}${text})${returnType(scope)}`, names, simple: row.simple ?? false }
}
