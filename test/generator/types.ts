import type { Scope } from './scope.ts'
import { drawOf } from './scope.ts'

// What TypeScript adds to a program and its compilers take away again; nothing checks that the types are right.

/** Behind a name: its type, or nothing. */
export function type(scope: Scope, optional = false): string {
  if (!scope.program.typescript || drawOf(scope).chance(30)) return ''
  drawOf(scope).count('type: annotation')
  return (
    (optional && drawOf(scope).chance(30) ? '?' : '') +
    drawOf(scope).pick([': any', ': { k?: any } | any', ': readonly any[] & any', ': (x: any) => any', ': typeof o | any'])
  )
}

/** Behind a parameter list. */
export function returnType(scope: Scope): string {
  if (!scope.program.typescript || !drawOf(scope).chance(50)) return ''
  drawOf(scope).count('type: of a result')
  return drawOf(scope).pick([': any', ': ReturnType<typeof Object>', ': { a: 1 }[' + "'a'" + '] | any'])
}

/** Before a parameter list. */
export function generics(scope: Scope): string {
  if (!scope.program.typescript || !drawOf(scope).chance(25)) return ''
  drawOf(scope).count('type: parameters')
  return drawOf(scope).pick(['<T,>', '<T extends object = any>', '<const T, U = T>'])
}

/** Before a member of a class. */
export function access(scope: Scope): string {
  if (!scope.program.typescript || !drawOf(scope).chance(30)) return ''
  drawOf(scope).count('type: access')
  return drawOf(scope).pick(['public ', 'private ', 'protected '])
}

/** Members of a class that have no body. */
export function signatures(scope: Scope): string {
  if (!scope.program.typescript || !drawOf(scope).chance(25)) return ''
  drawOf(scope).count('type: members without a body')
  return drawOf(scope).pick([
    'declare d: any; ',
    'over(x: 1): 1; over(x: any): any { return x } ',
    '[key: string]: any; ',
    'optional?: () => void; ',
  ])
}

/** Statements that are types, or things of TypeScript's own. */
export function typeStatement(scope: Scope): string {
  if (!scope.program.typescript || !drawOf(scope).chance(30)) return ''
  drawOf(scope).count('type: statement')
  const n = scope.program.next++
  return drawOf(scope).pick([
    `type T${n}§ = () => any\n`,
    `interface I${n}§ { m(): void }\n`,
    `enum E${n}§ { A = 1, B = note('enum') }\nnote(E${n}§.A)\n`,
    `namespace N${n}§ { export const f = () => note('namespace') }\nnote(N${n}§.f())\n`,
    `declare function d${n}§(): void\n`,
    `function over${n}§(x: 1): 1\nfunction over${n}§(x: any): any { return x }\nnote(over${n}§(1))\n`,
    `abstract class C${n}§ { abstract m(): any; constructor(private p: any, readonly q = 2) { note(this.p) } }\n`,
  ])
}
