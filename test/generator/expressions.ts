import type { Table } from './draw.ts'
import { PLACES } from './places.ts'
import type { Scope } from './scope.ts'
import { drawOf } from './scope.ts'
import { paren, remark } from './tokens.ts'

export interface Row {
  name: string
  weight?: number
  fits?: (scope: Scope) => boolean
  make: (scope: Scope) => string
  /** Whether operators may stand around it as it is. */
  primary?: boolean
}

const name = (scope: Scope): string => drawOf(scope).pick(scope.names)
const simple = (scope: Scope): string => drawOf(scope).pick([name(scope), name(scope), '1', "'s'", 'undefined'])
const inner = (scope: Scope): Scope => ({ ...scope, size: scope.size - 1 })
const inside = (scope: Scope): string => scope.program.make.expression(inner(scope))

const leaf = (text: string, more: Partial<Row> = {}): Row => ({ name: text, make: () => text, primary: true, ...more })

const LEAVES: readonly Row[] = [
  { name: 'name', make: name, primary: true, weight: 6 },
  leaf('1'),
  leaf("'s'"),
  leaf('`t`'),
  leaf('/r[/]/g.flags'),
  leaf('[1, , 2]'),
  leaf('null'),
  leaf('10n'),
  leaf('frames()', { weight: 2 }),
  leaf("boom('thrown')", { weight: 2 }),
  leaf('this', { weight: 2 }),
  leaf('this?.v'),
  leaf('typeof missing', { primary: false }),
  leaf('new.target', { fits: ({ newTarget }) => newTarget, weight: 2 }),
  leaf('arguments', { fits: (scope) => scope.arguments, weight: 2 }),
  leaf('arguments.length', { fits: (scope) => scope.arguments }),
  leaf('arguments[0]', { fits: (scope) => scope.arguments }),
  leaf('super.m', { fits: (scope) => scope.super }),
  leaf("super.hasOwnProperty('m')", { fits: (scope) => scope.super }),
  leaf('(#p in Object(this))', { fits: (scope) => scope.private }),
  leaf('import.meta.url.length > 0', { fits: ({ program }) => program.module, primary: false }),
  leaf('missing.x'),
  leaf('(yield)', { fits: ({ generator }) => generator, weight: 2 }),
]

const BRANCHES: readonly Row[] = [
  { name: 'note', make: (scope) => `note(${inside(scope)})`, primary: true, weight: 4 },
  { name: 'object', make: (scope) => `({ k: ${inside(scope)}, ...{ l: 1 } })`, primary: true },
  { name: 'array', make: (scope) => `[${inside(scope)}, ${inside(scope)}]`, primary: true },
  { name: 'unary', make: (scope) => `${drawOf(scope).pick(['!', 'void ', 'typeof ', '- -'])}${simple(scope)}` },
  { name: 'update', make: (scope) => drawOf(scope).pick([`${name(scope)}++`, `--${name(scope)}`]) },
  {
    name: 'binary',
    make: (scope) => `${simple(scope)} ${drawOf(scope).pick(['+', '===', '<', '&', '**', 'instanceof'])} ${simple(scope)}`,
  },
  { name: 'assignment', make: (scope) => `${name(scope)} ${drawOf(scope).pick(['=', '+=', '??=', '&&='])} ${inside(scope)}` },
  { name: 'pattern', make: (scope) => `[${name(scope)}, ...${name(scope)}] = [${inside(scope)}, 2]` },
  { name: 'pattern in braces', make: (scope) => `({ k: ${name(scope)} = 3 } = {})`, primary: true },
  { name: 'member', make: (scope) => drawOf(scope).pick(['o.v', 'o.m()', 'o.x?.y', "o['v']", 'o.n.m(1)']), primary: true },
  { name: 'eval', make: (scope) => `eval(${JSON.stringify(name(scope))})`, primary: true },
  { name: 'eval of more', make: () => `eval("var evaluated = 1; typeof evaluated")`, primary: true },
  { name: 'arrow at once', make: (scope) => `(${drawOf(scope).pick(['x', '(x, y)', '(x = 1)'])} => x)(${inside(scope)})`, primary: true },
  { name: 'class at once', make: () => `new (class { v = 1; static { note('static') } })().v`, primary: true },
  { name: 'function as value', make: (scope) => functionValue(scope), weight: 2 },
  {
    name: 'await',
    fits: ({ async }) => async,
    make: (scope) =>
      drawOf(scope).pick([(x: string) => `await ${x}`, (x: string) => `await(${x})`, (x: string) => `await/* c */${x}`])(awaited(scope)),
    weight: 8,
  },
  {
    name: 'yield',
    fits: ({ generator }) => generator,
    make: (scope) => drawOf(scope).pick([`yield ${remark(scope)}`, 'yield(', 'yield ('].map((head) => closed(head + inside(scope)))),
    weight: 5,
  },
  { name: 'yield*', fits: ({ generator }) => generator, make: (scope) => `(yield* ${delegate(scope)})`, primary: true, weight: 4 },
  { name: 'call', fits: ({ depth }) => depth > 0, make: (scope) => scope.program.make.used(scope).call, primary: true, weight: 5 },
  { name: 'place', make: (scope) => drawOf(scope).row(PLACES).make(inner(scope)), weight: 8 },
]

export const EXPRESSIONS: Table<Row> = { name: 'expression', rows: [...LEAVES, ...BRANCHES] }

const LEAF_ROWS = new Set(LEAVES)

function chosen(scope: Scope): Row {
  return drawOf(scope).row(EXPRESSIONS, (row) => (scope.size > 0 || LEAF_ROWS.has(row)) && (row.fits?.(scope) ?? true))
}

/** See `Makers`. */
export function expression(scope: Scope): string {
  const text = chosen(scope).make(scope)
  if (scope.program.typescript && drawOf(scope).chance(15)) return typed(scope, text)
  return drawOf(scope).chance(scope.program.comments) ? paren(scope, text) : text
}

/** See `Makers`. */
export function operand(scope: Scope): string {
  const row = chosen(scope)
  const text = row.make(scope)
  return row.primary && !drawOf(scope).chance(scope.program.comments) ? text : paren(scope, text)
}

function typed(scope: Scope, text: string): string {
  const draw = drawOf(scope)
  draw.count('style: typed expression')
  return draw.pick([`(${text}) as any`, `(${text})!`, `(${text}) satisfies unknown as any`, `<any>(${text})`])
}

const closed = (code: string): string => code + ')'.repeat(Math.max(0, code.split('(').length - code.split(')').length))

const awaited = (scope: Scope): string =>
  drawOf(scope).pick([
    simple,
    simple,
    operandInside,
    () => "Promise.reject('rejected')",
    () => 'thenable(1)',
    () => 'soon(2)',
    () => 'undefined',
  ])(scope)

const operandInside = (scope: Scope): string => scope.program.make.operand(inner(scope))

function delegate(scope: Scope): string {
  const choices = ['[1, 2]', "'xy'", 'counter()', 'stubborn()', `many(${name(scope)})`]
  if (scope.async) choices.push('stream()', '[Promise.resolve(1)]')
  return drawOf(scope).pick(choices)
}

/** Functions that go somewhere without being called here: what they are named shows. */
function functionValue(scope: Scope): string {
  return drawOf(scope).pick([
    '() => 1',
    'function () {}',
    'class {}',
    'async () => {}',
    'function* () {}',
    'class { static name = 1 }',
    '(0, () => 1)',
  ])
}
