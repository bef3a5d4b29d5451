import type { Table } from './draw.ts'
import type { Scope } from './scope.ts'
import { drawOf } from './scope.ts'
import { end, keyword, remark } from './tokens.ts'

export interface Exit {
  name: string
  weight?: number
  fits?: (scope: Scope) => boolean
  make: (scope: Scope) => string
  /** Two statements, of which the first goes out. */
  two?: true
}

const returns = ({ returns }: Scope): boolean => returns
const value = (scope: Scope): string => scope.program.make.expression(scope)
const label = (scope: Scope, loop: boolean): string => drawOf(scope).pick(scope.labels.filter((label) => label.loop || !loop)).name
const jumps = (scope: Scope): boolean => scope.labels.length > 0
const turns = (scope: Scope): boolean => scope.labels.some(({ loop }) => loop)

/** `return` and a line break: what follows is a statement of its own. */
const nothing = (scope: Scope): string => `return${drawOf(scope).pick(['\n', ';', ' ;', '/* c */\n', '; /* c */'])}`

/** Every way out of a function, or of a statement. */
export const EXITS: Table<Exit> = {
  name: 'exit',
  rows: [
    { name: 'return value', fits: returns, make: (scope) => keyword(scope, 'return') + value(scope) + end(scope), weight: 5 },
    { name: 'return nothing', fits: returns, make: nothing, weight: 2 },
    { name: 'return⏎value', two: true, fits: returns, make: (scope) => `return\n${statement(value(scope))}${end(scope)}` },
    { name: 'return without a blank', fits: returns, make: (scope) => `return${tight(scope)}${end(scope)}`, weight: 2 },
    { name: 'throw', make: (scope) => `throw ${value(scope)}${end(scope)}`, weight: 2 },
    { name: 'throw an error', make: (scope) => `throw new Error('e' + ${scope.program.make.operand(scope)})${end(scope)}`, weight: 2 },
    { name: 'throw without a blank', make: (scope) => `throw${tight(scope)}${end(scope)}` },
    { name: 'break', fits: ({ breaks }) => breaks, make: (scope) => `break${end(scope)}`, weight: 3 },
    { name: 'continue', fits: ({ loop }) => loop, make: (scope) => `continue${end(scope)}`, weight: 3 },
    { name: 'break label', fits: jumps, make: (scope) => `break ${remark(scope)}${label(scope, false)}${end(scope)}`, weight: 3 },
    { name: 'continue label', fits: turns, make: (scope) => `continue ${label(scope, true)}${end(scope)}`, weight: 3 },
    { name: 'await and be thrown', fits: ({ async }) => async, make: (scope) => `await Promise.reject(${value(scope)})${end(scope)}` },
    { name: 'return a promise', fits: returns, make: (scope) => `return Promise.resolve(${value(scope)})${end(scope)}` },
    { name: 'return a rejection', fits: returns, make: (scope) => `return Promise.reject(${value(scope)})${end(scope)}` },
    {
      name: 'return await',
      fits: (scope) => scope.returns && scope.async,
      make: (scope) => `return await ${scope.program.make.operand(scope)}${end(scope)}`,
    },
    {
      name: 'return yield',
      fits: (scope) => scope.returns && scope.generator,
      make: (scope) => `return yield ${value(scope)}${end(scope)}`,
    },
    { name: 'throw yield', fits: ({ generator }) => generator, make: (scope) => `throw yield${end(scope)}` },
  ],
}

const tight = (scope: Scope): string =>
  drawOf(scope).pick(['(1)', '[1]', "'s'", '`t`', '/r/.source', '-1', '!0', '{}.x', '(1, 2)', '(o).v', '"s"+1', '((1))', '/* c */1'])

const statement = (code: string): string => (/^(?:\{|function|class|let\b|async\b)/.test(code) ? `(${code})` : code)

/** One way out that may stand here, counted by the form of the function that it leaves. */
export function exit(scope: Scope, alone = false): string {
  const draw = drawOf(scope)
  const row = draw.row(EXITS, ({ fits, two }) => !(alone && two) && (fits?.(scope) ?? true))
  draw.count(`pair: ${scope.form} × ${row.name}`)
  return row.make(scope)
}

/** Where one statement may stand without braces, a way out or something else. */
export function braceless(scope: Scope): string {
  const text = drawOf(scope).chance(70) ? exit(scope, true) : `note('braceless')${end(scope)}`
  return text.replace(/;;$/, ';')
}
