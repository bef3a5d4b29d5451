import { formatSnapshot } from '@spoor/shared'
import { whatGave } from '@spoor/trace'
import type { CallNode, Snapshot, Summary, TreeNode } from '@spoor/trace'
import type { Engine, Note } from '@spoor/viewer'
import { failedNode } from './told.ts'

/** What both ways of reading sum up. */
export interface Sums {
  calls: number
  failures: number
  marks: number
  requests: number
  /** Functions that were called. */
  called: number
  functions: Record<string, { calls: number; failures: number; running: number }>
  /** What was thrown, as text -> calls in which that began. */
  errors: Record<string, number>
  /** Reason -> events that were not recorded. */
  dropped: Record<string, number>
  /** Id of a stream -> why it ended. */
  ended: Record<string, string | undefined>
  /** Files that were cut off. */
  truncated: string[]
  /** Lines that could not be read, and the first of each file in words; only their number where it is large. */
  faults: { count: number; first: string[] }
}

/** Counts by walking the tree, each event once. */
export function sumsOfTrace(roots: readonly TreeNode[], { dropped, streams, notes }: Summary): Sums {
  const nodes = roots.flatMap((root) => every(root, []))
  const calls = nodes.flatMap(({ node, above }) => (node.kind === 'call' ? [{ node, above }] : []))
  const failed = calls.filter(({ node }) => failedNode(node))
  const passed = new Set(failed.map(passing))
  const functions: Sums['functions'] = {}
  for (const { node } of calls) {
    const one = (functions[node.site.id] ??= { calls: 0, failures: 0, running: 0 })
    one.calls++
    if (node.duration === undefined) one.running++
    if (failedNode(node)) one.failures++
  }
  return {
    calls: calls.length,
    failures: failed.length,
    marks: nodes.filter(({ node }) => node.kind === 'mark').length,
    requests: nodes.filter(({ node }) => node.kind === 'request').length,
    called: Object.keys(functions).length,
    functions,
    errors: counted(failed.filter(({ node }) => !passed.has(node)).map(({ node }) => wordsOf(node.call.error))),
    dropped: Object.fromEntries(dropped.map(({ reason, count }) => [reason, count])),
    ended: Object.fromEntries(streams.map(({ stream, ended }) => [stream, ended])),
    truncated: notes.truncated.toSorted(),
    faults: faultsOf(notes),
  }
}

const every = (node: TreeNode, above: TreeNode[]): { node: TreeNode; above: TreeNode[] }[] => [
  { node, above },
  ...node.children.flatMap((child) => every(child, [...above, node])),
]

/** The call above that an error passed: nearest of those that did not only give its promise back. */
function passing({ node, above }: { node: CallNode; above: readonly TreeNode[] }): CallNode | undefined {
  let isHanded = node.site.async === true
  const next = above.findLast((one) => {
    const given = one.kind === 'call' ? whatGave(one.call) : 'other'
    const isThrough = given === 'promised' || (given === 'promise' && isHanded)
    isHanded ||= isThrough
    return !isThrough
  })
  if (next?.kind !== 'call' || !failedNode(next)) return undefined
  // Who threw before has not waited for it.
  if (next.call.end! < node.call.end!) return undefined
  const words = wordsOf(next.call.error)
  return words === wordsOf(node.call.error) || next.call.error === undefined ? next : undefined
}

function counted(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1
  return counts
}

export async function sumsOfPage(engine: Engine): Promise<Sums> {
  const { calls, failures, marks, requests, functions, drops, streams, notes } = await engine.ask('overview', {})
  const { rows } = await engine.ask('functions', { sort: 'id', descending: false, offset: 0, limit: 1e9 })
  const { groups } = await engine.ask('errors', { offset: 0, limit: 1e9 })
  const dropped: Record<string, number> = {}
  for (const { reason, count } of drops) dropped[reason] = (dropped[reason] ?? 0) + count
  return {
    calls,
    failures,
    marks,
    requests,
    called: functions,
    functions: Object.fromEntries(rows.map(({ id, calls, failures, running }) => [id, { calls, failures, running }])),
    errors: Object.fromEntries(groups.map(({ name, message, count }) => [`${name}: ${message}`, count])),
    dropped,
    ended: Object.fromEntries(streams.map(({ id, ended }) => [id, ended])),
    ...notedBy(notes),
  }
}

function wordsOf(error: Snapshot | undefined): string {
  if (error === undefined) return 'unknown: '
  if (typeof error === 'object' && error?.k === 'error') return `${error.name}: ${error.message}`
  const name = typeof error === 'object' && error && 'name' in error ? error.name : error === null ? 'null' : typeof error
  return `${name}: ${formatSnapshot(error, 200)}`
}

const MANY = 20

function faultsOf({ faults, firstFaults }: Summary['notes']): Sums['faults'] {
  const first = new Map<string, string>()
  for (const { file, line, why } of firstFaults) if (!first.has(file)) first.set(file, `${file}: line ${line}: ${why}`)
  return { count: faults, first: faults > MANY ? [] : [...first.values()].sort() }
}

function notedBy(notes: readonly Note[]): Pick<Sums, 'truncated' | 'faults'> {
  const truncated: string[] = []
  const faults: Sums['faults'] = { count: 0, first: [] }
  for (const { text } of notes) {
    const [, cut] = /^(.*) ends in the midst of a line: what came before is here\.$/s.exec(text) ?? []
    if (cut !== undefined) truncated.push(cut)
    const [, file, count, line] = /^(.*?): (\d+) lines? could not be read; the first is (.*)\.$/s.exec(text) ?? []
    faults.count += Number(count ?? 0)
    if (line !== undefined) faults.first.push(`${file}: ${line}`)
  }
  return { truncated: truncated.sort(), faults: { ...faults, first: faults.count > MANY ? [] : faults.first.sort() } }
}

/** Milliseconds that each function took, by its id: exact only where lines are in the order in which they were written. */
export type Times = Record<string, { self: number; total: number; waited: number; max: number }>

export const timesOfTrace = ({ functions }: Summary): Times =>
  Object.fromEntries(functions.filter(({ calls }) => calls).map(({ id, longest: max, ...one }) => [id, { ...rounded(one), max }]))

export async function timesOfPage(engine: Engine): Promise<Times> {
  const { rows } = await engine.ask('functions', { sort: 'id', descending: false, offset: 0, limit: 1e9 })
  return Object.fromEntries(rows.map(({ id, max, ...one }) => [id, { ...rounded(one), max }]))
}

/** Sums of many. */
function rounded({ self, total, waited }: Omit<Times[string], 'max'>): Omit<Times[string], 'max'> {
  const round = (time: number): number => Math.round(time * 100) / 100
  return { self: round(self), total: round(total), waited: round(waited) }
}
