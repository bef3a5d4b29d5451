import * as typesModule from '@babel/types'
import type { Node, Path } from '../node.ts'
import { interop } from '../node.ts'
import type { Scan } from '../scan.ts'

const types = interop<{ VISITOR_KEYS: Record<string, string[]>; FLIPPED_ALIAS_KEYS: Record<string, string[]> }>(typesModule)

/** What is done on the way in and out of a node of some type; the shape that `@babel/traverse` takes. */
export interface Handler<State> {
  enter?: ((path: Path, state: State) => void) | undefined
  exit?: ((path: Path, state: State) => void) | undefined
}

/** Node type or alias -> handler. */
export type Visitors<State> = Record<string, Handler<State>>

/** Where no function and no statement can be: types, and what is but a name or a text. */
const BARREN_KEYS = new Set(
  (
    'typeAnnotation returnType typeParameters typeArguments implements superTypeParameters predicate ' +
    'label directives interpreter quasis meta specifiers closingElement'
  ).split(' '),
)

const CHILD_KEYS: Record<string, string[]> = Object.fromEntries(
  Object.entries(types.VISITOR_KEYS).map(([type, keys]) => [type, keys.filter((key) => !BARREN_KEYS.has(key))]),
)

/** What to do at a type of node, and below it: one look-up per node. */
interface Entry<State> extends Handler<State> {
  keys: readonly string[]
}

/** Node type -> handler and fields. */
export type Table<State> = Map<string, Entry<State>>

/** Aliases (`Function`, `Class`) -> the types that they stand for; without the fields that no node of the file has. */
export function expandAliases<State>(visitors: Visitors<State>, absent: readonly string[] = []): Table<State> {
  const keysOf = (type: string): string[] => (CHILD_KEYS[type] ?? []).filter((key) => !absent.includes(key))
  const table: Table<State> = new Map(
    Object.keys(CHILD_KEYS).map((type) => [type, { enter: undefined, exit: undefined, keys: keysOf(type) }]),
  )
  const taken = new Set<string>()
  for (const [name, { enter, exit }] of Object.entries(visitors)) {
    for (const type of types.FLIPPED_ALIAS_KEYS[name] ?? [name]) {
      if (taken.has(type)) throw new Error(`two visitors for ${type}`)
      taken.add(type)
      table.set(type, { enter, exit, keys: keysOf(type) })
    }
  }
  return table
}

/**
 * Walks a tree in the order of `@babel/traverse`, without scopes, more than ten times as fast: what the landmarks of the text rule out
 * is not looked at. The paths handed to visitors are reused: one for each depth, good until the visitor returns.
 */
export function walk<State>(root: Node, table: Table<State>, { landmarks, decorators }: Scan, state: State): void {
  const paths: Path[] = []
  let next = 0

  /** Whether a node's text holds a landmark; or it is a parameter with decorators, which stand outside of it. */
  function matters(node: Node): boolean {
    const { start } = node
    while ((landmarks[next] as number) < start) next++
    while (next > 0 && (landmarks[next - 1] as number) >= start) next--
    return (landmarks[next] as number) < node.end || (decorators && node['decorators']?.length > 0)
  }

  function visit(node: Node, depth: number, key: string | number, listKey: string | undefined): void {
    if (!matters(node)) return
    const entry = table.get(node.type)
    if (!entry) return
    const { enter, exit, keys } = entry
    if (!enter && !exit && keys.length === 0) return
    const path = (paths[depth] ??= { node, parentPath: depth ? (paths[depth - 1] as Path) : null, key, listKey })
    path.node = node
    path.key = key
    path.listKey = listKey
    if (enter) enter(path, state)
    for (let i = 0; i < keys.length; i++) {
      const childKey = keys[i] as string
      const field = node[childKey] as Node | (Node | null)[] | null | undefined
      if (!field) continue
      if (Array.isArray(field)) visitList(field, depth + 1, childKey)
      else visit(field, depth + 1, childKey, undefined)
    }
    if (exit) exit(path, state)
  }

  function visitList(list: readonly (Node | null)[], depth: number, key: string): void {
    for (let i = 0; i < list.length; i++) if (list[i]) visit(list[i] as Node, depth, i, key)
  }

  visit(root, 0, 'program', undefined)
}

/** Calls back with the nodes right below one, in the order of their fields. */
export function eachChild(node: Node, visit: (child: Node) => void): void {
  for (const key of CHILD_KEYS[node.type] ?? []) {
    const field = node[key] as Node | (Node | null)[] | null | undefined
    if (!Array.isArray(field)) {
      if (field) visit(field)
      continue
    }
    for (const child of field) if (child) visit(child)
  }
}
