import type { Node, Path } from '../node.ts'
import { expressionName, keyName, nameFromParent, ownName } from './names.ts'

/** Whether the author's text holds a word. */
type Knows = (word: string) => boolean

/** What a person would call a function, or what surrounds one, in code that a compiler has made of a component. */
export const authorsName = (path: Path, knows: Knows): string =>
  svelteName(path) ?? listenerName(path, knows) ?? withoutStrangers(ownName(path), knows)

/** What Svelte makes of runes. */
const RUNES: Record<string, string> = {
  derived: '$derived.by',
  user_effect: '$effect',
  user_pre_effect: '$effect.pre',
  effect_root: '$effect.root',
  inspect: '$inspect',
}

/**
 * `$effect(() => …)`, of which `$.user_effect(() => …)` is made; `onclick={() => …}`, of which `$.delegated('click', …)` is; the default
 * of a property.
 */
function svelteName(path: Path): string | undefined {
  let at: Path | null = path
  while (at?.listKey === 'arguments' && at.parentPath) {
    const call: Node = at.parentPath.node
    const callee: Node | undefined = call['callee']
    if (callee?.['object']?.name !== '$') return undefined
    const name = callee?.['property'].name as string
    if (name === 'delegated' || name === 'event') return `on${call['arguments'][0].value} callback`
    if (RUNES[name]) return `${RUNES[name]} callback`
    if (name === 'prop' || name === 'fallback') return nameFromParent(at.parentPath)
    at = at.parentPath
  }
  return undefined
}

/** `onClick: _cache[0] || (_cache[0] = _withModifiers(() => …, ['stop']))`, which Vue makes of `@click.stop` -> `onClick callback` */
function listenerName(path: Path, knows: Knows): string | undefined {
  let at = path
  while (at.parentPath && isMade(at, at.parentPath.node, knows)) at = at.parentPath
  const property = at.parentPath
  const owner = property?.parentPath?.parentPath?.node
  if (property?.node.type !== 'ObjectProperty' || at.key !== 'value' || owner?.type !== 'CallExpression') return undefined
  return knows(rootOf(owner['callee'])) ? undefined : `${keyName(property.node)} callback`
}

/** Whether a node stands around what the author wrote because the compiler has put it there. */
function isMade({ key, listKey }: Path, parent: Node, knows: Knows): boolean {
  if (parent.type === 'CallExpression') return listKey === 'arguments' && !knows(rootOf(parent['callee']))
  if (parent.type === 'AssignmentExpression') return key === 'right' && !knows(rootOf(parent['left']))
  return parent.type === 'LogicalExpression' || parent.type === 'ParenthesizedExpression'
}

/** `_cache[0]` -> `_cache` */
const rootOf = (node: Node): string => /^[^.[]*/.exec(expressionName(node) ?? '')?.[0] ?? ''

/** `_sfc_main.methods.put` -> `methods.put` */
function withoutStrangers(name: string, knows: Knows): string {
  const [, accessor = '', text = ''] = /^([gs]et )?(.*)$/.exec(name) ?? []
  const words = text.split('.')
  while (words.length > 1 && !knows(words[0] as string)) words.shift()
  return accessor + words.join('.')
}
