import type { Node } from '../node.ts'

/**
 * The end of an import of Solid that stays when types are gone: `import { createSignal } from 'solid-js'`. Behind it its `untrack` can be
 * imported too, and no module runs earlier for that.
 */
export function findUntrack(ast: Node, code: string): number | undefined {
  if (!code.includes('solid-js')) return undefined
  return (ast['program']['body'] as Node[]).find(importsSolid)?.end
}

const importsSolid = (node: Node): boolean =>
  node.type === 'ImportDeclaration' &&
  node['source'].value === 'solid-js' &&
  node['importKind'] !== 'type' &&
  // Values begin with a small letter; what is used as a type alone may go.
  (node['specifiers'] as Node[]).some(({ imported, importKind }) => importKind !== 'type' && /^[a-z]/.test(imported?.name))
