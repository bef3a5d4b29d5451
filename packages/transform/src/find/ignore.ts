import type { Node, Path } from '../node.ts'
import { scan } from '../scan.ts'

const IGNORE = '@spoor-ignore'
const IGNORE_FILE = '@spoor-ignore-file'

interface Comment {
  value: string
  start: number
  end: number
}

/** The marks that a person left in the source. */
export interface Ignores {
  /** The whole file is to be left alone. */
  file: boolean
  /** Offsets of the first token behind each `@spoor-ignore`. */
  starts: ReadonlySet<number>
}

const NONE: Ignores = { file: false, starts: new Set() }

export function findIgnores(ast: Node, code: string): Ignores {
  if (!scan(code).has(IGNORE)) return NONE
  const comments = ast['comments'] as Comment[]
  const program = ast['program'] as Node
  const opening = (program['directives'][0] ?? program['body'][0]) as Node | undefined
  const first = opening ? startOf(opening) : code.length
  const starts = new Set<number>()
  let file = false
  comments.forEach((comment, index) => {
    const mark = /@spoor-ignore(?:-file)?(?![\w-])/.exec(comment.value)?.[0]
    if (mark === IGNORE_FILE) file ||= comment.end <= first
    else if (mark) starts.add(nextToken(code, comments, index))
  })
  return { file, starts }
}

/** Whether a mark stands before the function, or before a statement, member or expression that it is part of. */
export function isIgnored(path: Path, { starts }: Ignores): boolean {
  if (starts.size === 0) return false
  for (let at: Path | null = path; at && at.node.type !== 'Program'; at = at.parentPath) if (starts.has(startOf(at.node))) return true
  return false
}

/** Decorators may stand before the `export` of their class, and outside of its node. */
export function startOf(node: Node): number {
  const decorators = (node['decorators'] ?? node['declaration']?.decorators) as Node[] | undefined
  const start = decorators?.length ? Math.min(node.start, (decorators[0] as Node).start) : node.start
  return Math.min(start, node.extra?.parenStart ?? start)
}

function nextToken(code: string, comments: readonly Comment[], index: number): number {
  let at = (comments[index] as Comment).end
  for (let next = index + 1; ; next++) {
    while (/\s/.test(code[at] ?? '')) at++
    if (comments[next]?.start !== at) return at
    at = (comments[next] as Comment).end
  }
}
