import type { Node } from '../node.ts'
import type { ResolvedTransformOptions } from '../options.ts'
import { scan } from '../scan.ts'
import { findExtractors } from './extracted.ts'
import { findIgnores, startOf } from './ignore.ts'
import { takeTable } from './marked.ts'
import type { Findings } from './records.ts'
import type { FindState, Purpose } from './state.ts'
import { findUntrack } from './untrack.ts'
import { visitors } from './visitors.ts'
import type { Table } from './walk.ts'
import { expandAliases, walk } from './walk.ts'

/** Goes once through a tree, calling `visitors` with `state`; `@babel/traverse` can stand in for the fast one. */
export type Driver = (ast: Node, state: FindState) => void

const { Identifier, ...withoutArguments } = visitors
const withArguments = { ...withoutArguments, Identifier: Identifier as object }

/** Most files neither say `arguments`, and then no identifier needs a look, nor decorate anything. */
const TABLES = [withoutArguments, withArguments].flatMap((some) => [expandAliases(some, ['decorators']), expandAliases(some)])

const fastDriver: Driver = (ast, state) => {
  const text = scan(state.code)
  const table = TABLES[(text.has('arguments') ? 2 : 0) + (text.decorators ? 1 : 0)] as Table<FindState>
  walk(ast['program'] as Node, table, text, state)
}

export interface FindInput {
  ast: Node
  code: string
  /** The path that selectors match and sites carry. */
  file: string
  typescript: boolean
  /** See `FindState`. */
  origins?: FindState['origins']
}

/** What gets a probe in a file, where its pieces go, and what is left alone and why. */
export function find(
  input: FindInput,
  options: ResolvedTransformOptions,
  drive: Driver = fastDriver,
  purpose: Purpose = 'probe',
): Findings {
  const { ast, code, file, typescript, origins } = input
  const ignores = findIgnores(ast, code)
  const findings: Findings = {
    functions: [],
    points: [],
    cuts: [],
    skipped: [],
    start: programStart(ast, code),
    untrack: findUntrack(ast, code),
    comments: rangesOf((ast['comments'] ?? []) as Node[]),
    topLevelAwait: false,
  }
  findings.skipped.push({ file, name: '(module)', line: 1, column: 1, reason: ignores.file ? 'ignored-file' : 'module-body' })
  if (ignores.file && purpose !== 'marked') return findings
  const top = { name: '', strict: isStrict(ast, code, options), parent: undefined, inside: 0 }
  const mayMock = scan(code).has('mock') || scan(code).has('hoisted')
  const extractors = findExtractors(ast, code)
  const { include, exclude, trivial } = options
  const marking = purpose === 'mark'
  const authored = purpose === 'marked' ? takeTable(ast, file, findings) : undefined
  const filters = { include, exclude, trivial, ignores, mayMock, extractors }
  const told = { file, code, typescript, marking, authored, origins, findings, top, ...filters }
  drive(ast, { ...told, withs: 0, names: new Map() })
  settle(findings)
  return findings
}

/** Leaves out the functions that turned out to be left alone, and numbers the others. */
export function settle(findings: Findings): void {
  findings.functions = findings.functions.filter((fn) => !fn.dropped)
  findings.points = findings.points.filter((point) => !point.fn.dropped)
  findings.functions.forEach((fn, index) => (fn.index = index))
}

/** What only CommonJS says. */
export const COMMONJS: RegExp = /\b(?:require\s*\(|module\s*\.\s*exports\b|exports\s*[.[])/

function rangesOf(nodes: readonly Node[]): number[] {
  const ranges: number[] = []
  for (const { start, end } of nodes) ranges.push(start, end)
  return ranges
}

/** The first token behind hashbang and directives. */
function programStart(ast: Node, code: string): number {
  const first = (ast['program']['body'] as Node[])[0]
  return first ? startOf(first) : code.length
}

function isStrict(ast: Node, code: string, { sourceType, ambiguousAs }: ResolvedTransformOptions): boolean {
  const program = ast['program'] as Node
  if (program['sourceType'] === 'module') return true
  if ((program['directives'] as Node[]).some((directive) => directive['value'].value === 'use strict')) return true
  return sourceType === 'unambiguous' && ambiguousAs === 'module' && !COMMONJS.test(code)
}
