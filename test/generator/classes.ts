import type { Table } from './draw.ts'
import type { FormShape, Made } from './forms.ts'
import type { Flavour, Shape } from './functions.ts'
import { arrow, keyHead, parameterised } from './functions.ts'
import type { Scope } from './scope.ts'
import { drawOf } from './scope.ts'
import { access, signatures, type } from './types.ts'

const PLAIN = ['plain']
const ARROWS = ['plain', 'async']

const strict = (scope: Scope): Scope => ({ ...scope, strict: true })
const method = (scope: Scope, form: string, flavour: Flavour, more: Shape = {}): string =>
  parameterised(strict(scope), form, flavour, { method: true, ...more })
/** Of a field: what belongs to the function around does not reach in. */
const field = (scope: Scope): Scope => ({
  ...strict(scope),
  async: false,
  generator: false,
  returns: false,
  arguments: false,
  newTarget: true,
  super: true,
  labels: [],
  loop: false,
  breaks: false,
})

/** `class Cf {…}` or the same as an expression, with other members around. */
function classOf(scope: Scope, name: string, member: string, heritage = ''): string {
  const draw = drawOf(scope)
  const others = draw.pick(['', 'v = 5; ', 'm() { return 6 } ', 'static { note(this.name) } ', '#own = 7; '])
  const text = `class C${name}${heritage} { ${others}${signatures(scope)}${member} }`
  return draw.pick([`${text}\n`, `const C${name} = ${text}\n`])
}

function inClass(scope: Scope, name: string, member: string, target: string): Made {
  return { setup: classOf(scope, name, member, drawOf(scope).pick(['', '', ' extends Base'])), target }
}

const onInstance = (name: string): string => `member(new C${name}(), '${name}')`
const onClass = (name: string): string => `member(C${name}, '${name}')`
/** A member by which a private one is reached. */
const way = (name: string, call = `this.#${name}(...xs)`): string => `way(...xs) { return ${call} }`

export const CLASS_SHAPES: readonly FormShape[] = [
  {
    name: 'method',
    make: (scope, name, flavour, form) =>
      inClass(scope, name, `${access(scope)}${keyHead(flavour)}${name}${method(scope, form, flavour)}`, onInstance(name)),
    weight: 2,
  },
  {
    name: 'static method',
    make: (scope, name, flavour, form) =>
      inClass(scope, name, `static ${keyHead(flavour)}${name}${method(scope, form, flavour)}`, onClass(name)),
  },
  {
    name: 'private method',
    make: (scope, name, flavour, form) =>
      inClass(
        scope,
        name,
        `#p; ${keyHead(flavour)}#${name}${method(scope, form, flavour, { private: true })} ${way(name)}`,
        `member(new C${name}(), 'way')`,
      ),
  },
  {
    name: 'static private method',
    make: (scope, name, flavour, form) =>
      inClass(
        scope,
        name,
        `static ${keyHead(flavour)}#${name}${method(scope, form, flavour)} static ${way(name)}`,
        `member(C${name}, 'way')`,
      ),
  },
  {
    name: 'computed class method',
    make: (scope, name, flavour, form) => ({
      ...inClass(
        scope,
        name,
        `${keyHead(flavour)}[(${scope.program.make.expression({ ...strict(scope), size: 1 })}, '${name}')]${method(scope, form, flavour)}`,
        onInstance(name),
      ),
      site: '',
    }),
  },
  {
    name: 'class getter',
    flavours: PLAIN,
    make: (scope, name, flavour, form) =>
      inClass(scope, name, `get ${name}${accessor(scope, form, flavour, '()')}`, `getter(new C${name}(), '${name}')`),
  },
  {
    name: 'class setter',
    flavours: PLAIN,
    make: (scope, name, flavour, form) =>
      inClass(scope, name, `set ${name}${accessor(scope, form, flavour, '(a)', 'a')}`, `setter(new C${name}(), '${name}')`),
  },
  {
    name: 'static getter',
    flavours: PLAIN,
    make: (scope, name, flavour, form) =>
      inClass(scope, name, `static get ${name}${accessor(scope, form, flavour, '()')}`, `getter(C${name}, '${name}')`),
  },
  {
    name: 'private getter',
    flavours: PLAIN,
    make: (scope, name, flavour, form) =>
      inClass(
        scope,
        name,
        `get #${name}${accessor(scope, form, flavour, '()')} ${way(name, `this.#${name}`)}`,
        `member(new C${name}(), 'way')`,
      ),
  },
  {
    name: 'field, arrow',
    flavours: ARROWS,
    make: (scope, name, flavour, form) => inClass(scope, name, `${name} = ${arrow(field(scope), form, flavour, true)};`, onInstance(name)),
  },
  {
    name: 'field, function',
    make: (scope, name, flavour, form) =>
      inClass(scope, name, `${name} = ${keyword(flavour)}${parameterised(field(scope), form, flavour)};`, onInstance(name)),
  },
  {
    name: 'static field',
    flavours: ARROWS,
    make: (scope, name, flavour, form) =>
      inClass(scope, name, `static ${name} = ${arrow(field(scope), form, flavour, false)};`, onClass(name)),
  },
  {
    name: 'private field',
    flavours: ARROWS,
    make: (scope, name, flavour, form) =>
      inClass(scope, name, `#${name} = ${arrow(field(scope), form, flavour, true)}; ${way(name)}`, `member(new C${name}(), 'way')`),
  },
  {
    name: 'constructor',
    flavours: PLAIN,
    weight: 2,
    make: (scope, name, flavour, form) => constructed(scope, name, `constructor${method(scope, form, flavour)}`),
  },
  {
    name: 'constructor with fields',
    flavours: PLAIN,
    make: (scope, name, flavour, form) => constructed(scope, name, `x = note('field'); constructor${method(scope, form, flavour)}`),
  },
  { name: 'derived constructor', flavours: PLAIN, weight: 3, make: derived },
  {
    name: 'class expression',
    flavours: PLAIN,
    make: (scope, name, flavour, form) => ({
      setup: `const C${name} = class { constructor${method(scope, form, flavour)} }\n`,
      target: `made(C${name})`,
    }),
  },
]

const keyword = ({ async, generator }: Flavour): string => `${async ? 'async ' : ''}function${generator ? '*' : ''} `

const accessor = (scope: Scope, form: string, flavour: Flavour, text: string, ...names: string[]): string =>
  method(scope, form, flavour, { params: { text: text === '(a)' ? `(a${type(scope)})` : text, names } })

const constructed = (scope: Scope, name: string, member: string): Made => ({
  setup: classOf(scope, name, member),
  target: `made(C${name})`,
})

interface Super {
  name: string
  make: (scope: Scope) => string
}

/** How a constructor of a derived class calls, or does not call, the one above. */
export const SUPERS: Table<Super & { weight?: number }> = {
  name: 'super',
  rows: [
    { name: 'first', make: () => 'super(1)\n', weight: 3 },
    { name: 'late', make: (scope) => `note(${scope.program.make.expression({ ...scope, size: 1 })})\nsuper(1);` },
    { name: 'in both branches', make: () => 'if (note(1)) super(1); else super(2)\n' },
    { name: 'in an arrow', make: () => 'const s = () => super(1)\ns()\n' },
    { name: 'in a try', make: () => "try { super(boom('super')) } catch { super(2) } finally { note('finally') }\n" },
    { name: 'never', make: () => '' },
    { name: 'returns another', make: () => 'return { z: 1 }\n' },
    { name: 'of this', make: () => 'super(this)\n' },
    { name: 'in eval', make: () => "eval('super(3)')\n" },
    { name: 'twice', make: () => 'super(1)\ntry { super(2) } catch (e) { note(e.name) }\n' },
    { name: 'with an arrow', make: () => 'super(() => this.v)\n' },
    { name: 'in an argument', make: () => 'note(super(1))\n' },
  ],
}

function derived(scope: Scope, name: string, flavour: Flavour, form: string): Made {
  const typescript = scope.program.typescript
  const properties = typescript && drawOf(scope).chance(40)
  const first = (inner: Scope): string => (typescript ? 'super(1);' : drawOf(scope).row(SUPERS).make(inner))
  const own = properties ? { params: { text: '(private p: any = 1, readonly q?: any)', names: ['p', 'q'] } } : {}
  return {
    setup: classOf(scope, name, `constructor${method(scope, form, flavour, { first, ...own })}`, ' extends Base'),
    target: `made(C${name})`,
  }
}
