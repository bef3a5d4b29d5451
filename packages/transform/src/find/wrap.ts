import type { Node } from '../node.ts'
import type { Wrap } from './records.ts'

/** How a value can be assigned to one of our names. */
export function wrapOf(node: Node): Wrap {
  if (node.type === 'SequenceExpression') return 'sequence'
  if (node.type === 'TypeCastExpression') return 'cast'
  return isAnonymous(node) ? 'anonymous' : 'plain'
}

/** Whether an assignment would name it, once the types around it are gone. */
function isAnonymous(node: Node): boolean {
  if (/^(?:TS(?:As|Satisfies|NonNull)Expression|TSTypeAssertion|ParenthesizedExpression)$/.test(node.type))
    return isAnonymous(node['expression'])
  return node.type === 'ArrowFunctionExpression' || (/^(?:Function|Class)Expression$/.test(node.type) && !node['id'])
}
