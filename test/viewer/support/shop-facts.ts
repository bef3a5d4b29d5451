import { compareClocks, encodeLine, merge, readTrace, summarise, treeOf } from '@spoor/trace'
import type { CallNode, RequestNode, Summary, Trace, TraceLine, TreeNode } from '@spoor/trace'
import type { Shop } from './shop.ts'

/** What `@spoor/trace` says of the shop's recordings. */
export interface Facts {
  summary: Summary
  roots: TreeNode[]
  calls: CallNode[]
  requests: RequestNode[]
  /** Calls of that function. */
  of(name: string): CallNode[]
}

export async function factsOf({ texts }: Pick<Shop, 'texts'>): Promise<Facts> {
  const traces = texts.map((text) => readTrace([text]))
  const lines: TraceLine[] = []
  for await (const batch of merge(traces, await compareClocks(traces))) lines.push(...batch)
  const merged = (): Trace => readTrace([lines.map(encodeLine).join('')])
  const { roots } = await treeOf(merged(), { most: 1_000_000 })
  const all = flat(roots)
  const calls = all.filter((node): node is CallNode => node.kind === 'call')
  return {
    summary: await summarise(merged()),
    roots,
    calls,
    requests: all.filter((node): node is RequestNode => node.kind === 'request'),
    of: (name) => calls.filter(({ site }) => site.name === name),
  }
}

const flat = (nodes: readonly TreeNode[]): TreeNode[] => nodes.flatMap((node) => [node, ...flat(node.children)])

export const nameOf = (node: TreeNode): string =>
  node.kind === 'call' ? node.site.name : node.kind === 'mark' ? node.mark.name : `${(node.client ?? node.server)!.method} ${pathOf(node)}`

export const pathOf = ({ client, server }: RequestNode): string => new URL((client ?? server)!.url).pathname
