import { Draw } from './draw.ts'
import { EXPORTS } from './exports.ts'
import { expression, operand } from './expressions.ts'
import { used } from './forms.ts'
import type { Scope } from './scope.ts'
import { statements } from './statements.ts'
import { typeStatement } from './types.ts'

/** A program that nobody wrote, `§` in its names standing for its number among others. */
export interface Generated {
  text: string
  /** `module`: nothing else. `strict`: anything. `sloppy`: no module. */
  goal: 'module' | 'strict' | 'sloppy'
  typescript: boolean
  /** Whether it says `using`, which not every platform knows. */
  using: boolean
  /** `table: row` -> how often it was chosen. */
  drawn: ReadonlyMap<string, number>
}

export interface Wishes {
  typescript?: boolean
  using?: boolean
}

/** What the stage has for programs: each program has its own, told apart by its number. */
const HELPERS: readonly string[] =
  'note log use(?=\\() more many frames boom thenable soon counter stream stubborn resource tag Base o member getter setter made'.split(' ')

const HELPER = new RegExp(`(?<![\\w$.#])(${HELPERS.join('|')})(?![\\w$§:])`, 'g')

/** Numbers -> program; the same numbers, the same program. */
export function generate(choices: readonly number[], { typescript = false, using = false }: Wishes = {}): Generated {
  const draw = new Draw(choices)
  const goal = draw.pick(['strict', 'sloppy', 'strict', 'module'] as const)
  const directive = goal === 'strict' && draw.chance(50)
  const scope = topScope(draw, goal !== 'sloppy' || directive, goal === 'module', { typescript, using })
  const parts = Array.from({ length: 1 + draw.number(3) }, () => part(scope))
  // A script that says no more than its directive has that for a value, but for Spoor's own first statement: known, and not looked for here.
  const text = directive ? `'use strict'\n${parts.join('\n')}\n0\n` : parts.join('\n')
  draw.count(`goal: ${goal}`)
  return { text: text.replace(HELPER, '$1§'), goal, typescript, using, drawn: draw.drawn }
}

function topScope(draw: Draw, strict: boolean, module: boolean, { typescript = false, using = false }: Wishes): Scope {
  const program = {
    draw,
    typescript,
    module,
    using,
    bare: draw.pick([10, 50, 95]),
    comments: draw.pick([0, 5, 20]),
    next: 0,
    hasDefault: false,
    make: { expression, operand, statements, used },
  }
  return {
    program,
    strict,
    async: module,
    generator: false,
    returns: false,
    arguments: false,
    newTarget: false,
    super: false,
    private: false,
    names: ['o'],
    labels: [],
    loop: false,
    breaks: false,
    depth: 2,
    size: 2,
    top: false,
    params: [],
    form: module ? 'module' : 'script',
  }
}

/** A function that is called, or at times other statements, in a block: their names must not be those of another program. */
function part(scope: Scope): string {
  const { draw, module } = scope.program
  if (draw.chance(module ? 15 : 7)) return `{${scope.program.make.statements(scope)}}\n`
  if (module && draw.chance(40)) return draw.row(EXPORTS).make(scope)
  const { setup, call, hoisted } = scope.program.make.used(scope)
  const uses = `note(${call})\n`
  return typeStatement(scope) + (hoisted && draw.chance(30) ? uses + setup : setup + uses)
}
