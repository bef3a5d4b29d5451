import type { Table } from './draw.ts'
import { FLAVOURS } from './forms.ts'
import type { Flavour } from './functions.ts'
import { arrow, parameterised } from './functions.ts'
import type { Scope } from './scope.ts'
import { drawOf, fresh } from './scope.ts'

interface Export {
  name: string
  make: (scope: Scope) => string
}

const flavourOf = (scope: Scope): Flavour => drawOf(scope).row(FLAVOURS)
const PLAIN: Flavour = { name: 'plain', async: false, generator: false }

const written = (scope: Scope, name: string, flavour: Flavour): string =>
  `${flavour.async ? 'async ' : ''}function${flavour.generator ? '*' : ''} ${name}${parameterised(scope, `${flavour.name} export`, flavour)}`

/** What a module gives away; once it has run, the stage calls it. */
export const EXPORTS: Table<Export> = {
  name: 'export',
  rows: [
    { name: 'function', make: (scope) => `export ${written(scope, fresh(scope, 'f'), flavourOf(scope))}\n` },
    { name: 'const', make: (scope) => `export const ${fresh(scope, 'f')} = ${arrow(scope, 'plain export', PLAIN, false)}\n` },
    { name: 'default function', make: (scope) => once(scope, () => `export default ${written(scope, '', flavourOf(scope))}\n`) },
    {
      name: 'default named function',
      make: (scope) => once(scope, () => `export default ${written(scope, fresh(scope, 'f'), flavourOf(scope))}\n`),
    },
    { name: 'default arrow', make: (scope) => once(scope, () => `export default ${arrow(scope, 'plain export', PLAIN, true)}\n`) },
    {
      name: 'default class',
      make: (scope) => once(scope, () => `export default class { constructor${parameterised(scope, 'plain export', PLAIN)} }\n`),
    },
    { name: 'default in parentheses', make: (scope) => once(scope, () => `export default (${written(scope, '', flavourOf(scope))})\n`) },
    { name: 'list', make: (scope) => listed(scope) },
  ],
}

/** A module has one default; where it has it already, something else. */
function once(scope: Scope, make: () => string): string {
  if (scope.program.hasDefault) return `export const ${fresh(scope, 'f')} = 1\n`
  scope.program.hasDefault = true
  return make()
}

function listed(scope: Scope): string {
  const name = fresh(scope, 'f')
  return `export { ${name} as renamed${name} }\n${written(scope, name, flavourOf(scope))}\n`
}
