import type { Node } from '../node.ts'
import { boundNames } from './params.ts'
import { eachChild } from './walk.ts'

/** What decides whether a body may stand in a block. */
export interface BodyFacts {
  body: Node
  params: readonly Node[]
  strict: boolean
  usesArguments: boolean
}

/** The statements of a body that may stand in a block: from `from` up to, not including, `to`. */
export interface Region {
  from: number
  to: number
}

/**
 * Function declarations mean something else in a block than in a body: there they are lexical. Where that would show (a `var` or a
 * second function of the same name, a parameter seen through `arguments`, code for `eval`), the block can leave out those that stand
 * first and last in the body. Gives the statements to put in the block, or `undefined` if there is no such stretch.
 */
export function blockRegion(facts: BodyFacts): Region | undefined {
  const region = stretch(facts)
  return region && hidesError(facts, region) ? undefined : region
}

/** `(a) => { let a }` is an error as it stands, and would be none with the body in a block. */
function hidesError({ body, params }: BodyFacts, { from, to }: Region): boolean {
  const statements = body['body'] as Node[]
  if (params.length === 0 && from === 0 && to === statements.length) return false
  let outside: Set<string> | undefined
  for (let i = from; i < to; i++) {
    const names = lexicalNames(statements[i] as Node)
    if (names.length === 0) continue
    outside ??= new Set([
      ...params.flatMap(boundNames),
      ...statements.filter((_, at) => at < from || at >= to).map((node) => node['id'].name),
    ])
    if (names.some((name) => (outside as Set<string>).has(name))) return true
  }
  return false
}

const NONE: readonly string[] = []

function lexicalNames(node: Node): readonly string[] {
  if (node.type === 'ClassDeclaration') return boundNames(node['id'])
  if (node.type !== 'VariableDeclaration' || node['kind'] === 'var') return NONE
  const declarations = node['declarations'] as Node[]
  return declarations.length === 1 ? boundNames(declarations[0]?.['id']) : declarations.flatMap(({ id }) => boundNames(id))
}

function stretch(facts: BodyFacts): Region | undefined {
  const statements = facts.body['body'] as Node[]
  const whole = { from: 0, to: statements.length }
  if (!statements.some(isDeclaration)) return whole
  const clashes = clashFinder(facts)
  if (!statements.some(clashes)) return whole
  const region = { ...whole }
  while (region.from < region.to && isFunction(statements[region.from] as Node)) region.from++
  while (region.to > region.from && isFunction(statements[region.to - 1] as Node)) region.to--
  return statements.slice(region.from, region.to).some(clashes) ? undefined : region
}

const isFunction = (node: Node): boolean => node.type === 'FunctionDeclaration'
const isLabelled = (node: Node): boolean => node.type === 'LabeledStatement' && isDeclaration(node['body'])
const isDeclaration = (node: Node): boolean => isFunction(node) || isLabelled(node)

function clashFinder({ body, params, strict, usesArguments }: BodyFacts): (statement: Node) => boolean {
  const statements = body['body'] as Node[]
  const inner = innerNames(statements, strict)
  const seen = new Map<string, number>()
  for (const node of statements.filter(isFunction)) seen.set(node['id'].name, (seen.get(node['id'].name) ?? 0) + 1)
  const bound = new Set(params.flatMap(boundNames))
  return (statement) => {
    if (isLabelled(statement)) return true
    if (!isFunction(statement)) return false
    const name = statement['id'].name as string
    if (inner.names.has(name) || name === 'arguments') return true
    if (inner.evaluates && !strict) return true
    if (bound.has(name) && usesArguments) return true
    // In strict code an error, of async functions and generators too; and compilers get it wrong even where it is none.
    return (seen.get(name) as number) > 1
  }
}

interface InnerNames {
  /** What `var`, and in sloppy code functions in inner blocks, declare for the whole body. */
  names: Set<string>
  /** Whether there is a direct `eval`. */
  evaluates: boolean
}

function innerNames(statements: readonly Node[], strict: boolean): InnerNames {
  const found: InnerNames = { names: new Set(), evaluates: false }
  for (const statement of statements) collect(statement, found, strict, true)
  return found
}

function collect(node: Node, found: InnerNames, strict: boolean, top: boolean): void {
  if (node.type === 'CallExpression' && node['callee'].name === 'eval') found.evaluates = true
  if (node.type === 'VariableDeclaration' && node['kind'] === 'var') {
    for (const { id } of node['declarations'] as Node[]) for (const name of boundNames(id)) found.names.add(name)
  }
  if (/^(?:Function(?:Declaration|Expression)|ObjectMethod|Class(?:Private)?Method)$/.test(node.type)) {
    if (!top && !strict && isFunction(node)) found.names.add(node['id'].name)
    return
  }
  eachChild(node, (child) => collect(child, found, strict, false))
}
