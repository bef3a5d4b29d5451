import type { Table } from './draw.ts'
import { braceless } from './exits.ts'
import type { Scope } from './scope.ts'
import { deeper, drawOf, fresh } from './scope.ts'
import { remark, variable } from './tokens.ts'

interface Loop {
  name: string
  weight?: number
  fits?: (scope: Scope) => boolean
  /** -> what stands before the body, what behind it, and the names that it binds. */
  make: (scope: Scope) => { head: string; tail?: string; names?: string[] }
}

const value = (scope: Scope): string => scope.program.make.expression(scope)
/** A value in the head of a `for`, where `in` would mean something else. */
const inHead = (scope: Scope): string => `(${value(scope)})`

export const LOOPS: Table<Loop> = {
  name: 'loop',
  rows: [
    { name: 'for', make: (scope) => counted(scope, (i) => `for (let ${i} = 0; ${i} < 2 && more(); ${i}++)`), weight: 2 },
    { name: 'for with values', make: (scope) => ({ head: `for (o.i = ${inHead(scope)}; more() && ${value(scope)}; ${value(scope)})` }) },
    { name: 'for of', make: (scope) => bound(scope, (x) => `for (const ${x} of [1, 2])`), weight: 2 },
    { name: 'for of value', make: (scope) => bound(scope, (x) => `for (let ${x} of [${value(scope)}, 2])`) },
    { name: 'for of pattern', make: (scope) => bound(scope, (x) => `for (var { k: ${x} = ${value(scope)} } of [{}, { k: 1 }])`) },
    { name: 'for of generator', make: (scope) => bound(scope, (x) => `for (const ${x} of counter())`) },
    { name: 'for of member', make: () => ({ head: 'for (o.item of [1, 2])' }) },
    { name: 'for in', make: (scope) => bound(scope, (x) => `for (const ${x} in { k: 1, l: 2 })`) },
    { name: 'for in value', make: (scope) => bound(scope, (x) => `for (var ${x} in [${value(scope)}])`) },
    { name: 'while', make: (scope) => ({ head: `while (more() && (${value(scope)}))` }) },
    { name: 'do', make: (scope) => ({ head: 'do ', tail: `while (more() && (${value(scope)}))${drawOf(scope).pick([';', '\n', ''])}` }) },
    { name: 'arrow in head', make: (scope) => counted(scope, (i) => `for (let ${i} = (x => x in o)('v') ? 1 : 0; ${i} < 2; ${i}++)`) },
    {
      name: 'for await',
      fits: ({ async }) => async,
      make: (scope) => bound(scope, (x) => `for await (const ${x} of ${source(scope)})`),
      weight: 4,
    },
    {
      name: 'for await pattern',
      fits: ({ async }) => async,
      make: (scope) => bound(scope, (x) => `for await (let { k: ${x} = ${value(scope)} } of [{}, Promise.resolve({ k: 1 })])`),
      weight: 2,
    },
  ],
}

function counted(scope: Scope, head: (name: string) => string): { head: string; names: string[] } {
  const name = fresh(scope, 'i')
  return { head: head(name), names: [name] }
}

function bound(scope: Scope, head: (name: string) => string): { head: string; names: string[] } {
  const name = variable(scope)
  return { head: head(name), names: [name] }
}

const source = (scope: Scope): string =>
  drawOf(scope).pick([
    () => 'stream()',
    () => '[1, soon(2)]',
    () => `[${value(scope)}]`,
    () => 'counter()',
    () => `many(${value(scope)})`,
    () => 'stubborn(1)',
  ])()

/** A loop of some kind, at times with labels, at times without braces. */
export function loop(scope: Scope): string {
  const draw = drawOf(scope)
  const { head, tail = '', names = [] } = draw.row(LOOPS, ({ fits }) => fits?.(scope) ?? true).make(deeper(scope))
  const labels = Array.from({ length: draw.pick([0, 0, 1, 1, 2]) }, () => ({ name: fresh(scope, 'l'), loop: true }))
  const inside: Scope = {
    ...deeper(scope),
    names: [...scope.names, ...names],
    labels: [...scope.labels, ...labels],
    loop: true,
    breaks: true,
  }
  const body = draw.chance(25) ? braceless(inside) : `{${remark(scope)}${scope.program.make.statements(inside)}}`
  return `${labels.map(({ name }) => `${name}: `).join('')}${head} ${body}${tail}\n`
}
