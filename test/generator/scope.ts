import type { Draw } from './draw.ts'

/** What may stand where the text goes that is being made. */
export interface Scope {
  /** Shared by the whole program. */
  readonly program: Program
  strict: boolean
  async: boolean
  generator: boolean
  /** Whether there is a function around that `return` leaves. */
  returns: boolean
  /** Whether `this`, `arguments` and `new.target` belong to a function of this program. */
  arguments: boolean
  newTarget: boolean
  super: boolean
  /** The name of a private field that can be asked for. */
  private: boolean
  /** Names that can be read, all bound here or further out. */
  names: readonly string[]
  /** Labels around, and whether they are of a loop. */
  labels: readonly Label[]
  /** Whether `continue` and `break` need no label. */
  loop: boolean
  breaks: boolean
  /** How many functions may still be put inside each other. */
  depth: number
  /** How many statements may still be put inside each other. */
  size: number
  /** Whether this is right in the body of a function, not in a block of it. */
  top: boolean
  /** The names of the function's parameters. */
  params: readonly string[]
  /** The form of the function, for counting what comes out of what. */
  form: string
}

interface Label {
  name: string
  loop: boolean
}

/** What holds for a whole program. */
export interface Program {
  draw: Draw
  /** Types may be written. */
  typescript: boolean
  /** It is a module and nothing else. */
  module: boolean
  /** `using` may be written; not every platform has it. */
  using: boolean
  /** In percent, how many statements end in a line break and nothing else. */
  bare: number
  /** In percent, how many places hold a comment. */
  comments: number
  /** Counts up, for names. */
  next: number
  /** Whether the module has its `export default`. */
  hasDefault: boolean
  make: Makers
}

/** The parts that make each other: expressions hold functions, which hold statements, which hold expressions. */
export interface Makers {
  /** A value that may stand as an argument, on the right of an assignment, behind `return`. */
  expression: (scope: Scope) => string
  /** The same, where any operator may stand before and after it. */
  operand: (scope: Scope) => string
  /** Statements, each with its end. */
  statements: (scope: Scope) => string
  /** A function of some form, and what uses it. */
  used: (scope: Scope) => Used
}

/** A function that is made and called. */
export interface Used {
  /** What declares it; statements. */
  setup: string
  /** Calls it and gives what it gave; an expression. */
  call: string
  /** Whether the call may stand before what declares it. */
  hoisted: boolean
}

/** A name that nothing else in the program has. `§` stands for the program's own number. */
export const fresh = (scope: Scope, letter: string): string => `${letter}${scope.program.next++}§`

export const drawOf = (scope: Scope): Draw => scope.program.draw

/** Of a field initialiser, a static block or a parameter's default value: what belongs to the function around does not reach in. */
export const outside = (scope: Scope): Scope => ({
  ...scope,
  async: false,
  generator: false,
  returns: false,
  labels: [],
  loop: false,
  breaks: false,
})

export const deeper = (scope: Scope): Scope => ({ ...scope, size: scope.size - 1, top: false })
