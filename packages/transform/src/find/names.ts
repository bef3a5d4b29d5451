import type { Node, Path } from '../node.ts'

/** Calls whose function argument is the thing itself, in other clothes: `const Row = memo(() => …)` is `Row`. */
const WRAPPERS =
  /^(?:memo|forwardRef|observer|useCallback|useEvent|useEffectEvent|debounce|throttle|once|memoize|action|promisify|defineComponent)$/

/** Nodes that stand between a function and what names it without meaning anything. */
const TRANSPARENT =
  /^(?:ParenthesizedExpression|TSAsExpression|TSSatisfiesExpression|TSNonNullExpression|TypeCastExpression|TSTypeAssertion|ConditionalExpression|LogicalExpression)$/

/**
 * What a person would call a function or class, without what surrounds it: `checkout`, `get total`, `api.load`, `onClick callback`.
 * A leading `get ` or `set ` stands before the whole name, see {@link qualify}.
 */
export function ownName(path: Path): string {
  const { node } = path
  if (node['id']) return node['id'].name as string
  if (node['key']) return memberName(path)
  return nameFromParent(path) ?? (node.type.startsWith('Class') ? 'class' : 'anonymous')
}

/** `('outer', 'get total')` -> `get outer.total`. */
export function qualify(container: string, own: string): string {
  if (!container) return own
  const accessor = /^[gs]et (?=\S)/.exec(own)?.[0] ?? ''
  return `${accessor}${container.replace(/^[gs]et /, '')}.${own.slice(accessor.length)}`
}

/** Methods, accessors, and properties that hold a function. */
function memberName(path: Path): string {
  const { node } = path
  const key = keyName(node)
  const owner = path.parentPath?.node.type === 'ObjectExpression' ? objectName(path.parentPath) : ''
  const name = owner ? `${owner}.${key}` : key
  return node['kind'] === 'get' || node['kind'] === 'set' ? `${node['kind']} ${name}` : name
}

export function keyName(node: Node): string {
  const key = node['key'] as Node
  if (node['computed']) return `[${expressionName(key) ?? 'computed'}]`
  if (key.type === 'PrivateName') return `#${key['id'].name}`
  return String(key['name'] ?? key['value'])
}

/** The name of an object literal, from where it stands; '' if it has none. */
const objectName = (path: Path): string => nameFromParent(path) ?? ''

export function nameFromParent(path: Path): string | undefined {
  const parent = path.parentPath
  if (!parent) return undefined
  const { node } = parent
  if (TRANSPARENT.test(node.type)) return nameFromParent(parent)
  switch (node.type) {
    case 'VariableDeclarator':
      return path.key === 'init' ? expressionName(node['id']) : undefined
    case 'AssignmentExpression':
      return path.key === 'right' ? assignedName(node['left']) : undefined
    case 'AssignmentPattern':
      return path.key === 'right' ? expressionName(node['left']) : undefined
    case 'ClassProperty':
    case 'ClassPrivateProperty':
    case 'ClassAccessorProperty':
      return path.key === 'value' ? keyName(node) : undefined
    case 'ObjectProperty':
      return path.key === 'value' && parent.parentPath?.node.type === 'ObjectExpression' ? memberName(parent) : undefined
    case 'ExportDefaultDeclaration':
      return 'default'
    case 'ReturnStatement':
      return isFunctionOrClass(path.node) ? 'returned' : undefined
    case 'ArrowFunctionExpression':
      return isFunctionOrClass(path.node) ? 'returned' : undefined
    case 'JSXExpressionContainer':
      return nameInJsx(parent.parentPath?.node)
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
      return nameInCall(path, parent)
    default:
      return undefined
  }
}

/** `onClick={() => …}`, `<For each={…}>{(item) => …}</For>` */
function nameInJsx(owner: Node | undefined): string | undefined {
  if (owner?.type === 'JSXAttribute') return `${jsxName(owner['name'])} callback`
  return owner?.type === 'JSXElement' ? `${jsxName(owner['openingElement'].name)} callback` : undefined
}

function nameInCall(path: Path, call: Path): string | undefined {
  if (path.key === 'callee') return isFunctionOrClass(path.node) ? 'iife' : undefined
  const callee = runeName(call.node['callee']) ?? lastName(call.node['callee'])
  if (!callee) return undefined
  const wrapped = WRAPPERS.test(callee) ? nameFromParent(call) : undefined
  return wrapped ?? (isFunctionOrClass(path.node) ? `${callee} callback` : callee)
}

/** `module.exports` and the like carry no name of their own; `Foo.prototype.bar` is `Foo.bar`. */
function assignedName(left: Node): string | undefined {
  return expressionName(left)
    ?.replace(/\.prototype\./, '.')
    .replace(/^(?:module\.exports|exports|this)\.(?=.)/, '')
}

/** `a`, `a.b.c`, `this.x`, `'k'` -> as text; anything more has no name. */
export function expressionName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node['name'] as string
  if (node.type === 'ThisExpression') return 'this'
  if (/Literal$/.test(node.type) && node['value'] !== undefined) return JSON.stringify(node['value'])
  if (!/MemberExpression$/.test(node.type)) return undefined
  const object = expressionName(node['object'])
  const property = node['property'] as Node
  const last = node['computed'] ? expressionName(property) : property.type === 'PrivateName' ? `#${property['id'].name}` : property['name']
  if (!object || !last) return undefined
  return node['computed'] ? `${object}[${last}]` : `${object}.${last}`
}

/** Svelte's `$derived.by` and `$effect.root` are said whole. */
function runeName(callee: Node): string | undefined {
  const object = callee['object'] as Node | undefined
  return /^\$(?:derived|effect|inspect)$/.test(object?.['name']) ? expressionName(callee) : undefined
}

/** `a.b.map` -> `map`. */
function lastName(callee: Node): string | undefined {
  if (callee.type === 'Identifier') return callee['name'] as string
  if (callee.type === 'Super') return 'super'
  if (callee.type === 'Import') return 'import'
  if (!/MemberExpression$/.test(callee.type)) return undefined
  const property = callee['property'] as Node
  if (property.type === 'PrivateName') return `#${property['id'].name}`
  return (property['name'] as string | undefined) ?? (property['value'] === undefined ? undefined : String(property['value']))
}

function jsxName(name: Node): string {
  if (name.type === 'JSXNamespacedName') return `${name['namespace'].name}:${name['name'].name}`
  return name.type === 'JSXMemberExpression' ? jsxName(name['property']) : name['name']
}

const isFunctionOrClass = (node: Node): boolean => /Function|^Class/.test(node.type)
