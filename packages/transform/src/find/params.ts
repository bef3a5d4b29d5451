import type { Node } from '../node.ts'

export interface Params {
  /** For people: `a`, `{b,c}`, `[d]`, `...rest`. */
  labels: string[]
  /** How to read each once it is bound. */
  values: string[]
  /** The same as an expression that reads what they are bound to: `[a,{b,c},[d],rest]`. */
  expression: string
}

/** What a function's parameters are called and how to read them once they are bound. */
export function describeParams(nodes: readonly Node[]): Params {
  const labels: string[] = []
  const values: string[] = []
  for (const node of nodes) {
    const target = bindingOf(node)
    if (target.type === 'Identifier' && target['name'] === 'this') continue
    const rest = target.type === 'RestElement' ? '...' : ''
    const text = describe(rest ? bindingOf(target['argument']) : target)
    labels.push(rest + text)
    values.push(text)
  }
  return { labels, values, expression: `[${values.join(',')}]` }
}

/** Every name that a parameter or other pattern binds. */
export function boundNames(node: Node | null | undefined): string[] {
  if (!node) return []
  const target = bindingOf(node)
  switch (target.type) {
    case 'Identifier':
      return [target['name'] as string]
    case 'RestElement':
      return boundNames(target['argument'])
    case 'ObjectPattern':
      return (target['properties'] as Node[]).flatMap((property) =>
        boundNames(property.type === 'ObjectProperty' ? property['value'] : property),
      )
    case 'ArrayPattern':
      return (target['elements'] as (Node | null)[]).flatMap(boundNames)
    default:
      return []
  }
}

/** Without default value and TypeScript's accessibility. */
function bindingOf(node: Node): Node {
  if (node.type === 'AssignmentPattern') return bindingOf(node['left'])
  if (node.type === 'TSParameterProperty') return bindingOf(node['parameter'])
  return node
}

function describe(target: Node): string {
  if (target.type === 'Identifier') return target['name'] as string
  const names = boundNames(target).join(',')
  return target.type === 'ArrayPattern' ? `[${names}]` : `{${names}}`
}
