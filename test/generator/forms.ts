import { CLASS_SHAPES } from './classes.ts'
import type { Table } from './draw.ts'
import type { Flavour } from './functions.ts'
import { arrow, keyHead, parameterised } from './functions.ts'
import type { Scope, Used } from './scope.ts'
import { drawOf, fresh } from './scope.ts'
import { gap } from './tokens.ts'
import { type } from './types.ts'

/** A function that was written down, and how it is reached. */
export interface Made {
  setup: string
  /** An expression for the function, or for what `use` calls: see the stage. */
  target: string
  hoisted?: boolean
  /** The name by which its probe can be known; '' where it has none of its own. */
  site?: string
}

/** Where and how a function is written; `name` is one that nothing else has. */
export interface FormShape {
  name: string
  weight?: number
  /** Which it may be; all four unless said. */
  flavours?: readonly string[]
  make: (scope: Scope, name: string, flavour: Flavour, form: string) => Made
}

const PLAIN = ['plain']
const ARROWS = ['plain', 'async']

export const FLAVOURS: Table<Flavour> = {
  name: 'flavour',
  rows: [
    { name: 'plain', async: false, generator: false, weight: 4 },
    { name: 'async', async: true, generator: false, weight: 2 },
    { name: 'generator', async: false, generator: true, weight: 2 },
    { name: 'async generator', async: true, generator: true, weight: 2 },
  ],
}

/** `async function*` and a name. */
const head = (scope: Scope, { async, generator }: Flavour, name: string): string =>
  `${async ? 'async ' : ''}function${generator ? drawOf(scope).pick(['*', ' *', '/**/*']) : ''} ${name}`

const written = (scope: Scope, name: string, flavour: Flavour, form: string): string =>
  head(scope, flavour, name) + parameterised(scope, form, flavour)

const FUNCTION_SHAPES: readonly FormShape[] = [
  {
    name: 'declaration',
    weight: 4,
    make: (scope, name, flavour, form) => ({ setup: `${written(scope, name, flavour, form)}\n`, target: name, hoisted: true }),
  },
  { name: 'expression', make: (scope, name, flavour, form) => bound(scope, name, written(scope, '', flavour, form)), weight: 2 },
  { name: 'named expression', make: (scope, name, flavour, form) => bound(scope, name, written(scope, name, flavour, form)) },
  {
    name: 'arrow with a block',
    make: (scope, name, flavour, form) => bound(scope, name, arrow(scope, form, flavour, true)),
    flavours: ARROWS,
    weight: 3,
  },
  {
    name: 'arrow of an expression',
    make: (scope, name, flavour, form) => bound(scope, name, arrow(scope, form, flavour, false)),
    flavours: ARROWS,
    weight: 3,
  },
  {
    name: 'assigned',
    make: (scope, name, flavour, form) => ({ setup: `var ${name}\n${name} = ${written(scope, '', flavour, form)}\n`, target: name }),
  },
  {
    name: 'default in a pattern',
    make: (scope, name, flavour, form) => ({ setup: `var { ${name} = ${written(scope, '', flavour, form)} } = {}\n`, target: name }),
  },
  {
    name: 'no name at all',
    make: (scope, _name, flavour, form) => ({ setup: '', target: `(0, ${written(scope, '', flavour, form)})`, site: '' }),
  },
  {
    name: 'on a prototype',
    make: (scope, name, flavour, form) => ({
      setup: `function P${name}() {}\nP${name}.prototype.${name} = ${written(scope, '', flavour, form)}\n`,
      target: `member(new P${name}(), '${name}')`,
    }),
  },
  {
    name: 'bound',
    make: (scope, name, flavour, form) => ({
      setup: `const B${name} = ${written(scope, name, flavour, form)}.bind({ v: 'bound' }, 'first')\n`,
      target: `B${name}`,
    }),
  },
  {
    name: 'called with new',
    make: (scope, name, flavour, form) => ({ setup: `${written(scope, name, flavour, form)}\n`, target: `made(${name})`, hoisted: true }),
    flavours: PLAIN,
  },
]

const OBJECT_SHAPES: readonly FormShape[] = [
  {
    name: 'object method',
    make: (scope, name, flavour, form) =>
      inObject(scope, name, `${keyHead(flavour)}${name}${parameterised(scope, form, flavour, { method: true })}`),
    weight: 2,
  },
  { name: 'object property', make: (scope, name, flavour, form) => inObject(scope, name, `${name}: ${written(scope, '', flavour, form)}`) },
  {
    name: 'object property, arrow',
    make: (scope, name, flavour, form) => inObject(scope, name, `${name}: ${arrow(scope, form, flavour, true)}`),
    flavours: ARROWS,
  },
  {
    name: 'computed method',
    make: (scope, name, flavour, form) => ({
      ...inObject(scope, name, `${keyHead(flavour)}[${key(scope, name)}]${parameterised(scope, form, flavour, { method: true })}`),
      site: '',
    }),
  },
  {
    name: 'quoted method',
    make: (scope, name, flavour, form) =>
      inObject(scope, name, `${keyHead(flavour)}'${name}'${parameterised(scope, form, flavour, { method: true })}`),
  },
  {
    name: 'getter',
    flavours: PLAIN,
    make: (scope, name, flavour, form) => ({
      ...inObject(scope, name, `get ${name}${parameterised(scope, form, flavour, { method: true, params: { text: '()', names: [] } })}`),
      target: `getter(O${name}, '${name}')`,
    }),
  },
  {
    name: 'setter',
    flavours: PLAIN,
    make: (scope, name, flavour, form) => ({
      ...inObject(
        scope,
        name,
        `set ${name}${parameterised(scope, form, flavour, { method: true, params: { text: `(a${type(scope)} = 1)`, names: ['a'] } })}`,
      ),
      target: `setter(O${name}, '${name}')`,
    }),
  },
]

export const FORMS: Table<FormShape> = { name: 'form', rows: [...FUNCTION_SHAPES, ...OBJECT_SHAPES, ...CLASS_SHAPES] }

/** In a computed key anything may happen that the function around may do. */
export const key = (scope: Scope, name: string): string => `(${scope.program.make.expression({ ...scope, size: 1 })}, '${name}')`

function bound(scope: Scope, name: string, text: string): Made {
  return {
    setup: `${drawOf(scope).pick(['const', 'let', 'var'])} ${name}${type(scope)} =${gap(scope)}${text}${drawOf(scope).pick(['\n', ';'])}`,
    target: name,
  }
}

function inObject(scope: Scope, name: string, member: string): Made {
  const others = drawOf(scope).pick(['', 'v: 3, ', '__proto__: { m() { return 4 } }, '])
  return { setup: `const O${name}${type(scope)} = { ${others}${member} }\n`, target: `member(O${name}, '${name}')` }
}

/** See `Makers`. */
export function used(scope: Scope): Used {
  const draw = drawOf(scope)
  const shape = draw.row(FORMS)
  const flavour = draw.row(FLAVOURS, ({ name }) => shape.flavours?.includes(name) ?? true)
  const form = `${flavour.name} ${shape.name}`
  draw.count(`flavoured: ${form}`)
  const name = fresh(scope, 'f')
  const own = draw.chance(50)
  const made = shape.make(own ? inArrow(scope) : scope, name, flavour, form)
  const site = made.site ?? name
  const args = draw.pick(['1', '', '0', "'x'", '{ v: 2 }', '1, 2, 3', '[1, 2]', 'undefined'])
  if (own) return { setup: '', call: `use('${site}', () => {${made.setup}\nreturn ${made.target} }${args && `, ${args}`})`, hoisted: false }
  return { setup: made.setup, call: `use('${site}', () => ${made.target}${args && `, ${args}`})`, hoisted: made.hoisted ?? false }
}

/** Of what stands in `() => { … }`. */
const inArrow = (scope: Scope): Scope => ({
  ...scope,
  async: false,
  generator: false,
  returns: true,
  labels: [],
  loop: false,
  breaks: false,
})
