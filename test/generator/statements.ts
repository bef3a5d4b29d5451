import { CLASHES } from './clashes.ts'
import type { Table } from './draw.ts'
import { braceless, exit } from './exits.ts'
import { LOOPS, loop } from './loops.ts'
import type { Scope } from './scope.ts'
import { deeper, drawOf, fresh } from './scope.ts'
import { end, gap, remark, variable } from './tokens.ts'
import { type } from './types.ts'

export interface Statement {
  name: string
  weight?: number
  fits?: (scope: Scope) => boolean
  make: (scope: Scope) => string | Bound
}

/** A statement that declares names for those that follow. */
export interface Bound {
  text: string
  names: readonly string[]
}

const value = (scope: Scope): string => scope.program.make.expression(scope)
const nested = ({ size }: Scope): boolean => size > 0
const block = (scope: Scope): string => `{${remark(scope)}${scope.program.make.statements(deeper(scope))}}`

const FLAT: readonly Statement[] = [
  { name: 'note', make: (scope) => `note(${value(scope)})${end(scope)}`, weight: 5 },
  { name: 'expression', make: (scope) => opening(value(scope)) + end(scope), weight: 3 },
  { name: 'exit', make: (scope) => exit(scope), weight: 4 },
  { name: 'declaration', make: declaration, weight: 4 },
  { name: 'pattern', make: pattern, weight: 2 },
  { name: 'empty', make: () => ';' },
  { name: 'if', make: (scope) => `if (${value(scope)})${gap(scope)}${braceless(scope)}`, weight: 4 },
  {
    name: 'if else',
    make: (scope) => `if (${value(scope)})${gap(scope)}${braceless(scope)}else${gap(scope)}${braceless(scope)}`,
    weight: 3,
  },
  {
    name: 'next line joins',
    make: (scope) =>
      `${opening(scope.program.make.operand(scope))}\n${drawOf(scope).pick(['(note)(1)', '[1].at(0)', '`t`', '+1', '-1', '/1/g.flags'])}\n`,
  },
  { name: 'prefix on the next line', make: (scope) => `note(1)\n++o.v\n--o.v\n${remark(scope)}` },
  { name: 'string', make: () => "'use strict'\n" },
  { name: 'debugger', make: () => 'debugger\n' },
  { name: 'early read', make: (scope) => earlyRead(scope) },
  { name: 'using', fits: ({ program }) => program.using, make: using, weight: 3 },
  {
    name: 'eval that declares',
    fits: ({ strict, program }) => !strict && !program.typescript,
    make: () => "eval('var declared = 1')\nnote(typeof declared)\n",
  },
  { name: 'suspended statement', fits: ({ async, generator }) => async || generator, make: suspended, weight: 3 },
]

const DEEP: readonly Statement[] = [
  { name: 'block', fits: nested, make: block },
  { name: 'if block', fits: nested, make: (scope) => `if (${value(scope)}) ${block(scope)} else ${block(scope)}\n`, weight: 2 },
  { name: 'labelled if', fits: nested, make: (scope) => labelled(scope, (inner) => `if (${value(scope)}) ${braceless(inner)}`) },
  { name: 'labelled block', fits: nested, make: (scope) => labelled(scope, block), weight: 2 },
  { name: 'try catch', fits: nested, make: (scope) => `try ${block(scope)} ${caught(scope)}`, weight: 3 },
  { name: 'try finally', fits: nested, make: (scope) => `try ${block(scope)} finally ${block(scope)}`, weight: 3 },
  { name: 'try catch finally', fits: nested, make: (scope) => `try ${block(scope)} ${caught(scope)} finally ${block(scope)}`, weight: 3 },
  { name: 'finally override', fits: nested, make: (scope) => `try ${block(scope)} finally { ${braceless(scope)} }` },
  { name: 'finally empty', fits: nested, make: (scope) => `try ${block(scope)} finally {${remark(scope)}}` },
  { name: 'switch', fits: nested, make: switched, weight: 2 },
  { name: 'loop', fits: nested, make: loop, weight: 4 },
  {
    name: 'with',
    fits: (scope) => nested(scope) && !scope.strict && !scope.program.typescript,
    make: (scope) => `with ({ w: 1, v: 2 }) ${block(scope)}`,
  },
  {
    name: 'clash',
    weight: 3,
    fits: ({ top, program }) => top && !program.typescript,
    make: (scope) =>
      drawOf(scope)
        .row(CLASHES, ({ sloppy }) => !sloppy || !scope.strict)
        .make(scope),
  },
  { name: 'function', fits: ({ depth }) => depth > 0, make: used, weight: 3 },
]

export const STATEMENTS: Table<Statement> = { name: 'statement', rows: [...FLAT, ...DEEP] }
export { CLASHES, LOOPS }

/** See `Makers`. */
export function statements(scope: Scope): string {
  let inner = scope
  let text = ''
  const most = drawOf(scope).pick(scope.top ? [1, 0, 2, 3, 4, 2, 3] : [1, 0, 1, 2, 3, 2])
  for (let count = 0; count < most; count++) {
    const made = drawOf(scope)
      .row(STATEMENTS, ({ fits }) => fits?.(inner) ?? true)
      .make(inner)
    const { text: one, names } = typeof made === 'string' ? { text: made, names: [] } : made
    text += one
    inner = { ...inner, names: [...inner.names, ...names] }
  }
  return text
}

/** An expression that may be the first thing in a statement, and behind one that ends where its line does. */
export function opening(code: string): string {
  if (code.startsWith('[')) return `;${code}`
  return /^(?:\{|function|class|let\b|async\b)/.test(code) ? `(${code})` : code
}

function declaration(scope: Scope): Bound {
  const draw = drawOf(scope)
  const name = variable(scope)
  const kind = draw.pick(['let', 'const', 'var'])
  return { text: `${kind} ${name}${type(scope)} =${gap(scope)}${value(scope)}${end(scope)}`, names: [name] }
}

function pattern(scope: Scope): Bound {
  const [one, two] = [variable(scope), variable(scope)]
  const source = drawOf(scope).pick([
    `{ k: ${one}, ...${two} } = { k: ${value(scope)}, l: 1 }`,
    `[${one} = ${value(scope)}, , ...${two}] = [undefined, 2, 3]`,
    `{ ['k']: ${one}, n: { ${two} = ${value(scope)} } } = { n: {} }`,
    `${one}${type(scope)} = ${value(scope)}, ${two}${type(scope)} = ${one}`,
  ])
  return { text: `${drawOf(scope).pick(['let', 'const', 'var'])} ${source}${end(scope)}`, names: [one, two] }
}

function earlyRead(scope: Scope): string {
  const name = fresh(scope, 'late')
  return `try { note(${name}) } catch (e) { note(e.name) }\nlet ${name} = 1${end(scope)}`
}

function using(scope: Scope): Bound {
  const name = variable(scope)
  const kind = scope.async && drawOf(scope).chance(50) ? 'await using' : 'using'
  drawOf(scope).count(`using: ${kind}`)
  return { text: `${kind} ${name} = resource(${value(scope)})${end(scope)}`, names: [name] }
}

/** `await` and `yield` at the start of a statement, where what is put before them must not join the line above. */
function suspended(scope: Scope): string {
  const { async, generator } = scope
  const rows = [
    ...(async ? ['o.v\nawait 1\n', 'await soon(1)\n[1].at(0)\n', 'if (o.v) await 1\nelse await 2\n', 'await (1), note(2)\n'] : []),
    ...(generator
      ? ['o.v\nyield\n[1].at(0)\n', 'yield 1\n(2)\n', 'yield\n', 'do yield\nwhile (more() && false)\n', 'yield yield 1\n', 'yield* [1];\n']
      : []),
    ...(async && generator ? ['yield await 1\n', 'await (yield 1)\n'] : []),
  ]
  return drawOf(scope).pick(rows)
}

function labelled(scope: Scope, make: (scope: Scope) => string): string {
  const name = fresh(scope, 'l')
  return `${name}:${gap(scope)}${make({ ...deeper(scope), labels: [...scope.labels, { name, loop: false }] })}\n`
}

function caught(scope: Scope): string {
  const draw = drawOf(scope)
  const name = variable(scope)
  const binding = draw.pick([` (${name}${type(scope)})`, ` (${name})`, '', ` ({ message: ${name} })`, ` ([${name}])`])
  draw.count(`catch: ${binding === '' ? 'nothing' : binding.includes('{') || binding.includes('[') ? 'pattern' : 'name'}`)
  const names = binding ? [...scope.names, name] : scope.names
  return `catch${binding} ${block({ ...scope, names })}`
}

function switched(scope: Scope): string {
  const inner = { ...deeper(scope), breaks: true }
  const body = (): string => scope.program.make.statements({ ...inner, size: inner.size - 1 })
  const cases = [
    `case ${value(scope)}:${gap(scope)}${body()}`,
    `case 1: ${body()}${exit(inner)}`,
    `default: ${body()}`,
    `case 's': { ${body()} }`,
  ]
  return `switch (${value(scope)}) { ${cases.slice(0, 1 + drawOf(scope).number(4)).join('\n')} }\n`
}

function used(scope: Scope): string {
  const { setup, call, hoisted } = scope.program.make.used({ ...scope, size: scope.size - 1 })
  const uses = `note(${call})${drawOf(scope).pick(['\n', ';'])}`
  return hoisted && drawOf(scope).chance(30) ? uses + setup : setup + uses
}
