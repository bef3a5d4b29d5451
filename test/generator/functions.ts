import { params } from './params.ts'
import { arrowBody } from './places.ts'
import type { Scope } from './scope.ts'
import { drawOf } from './scope.ts'
import { gap, remark } from './tokens.ts'
import { typeStatement } from './types.ts'

/** What a function is, before it has a place. */
export interface Flavour {
  name: string
  async: boolean
  generator: boolean
  weight?: number
}

/** How it is written. */
export interface Shape {
  arrow?: boolean
  method?: boolean
  /** In a class, which is strict. */
  strict?: boolean
  private?: boolean
  /** Parameters in place of those drawn. */
  params?: { text: string; names: string[] }
  /** What stands first in the body. */
  first?: (scope: Scope) => string
}

/** `async *` before the key of a method. */
export const keyHead = ({ async, generator }: Flavour): string => (async ? 'async ' : '') + (generator ? '*' : '')

/** Of the function's parameters and body: what is around reaches in only where it does. */
function scopeOf(around: Scope, form: string, { async, generator }: Flavour, shape: Shape): Scope {
  const { arrow = false, method = false } = shape
  return {
    ...around,
    strict: around.strict || Boolean(shape.strict),
    async,
    generator,
    returns: true,
    arguments: !arrow || around.arguments,
    newTarget: !arrow || around.newTarget,
    super: method || (arrow && around.super),
    private: Boolean(shape.private) || around.private,
    labels: [],
    loop: false,
    breaks: false,
    depth: around.depth - 1,
    size: Math.max(1, Math.min(around.size, 2)),
    top: true,
    params: [],
    form,
  }
}

/** `(a, b = 1) { … }` */
export function parameterised(around: Scope, form: string, flavour: Flavour, shape: Shape = {}): string {
  const scope = scopeOf(around, form, flavour, shape)
  const { text, names, simple } = paramsOf(scope, shape)
  return `${text}${gap(scope)}${bodyOf(scope, names, simple, shape)}`
}

function paramsOf(scope: Scope, shape: Shape): { text: string; names: string[]; simple: boolean } {
  if (shape.params) return { ...shape.params, simple: false }
  return params(scope, !shape.arrow && !shape.method && !scope.async && !scope.generator)
}

function bodyOf(scope: Scope, names: readonly string[], simple: boolean, shape: Shape): string {
  const directive = directiveOf(scope, simple)
  const strict = scope.strict || directive.includes('use strict')
  const inner: Scope = { ...scope, strict, names: [...scope.names, ...names], params: names }
  return `{${directive}${shape.first?.(inner) ?? ''}${typeStatement(inner)}${scope.program.make.statements(inner)}${remark(inner)}}`
}

function directiveOf(scope: Scope, simple: boolean): string {
  const draw = drawOf(scope)
  if (!draw.chance(12)) return remark(scope)
  const strict = simple && draw.chance(60)
  draw.count(strict ? 'style: use strict' : 'style: directive')
  const ending = draw.pick(['\n', ';', ' // ;\n'])
  return strict ? draw.pick(["'use strict'", '"use strict"']) + ending : draw.pick(["'use memo'", "'worklet'"]) + ending
}

/** `(a) => { … }`, `a => x`, `async a =>⏎x` */
export function arrow(around: Scope, form: string, flavour: Flavour, braces: boolean): string {
  const scope = scopeOf(around, form, flavour, { arrow: true })
  const draw = drawOf(scope)
  const head = flavour.async ? 'async ' : ''
  // The parameters of an arrow cannot wait, whatever it is itself.
  const { text, names, simple } = paramsOf({ ...scope, async: false, generator: false }, { arrow: true })
  const written = text === '(a)' && draw.chance(50) ? 'a' : text
  const start = `${head}${written} =>`
  if (braces) return `${start} ${bodyOf(scope, names, simple, { arrow: true })}`
  const value = scope.program.make.expression({ ...scope, names: [...scope.names, ...names], params: names })
  return `${start}${gap(scope)}${draw.pick([arrowBody(value), arrowBody(value), `((${value}))`, `(\n${value}\n)`])}`
}
