import type { Node } from '../node.ts'
import type { Wrap } from './records.ts'

/** How a value can be assigned to one of our names. */
export function wrapOf(node: Node): Wrap {
  const exposed = node.type === 'NewExpression' ? undefined : exposes(node)
  if (exposed) return exposed
  if (node.type === 'SequenceExpression') return 'sequence'
  return node.type === 'TypeCastExpression' ? 'cast' : 'plain'
}

type Exposed = 'nameless' | 'held' | undefined

/**
 * Whether an assignment would name a function or class in it: the language does so with one that is the whole value, and V8 in stack
 * traces with any that may become the value, a part of it, or is its base (`[() => 1]`, `x || (() => 1)`, `new (class {})().x`). What
 * stands in a call does not count, nor in a `new` that is the whole value.
 */
function exposes(node: Node): Exposed {
  switch (node.type) {
    case 'ArrowFunctionExpression':
      return 'nameless'
    case 'FunctionExpression':
    case 'ClassExpression':
      return node['id'] ? undefined : 'nameless'
    case 'ConditionalExpression':
      return exposes(node['consequent']) ?? exposes(node['alternate'])
    case 'LogicalExpression':
      return exposes(node['left']) ?? exposes(node['right'])
    case 'SequenceExpression':
      return any(node['expressions'], exposes)
    case 'ArrayExpression':
      return any(node['elements'], (element) => (element.type === 'ClassExpression' ? 'held' : exposes(element)))
    case 'ObjectExpression':
      return any(node['properties'], exposesProperty)
    case 'NewExpression':
      return any([node['callee'], ...(node['arguments'] as Node[])], exposes)
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return exposes(node['object'])
    default:
      return node.type in INNER ? exposes(node[INNER[node.type] as string]) : undefined
  }
}

const INNER: Record<string, string> = {
  ParenthesizedExpression: 'expression',
  SpreadElement: 'argument',
  TSAsExpression: 'expression',
  TSNonNullExpression: 'expression',
  TSSatisfiesExpression: 'expression',
  TSTypeAssertion: 'expression',
  TypeCastExpression: 'expression',
}

/** `{ a: [() => 1] }` is named after `a`, with the name of what it is assigned to before that. */
function exposesProperty({ type, value, argument, computed }: Node): Exposed {
  if (type === 'SpreadElement') return exposes(argument)
  if (type !== 'ObjectProperty') return undefined
  const isFunction = /Function|^Class/.test(value.type)
  return (isFunction ? computed && value.type === 'ClassExpression' : exposes(value)) ? 'held' : undefined
}

function any(nodes: readonly (Node | null)[], exposes: (node: Node) => Exposed): Exposed {
  for (const node of nodes) {
    const exposed = node && exposes(node)
    if (exposed) return exposed
  }
  return undefined
}
