import * as typesModule from '@babel/types'
import type { Node, Path } from '../node.ts'
import { interop } from '../node.ts'

const types = interop<{ VISITOR_KEYS: Record<string, string[]>; FLIPPED_ALIAS_KEYS: Record<string, string[]> }>(typesModule)

/** What is done on the way in and out of a node of some type; the shape that `@babel/traverse` takes. */
export interface Handler<State> {
  enter?: (path: Path, state: State) => void
  exit?: (path: Path, state: State) => void
}

/** Node type or alias -> handler. */
export type Visitors<State> = Record<string, Handler<State>>

/** Where no function and no statement can be. */
const TYPE_KEYS = new Set([
  'typeAnnotation',
  'returnType',
  'typeParameters',
  'typeArguments',
  'implements',
  'superTypeParameters',
  'predicate',
])

const CHILD_KEYS: Record<string, string[]> = Object.fromEntries(
  Object.entries(types.VISITOR_KEYS).map(([type, keys]) => [type, keys.filter((key) => !TYPE_KEYS.has(key))]),
)

/** Aliases (`Function`, `Class`) -> the types that they stand for. */
export function expandAliases<State>(visitors: Visitors<State>): Visitors<State> {
  const table: Visitors<State> = { __proto__: null } as unknown as Visitors<State>
  for (const [name, handler] of Object.entries(visitors)) {
    for (const type of types.FLIPPED_ALIAS_KEYS[name] ?? [name]) {
      if (table[type]) throw new Error(`two visitors for ${type}`)
      table[type] = handler
    }
  }
  return table
}

/**
 * Walks a tree in the order of `@babel/traverse`, without scopes, about ten times as fast. The paths handed to visitors are
 * reused: one for each depth, good until the visitor returns.
 */
export function walk<State>(root: Node, table: Visitors<State>, state: State): void {
  const paths: Path[] = []

  function visit(node: Node, depth: number, key: string | number, listKey: string | undefined): void {
    const path = (paths[depth] ??= { node, parentPath: depth ? (paths[depth - 1] as Path) : null, key, listKey })
    path.node = node
    path.key = key
    path.listKey = listKey
    const handler = table[node.type]
    handler?.enter?.(path, state)
    const keys = CHILD_KEYS[node.type]
    if (keys) for (const childKey of keys) visitField(node[childKey], depth + 1, childKey)
    handler?.exit?.(path, state)
  }

  function visitField(field: unknown, depth: number, key: string): void {
    if (!field) return
    if (!Array.isArray(field)) return visit(field as Node, depth, key, undefined)
    for (let i = 0; i < field.length; i++) if (field[i]) visit(field[i] as Node, depth, i, key)
  }

  visit(root, 0, 'program', undefined)
}

/** The nodes right below one, in the order of their fields. */
export function* childrenOf(node: Node): Generator<Node> {
  for (const key of CHILD_KEYS[node.type] ?? []) {
    const field = node[key] as Node | (Node | null)[] | null | undefined
    if (Array.isArray(field)) yield* field.filter((child) => child !== null)
    else if (field) yield field
  }
}
