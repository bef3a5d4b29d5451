import { roundTime } from '../format.ts'
import type { CallLine, MarkLine, RequestLine, TraceLine } from '../format.ts'
import type { Trace } from '../read/read.ts'
import { ABOVE, CALL } from './skeleton.ts'
import type { Survey } from './survey.ts'
import type { CallNode, RequestNode, TreeNode } from './tree.ts'

type EventLine = CallLine | RequestLine | MarkLine

/** Reads what was chosen, and makes the tree of it. */
export async function gather(trace: Trace, found: Survey): Promise<TreeNode[]> {
  const lines = new Map<string, EventLine>()
  const take = (line: TraceLine): void => {
    if (line.t === 'learn') {
      const call = lines.get(keyOf(line.s, line.seq))
      if (call?.t === 'call') call.error = line.error
    } else if ((line.t === 'call' || line.t === 'request' || line.t === 'mark') && found.skeletons[line.s ?? 0]?.chosen[line.seq])
      lines.set(keyOf(line.s, line.seq), line)
  }
  for await (const batch of trace) for (const line of batch) take(line)
  return new Gathering(found, lines).roots()
}

const keyOf = (stream = 0, seq: number): string => `${stream} ${seq}`

class Gathering {
  readonly #found: Survey
  readonly #lines: ReadonlyMap<string, EventLine>
  readonly #nodes = new Map<string, TreeNode>()

  constructor(found: Survey, lines: ReadonlyMap<string, EventLine>) {
    this.#found = found
    this.#lines = lines
  }

  roots(): TreeNode[] {
    const sorted = [...this.#lines.values()].sort((a, b) => this.#timeOf(a) - this.#timeOf(b) || a.seq - b.seq)
    for (const line of sorted) this.#nodes.set(keyOf(line.s, line.seq), this.#nodeOf(line))
    this.#join()
    const roots: TreeNode[] = []
    for (const line of sorted) {
      const node = this.#nodes.get(keyOf(line.s, line.seq))!
      if (node.kind === 'request' && node.client && node.server === line) continue
      const above = this.#above(line)
      if (above) above.children.push(node)
      else roots.push(node)
    }
    return roots
  }

  /** Both sides of a request are one node. */
  #join(): void {
    for (const [client, server] of this.#found.servers) {
      const node = this.#nodes.get(keyOf(client.s, client.seq))
      const other = this.#nodes.get(keyOf(server.s, server.seq))
      if (node?.kind !== 'request' || other?.kind !== 'request') continue
      const { server: latest } = other
      if (!latest) continue
      node.server = latest
      node.under = roundTime(this.#timeOf(latest) - this.#timeOf(node.client!))
      this.#nodes.set(keyOf(server.s, server.seq), node)
    }
  }

  /** The nearest that is in the tree of those in which it began. */
  #above({ s = 0, seq }: EventLine): TreeNode | undefined {
    const { parent } = this.#found.skeletons[s]!
    for (let at = parent[seq]!; at; at = parent[at]!) {
      const node = this.#nodes.get(keyOf(s, at))
      if (node) return node
    }
    return undefined
  }

  #nodeOf(line: EventLine): TreeNode {
    const { s = 0, seq } = line
    const { skeletons, first } = this.#found
    const { chosen, parent, kind } = skeletons[s]!
    const end = 'end' in line ? line.end : undefined
    const node = {
      stream: s,
      at: roundTime(this.#timeOf(line) - first),
      duration: line.t === 'mark' ? 0 : end === undefined ? undefined : roundTime(end - line.start),
      above: chosen[seq] === ABOVE,
      orphan: parent[seq]! > 0 && !kind[parent[seq]!],
      children: [],
    }
    if (line.t === 'mark') return { ...node, kind: 'mark', mark: line }
    return line.t === 'call' ? this.#callOf(line, node) : { ...node, kind: 'request', under: undefined, ...sidesOf(line) }
  }

  #callOf(call: CallLine, node: Omit<CallNode, 'kind' | 'call' | 'site' | 'by'>): CallNode {
    const { s = 0, by } = call
    const { sites, skeletons } = this.#found
    const creator = by && skeletons[s]!.kind[by] === CALL ? sites.of({ s, n: skeletons[s]!.site[by]! }).name : undefined
    return { ...node, kind: 'call', call, site: sites.of(call), by: by ? { seq: by, name: creator } : undefined }
  }

  #timeOf(line: EventLine): number {
    return this.#found.origins[line.s ?? 0]! + (line.t === 'mark' ? line.time : line.start)
  }
}

const sidesOf = (line: RequestLine): Pick<RequestNode, 'client' | 'server'> =>
  line.side === 'client' ? { client: line, server: undefined } : { client: undefined, server: line }
