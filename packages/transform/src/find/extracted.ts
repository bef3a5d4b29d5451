import type { Node, Path } from '../node.ts'
import { scan } from '../scan.ts'

/**
 * What is known of the tools that take functions out of a file: Qwik's optimizer puts what is handed to `component$(…)` and `onClick$={…}`
 * into modules of their own, the plugin of worklets sends functions to another thread with copies of all that they name.
 */
export interface Extractors {
  qwik: boolean
  /** Local names of what comes from a library of worklets; a function that is handed to one of them runs elsewhere. */
  worklets: ReadonlySet<string>
  /** The whole file is worklets. */
  file: boolean
}

const QWIK = /^@(?:builder\.io\/qwik|qwik\.dev\/)/
const WORKLETS = /^react-native-(?:reanimated|worklets|gesture-handler)/

/** `undefined`, for nearly every file, where no such tool is in sight. */
export function findExtractors(ast: Node, code: string): Extractors | undefined {
  const text = scan(code)
  if (!text.has('qwik') && !text.has('worklet') && !text.has('native-')) return undefined
  const { body, directives } = ast['program'] as { body: Node[]; directives: Node[] }
  const imports = body.filter(({ type }) => type === 'ImportDeclaration')
  const from = (pattern: RegExp): Node[] => imports.filter(({ source }) => pattern.test(source.value))
  return {
    qwik: from(QWIK).length > 0,
    worklets: new Set(from(WORKLETS).flatMap(({ specifiers }) => (specifiers as Node[]).map(({ local }) => local.name as string))),
    file: directives.some(isWorklet),
  }
}

/** Whether a function is taken out of its file, or stands in what is. */
export function isExtracted(path: Path, { qwik, worklets, file }: Extractors): boolean {
  if (file) return true
  for (let at: Path | null = path; at; at = at.parentPath) {
    const { node, parentPath } = at
    if (((node['body']?.directives ?? []) as Node[]).some(isWorklet)) return true
    const parent = parentPath?.node
    if (qwik && node.type === 'JSXAttribute' && isDollar(node['name'].name)) return true
    if (at.listKey !== 'arguments' || !parent) continue
    if (qwik && isDollar(parent['callee'].name)) return true
    if (worklets.size > 0 && worklets.has(rootOf(parent['callee']))) return true
  }
  return false
}

const isWorklet = (directive: Node): boolean => directive['value'].value === 'worklet'
const isDollar = (name: unknown): boolean => typeof name === 'string' && name.endsWith('$')

/** `Gesture.Pan().onUpdate` -> `Gesture`. */
function rootOf(callee: Node): string {
  let at = callee
  while (!at['name'] && (at['object'] ?? at['callee'])) at = (at['object'] ?? at['callee']) as Node
  return String(at['name'])
}
