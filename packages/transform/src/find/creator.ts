import type { Node, Path } from '../node.ts'
import type { FunctionRecord } from './records.ts'
import type { FindState, Frame } from './state.ts'

// setTimeout(() => …)  ->  the arrow's `enter` is handed the number of the call that made the arrow. For that the arrow holds on to a
// local of its creator, which costs a little while off: so only where it may outlive that call.

/** Between a function and what becomes of it. */
const TRANSPARENT =
  /^(?:ParenthesizedExpression|TSAsExpression|TSSatisfiesExpression|TSNonNullExpression|TypeCastExpression|TSTypeAssertion|ConditionalExpression|LogicalExpression)$/

/** Where a function is stored or given away. */
const GIVEN_AWAY =
  /^(?:ReturnStatement|ArrowFunctionExpression|AssignmentExpression|ObjectProperty|ArrayExpression|JSXExpressionContainer|TemplateLiteral|YieldExpression)$/

/** Methods that are done with their callback when they return. */
const AT_ONCE =
  /^(?:call|apply|map|forEach|filter|reduce|reduceRight|some|every|find|findIndex|findLast|findLastIndex|flatMap|sort|toSorted|replace|replaceAll)$/

/** Functions whose variables a compiler takes along as data, or that run elsewhere. */
const TRAVELS = /^use (?:server|cache)|^worklet$/

/** Most characters of a function in which a name is looked for. */
const LARGE = 5000

/**
 * The function with a probe whose call makes this one, where it may outlive that call. Methods speak for their object, not for what
 * made it; in parameters and fields the number is not in scope, or not that of the call at work.
 */
export function creatorOf(path: Path, state: FindState): FunctionRecord | undefined {
  const { node } = path
  if (node['key'] || travels(path)) return undefined
  const frame = frameAround(node, state.top.parent)
  // A function at once called at the top is a module of old; all of it is made by that one call.
  if (!frame?.fn?.record || (!frame.parent?.parent && /^iife\b/.test(frame.name))) return undefined
  return outlives(path, frame.fn.node, state.code) ? frame.fn.record : undefined
}

function frameAround(node: Node, from: Frame | undefined): Frame | undefined {
  for (let frame = from; frame; frame = frame.parent) {
    // A computed key or decorator belongs to the outside.
    if (node.start < frame.inside) continue
    if (frame.isClass || (frame.fn && node.start < frame.fn.node['body'].start)) return undefined
    if (frame.fn?.record) return frame
    if (frame.fn && hasTravelMark(frame.fn.node)) return undefined
  }
  return undefined
}

function travels({ node, listKey, parentPath }: Path): boolean {
  const callee = listKey === 'arguments' ? (parentPath?.node['callee']?.name as string | undefined) : undefined
  return !!callee?.endsWith('$') || hasTravelMark(node)
}

const hasTravelMark = ({ body }: Node): boolean => ((body['directives'] ?? []) as Node[]).some(({ value }) => TRAVELS.test(value.value))

function outlives(path: Path, creator: Node, code: string): boolean {
  const { node } = path
  if (node.type === 'FunctionDeclaration') return isGivenAway(node['id'].name, creator, code)
  let at = path
  while (at.parentPath && TRANSPARENT.test(at.parentPath.node.type)) at = at.parentPath
  const parent = at.parentPath?.node as Node
  if (at.listKey === 'arguments') return !AT_ONCE.test(parent['callee'].property?.name)
  if (parent.type === 'VariableDeclarator') return isGivenAway(parent['id'].name, creator, code)
  return GIVEN_AWAY.test(parent.type)
}

/** Whether a name stands where a value does: `on('x', name)`, `{ name }`, but not `name(1)`. Nothing is given away by a large one. */
function isGivenAway(name: string | undefined, { body }: Node, code: string): boolean {
  if (!name || body.end - body.start > LARGE) return false
  for (let at = code.indexOf(name, body.start); at >= 0 && at < body.end; at = code.indexOf(name, at + name.length))
    if (!/[\w$.]/.test(code[at - 1] as string) && /^\s*[),;\]}]/.test(code.slice(at + name.length, at + name.length + 9))) return true
  return false
}
