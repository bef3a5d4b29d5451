import { failed, formatSnapshot } from '@spoor/shared'
import { treeOf } from '@spoor/trace'
import type { CallNode, Trace, TreeNode } from '@spoor/trace'
import type { Engine } from '@spoor/viewer'
import { treeIn } from '../model-recordings.ts'
import type { Branch } from '../model-recordings.ts'

/** An event as both ways of reading tell it. */
export interface Told {
  kind: string
  stream: string
  /** Of a call, the id of its function: where lines of one function say different names, which of these holds is open. */
  name: string
  /** Milliseconds after the first in the tree. */
  at: number
  duration: number | undefined
  orphan: boolean
  failed: boolean
  failedBelow: boolean
  waited: number
  outcome: string | undefined
  values: (string | undefined)[]
  status: number | undefined
  under: number | undefined
  children: Told[]
}

export async function toldByTrace(trace: Trace): Promise<{ tree: Told[]; nodes: TreeNode[] }> {
  const { roots, streams } = await treeOf(trace, { most: Infinity })
  const tree = roots.map((root) => ofNode(root, (index) => streams[index]!.stream))
  return { tree: fromFirst(tree), nodes: roots }
}

export async function toldByPage(engine: Engine): Promise<Told[]> {
  const { streams } = await engine.ask('overview', {})
  const { rows } = await engine.ask('functions', { sort: 'id', descending: false, offset: 0, limit: 1e9 })
  const ids = new Map(rows.map(({ fn, id }) => [fn, id]))
  const tree = await treeIn(engine, {}, null, 50)
  return fromFirst(tree.map((branch) => ofBranch(branch, (index) => streams[index]!.id, ids)))
}

export const failedNode = ({ call, site }: CallNode): boolean => failed({ outcome: call.outcome, error: call.error, site })

function ofNode(node: TreeNode, streamOf: (index: number) => string): Told {
  const children = ordered(node.children.map((child) => ofNode(child, streamOf)))
  const common = {
    kind: node.kind,
    stream: streamOf(node.stream),
    at: node.at,
    duration: node.duration,
    orphan: node.orphan,
    failed: false,
    failedBelow: children.some((child) => child.failed || child.failedBelow),
    waited: 0,
    outcome: undefined,
    values: [],
    status: undefined,
    under: undefined,
    children,
  }
  if (node.kind === 'mark') return { ...common, name: node.mark.name, values: [shown(node.mark.data)] }
  if (node.kind === 'call') {
    const { outcome, args = [], value, error, waited = 0 } = node.call
    const values = [...args.map(shown), shown(value), shown(error)]
    return { ...common, name: node.site.id, failed: failedNode(node), waited, outcome, values }
  }
  const { client, server, under } = node
  const { method, url } = (client ?? server)!
  const status = client?.status ?? server?.status
  const failed = [client, server].some((side) => side?.error !== undefined || (side?.status ?? 0) >= 500)
  return { ...common, name: `${method} ${url}`, failed, status, under }
}

function ofBranch({ row, children }: Branch, streamOf: (index: number) => string, ids: ReadonlyMap<number, string>): Told {
  const { kind, stream, fn, name, at, duration, orphan, failed, failedBelow, waited, outcome, args, value, error, request } = row
  return {
    kind,
    stream: streamOf(stream),
    name: ids.get(fn) ?? name,
    at,
    duration,
    orphan,
    failed,
    failedBelow,
    waited,
    outcome,
    values: kind === 'request' ? [] : kind === 'mark' ? [value] : [...args, value, error],
    status: request?.status,
    under: request?.under,
    children: ordered(children.map((child) => ofBranch(child, streamOf, ids))),
  }
}

const shown = (value: unknown): string | undefined => (value === undefined ? undefined : formatSnapshot(value as never, 80))

/** Nothing says which of two streams comes first at the same time, nor what a damaged number is before. */
const ordered = (list: Told[]): Told[] =>
  list.sort((a, b) => a.at - b.at || a.stream.localeCompare(b.stream) || keyOf(a).localeCompare(keyOf(b)))

const keyOf = ({ kind, name, duration, outcome, values, children }: Told): string =>
  JSON.stringify([kind, name, duration, outcome, values, children.map(keyOf)])

/** Times from the first event that is in the tree. */
function fromFirst(tree: Told[]): Told[] {
  const all = tree.flatMap(every)
  const first = all.reduce((least, { at }) => Math.min(least, at), Infinity)
  for (const one of all) one.at = Math.round((one.at - first) * 1000) / 1000
  return ordered(tree)
}

const every = (told: Told): Told[] => [told, ...told.children.flatMap(every)]
