import type { Table } from './draw.ts'
import type { Scope } from './scope.ts'
import { drawOf, fresh, outside } from './scope.ts'

interface Clash {
  name: string
  /** Not a program in strict code. */
  sloppy?: boolean
  make: (scope: Scope) => string
}

const value = (scope: Scope): string => scope.program.make.expression({ ...outside(scope), size: scope.size - 1 })

/** Functions that are hoisted, and what else has their name: not the same in a block as in a body. */
export const CLASHES: Table<Clash> = {
  name: 'clash',
  rows: [
    { name: 'var and function', make: named((g) => `var ${g} = 1\nnote(typeof ${g})\nfunction ${g}() {}\n`) },
    { name: 'function and var', make: named((g) => `function ${g}() {}\nvar ${g}\nnote(typeof ${g})\n`) },
    { name: 'called before', make: (scope) => named((g) => `note(${g}())\nfunction ${g}() { return ${value(scope)} }\n`)(scope) },
    {
      name: 'function twice',
      make: named((g) => `note(${g}())\nfunction ${g}() { return 1 }\nfunction ${g}() { return 2 }\nnote(${g}())\n`),
    },
    {
      name: 'async function twice',
      make: named((g) => `function ${g}() { return 1 }\nasync function ${g}() { return 2 }\nnote(${g}())\n`),
    },
    { name: 'function between', make: named((g) => `note(1)\nfunction ${g}() { return 1 }\nnote(${g}())\nvar ${g} = 2\nnote(${g})\n`) },
    { name: 'parameter and function', make: (scope) => parameter(scope, (p) => `note(typeof ${p})\nfunction ${p}() {}\n`) },
    { name: 'parameter and var', make: (scope) => parameter(scope, (p) => `var ${p}\nnote(${p})\n`) },
    {
      name: 'function in a block',
      make: named((g) => `note(typeof ${g})\n{ function ${g}() {} ${g} = 1 }\nnote(typeof ${g})\n`),
      sloppy: true,
    },
    {
      name: 'function in a block, twice',
      make: named((g) => `{ function ${g}() { return 1 } }\nfunction ${g}() { return 2 }\nnote(${g}())\n`),
      sloppy: true,
    },
    { name: 'function behind if', make: named((g) => `if (o.v) function ${g}() {}\nnote(typeof ${g})\n`), sloppy: true },
    { name: 'function in a case', make: named((g) => `switch (1) { case 1: function ${g}() {} }\nnote(typeof ${g})\n`), sloppy: true },
    { name: 'labelled function', make: named((g) => `label: function ${g}() {}\nnote(typeof ${g})\n`), sloppy: true },
    { name: 'function called arguments', make: () => 'note(typeof arguments)\nfunction arguments() {}\n', sloppy: true },
    { name: 'var called arguments', make: () => 'var arguments\nnote(typeof arguments)\n', sloppy: true },
    { name: 'let called arguments', make: () => '{ let arguments = 1\nnote(arguments) }\n', sloppy: true },
    { name: 'eval and function', make: named((g) => `eval('var ${g} = 1')\nfunction ${g}() {}\nnote(typeof ${g})\n`), sloppy: true },
    {
      name: 'aliased arguments',
      make: (scope) => parameter(scope, (p) => `arguments[0] = 'aliased'\nnote(${p})\n${p} = 'back'\nnote(arguments[0])\n`),
      sloppy: true,
    },
    { name: 'class and inner var', make: named((g) => `class ${g} {}\n{ var inner${g} = 1 }\nnote(typeof ${g})\n`) },
    { name: 'let in a block', make: (scope) => parameter(scope, (p) => `{ let ${p} = 'inner'\nnote(${p}) }\nnote(${p})\n`) },
  ],
}

function named(make: (name: string) => string): (scope: Scope) => string {
  return (scope) => make(fresh(scope, 'g'))
}

/** With a parameter's name, or where there is none with another. */
function parameter(scope: Scope, make: (name: string) => string): string {
  return make(scope.params.length > 0 ? drawOf(scope).pick(scope.params) : fresh(scope, 'g'))
}
