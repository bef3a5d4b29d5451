import type { Node, Path } from '../node.ts'
import { startWithAnnotation } from './annotations.ts'
import type { Suspension } from './records.ts'
import type { FindState } from './state.ts'
import { recordAt } from './state.ts'
import { eachChild } from './walk.ts'
import { wrapOf } from './wrap.ts'

/** On the way into an `await` or `yield`. */
export function suspend(path: Path, state: FindState): void {
  const { node } = path
  const fn = recordAt(state, node)
  if (!fn) return
  fn.usesTemp = true
  const { points } = state.findings
  const argument = node['argument'] as Node | null
  const called = isCalled(path)
  points.push({ at: node.start, side: 'open', fn, kind: 'suspend', semicolon: opensStatement(path), called })
  if (argument)
    points.push({ at: startWithAnnotation(argument, state.code), side: 'open', fn, kind: 'operand', wrap: wrapOf(argument), called })
}

/** On the way out of it. */
export function resume(path: Path, state: FindState, how: Suspension): void {
  const { node } = path
  const fn = recordAt(state, node)
  if (!fn) return
  const { points } = state.findings
  const argument = node['argument'] as Node | null
  const called = isCalled(path)
  if (argument) points.push({ at: argument.end, side: 'close', fn, kind: 'operand-end', how, wrap: wrapOf(argument), called })
  points.push({ at: node.end, side: 'close', fn, kind: argument ? 'resumed' : 'yield-nothing', called })
}

/** Where no error can speak of what stands there: elsewhere V8 shows its text, as in `($t=await x,…,$t).f is not a function`. */
const SILENT: Record<string, string> = {
  ArrayExpression: 'elements',
  ArrowFunctionExpression: 'body',
  AwaitExpression: 'argument',
  BinaryExpression: 'left right',
  CallExpression: 'arguments',
  DoWhileStatement: 'test',
  ExpressionStatement: 'expression',
  IfStatement: 'test',
  NewExpression: 'arguments',
  ObjectProperty: 'value',
  ReturnStatement: 'argument',
  SwitchStatement: 'discriminant',
  TemplateLiteral: 'expressions',
  ThrowStatement: 'argument',
  UnaryExpression: 'argument',
  WhileStatement: 'test',
  YieldExpression: 'argument',
}

/** Whether it must not be assigned to one of our names: an error might show that, or a function be called after it in stack traces. */
function isCalled(path: Path): boolean {
  const { node, parentPath, key, listKey } = path
  const parent = parentPath?.node as Node
  if (parent['delegate']) return true
  const place = listKey ?? (key as string)
  const target = place === 'init' ? parent['id'] : place === 'right' && parent.type === 'AssignmentExpression' && parent['left']
  const silent = target ? /^(?:Identifier|MemberExpression)$/.test(target.type) : SILENT[parent.type]?.includes(place)
  return !silent || (node['argument'] !== null && hasFunction(node['argument'] as Node)) || isBehindFunction(path)
}

const hasFunction = (node: Node): boolean => /^(?:nameless|held)$/.test(wrapOf(node))

/** `f(() => 1, await x)`: an assignment would name what stands before it, too. */
function isBehindFunction(path: Path): boolean {
  for (let at = path; at.parentPath && !/Statement$|Declarat|^Arrow/.test(at.parentPath.node.type); at = at.parentPath) {
    const { start } = at.node
    let found = false
    eachChild(at.parentPath.node, (child) => (found ||= child.start < start && hasFunction(child)))
    if (found) return true
  }
  return false
}

/** Whether a parenthesis put before the expression would be the first token of a statement in a list, and so join the line above. */
function opensStatement(path: Path): boolean {
  for (let at: Path | null = path; at; at = at.parentPath) {
    if (at.node.start !== path.node.start) return false
    if (at.node.type === 'ExpressionStatement') return at.listKey === 'body' || at.listKey === 'consequent'
  }
  return false
}
