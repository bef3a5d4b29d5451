/** Line from 1, column from 0. */
interface Position {
  line: number
  column: number
}

/** A Babel AST node, as loosely typed as two majors of Babel make it. */
export interface Node {
  type: string
  start: number
  end: number
  loc: { start: Position; end: Position }
  extra?: { parenthesized?: boolean; parenStart?: number }
  // oxlint-disable-next-line typescript/no-explicit-any -- node shapes differ between the majors of Babel
  [key: string]: any
}

/** What a visitor is told of a node's place; `NodePath` of `@babel/traverse` is one, so is the fast walker's own. */
export interface Path {
  node: Node
  parentPath: Path | null
  /** Field of the parent that holds the node, or the index within `listKey`. */
  key: string | number | null | undefined
  listKey: string | null | undefined
}

/** Babel 7 is CommonJS and hides its exports behind one or two `default`s; Babel 8 does not. */
export function interop<T>(module: unknown): T {
  const first = (module as { default?: unknown }).default ?? module
  return ((first as { default?: unknown }).default ?? first) as T
}
