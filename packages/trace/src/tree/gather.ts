import { roundTime } from '../format.ts'
import type { CallLine, MarkLine, RequestLine, TraceLine } from '../format.ts'
import { CALL, MARK, REQUEST } from '../skeleton/events.ts'
import { siteOf } from '../skeleton/survey.ts'
import type { Recording } from '../skeleton/survey.ts'
import { ABOVE, MISSING, OUT } from './branches.ts'
import type { Branches, Place } from './branches.ts'
import type { CallNode, RequestNode, TreeNode } from './tree.ts'

type EventLine = CallLine | RequestLine | MarkLine

/** Reads what was chosen, and makes the tree of it. */
export async function gather(recording: Recording, found: Branches): Promise<TreeNode[]> {
  const lines = new Map<string, EventLine>()
  const take = (line: TraceLine): void => {
    if (line.t === 'learn') {
      const call = lines.get(keyOf(line.s, line.seq))
      if (call?.t === 'call') call.error = line.error
    } else if ((line.t === 'call' || line.t === 'request' || line.t === 'mark') && isChosen(found, line))
      lines.set(keyOf(line.s, line.seq), line)
  }
  for await (const batch of recording) for (const line of batch) take(line)
  return new Gathering(found, lines).roots()
}

function isChosen({ all }: Branches, { t, s = 0, seq }: EventLine): boolean {
  const branch = all[s]
  // What was written since the first reading is not there.
  if (!branch) return false
  const { events } = branch.stream
  const at = events.find(seq)
  return (branch.chosen[at] ?? OUT) !== OUT && events.kind[at] === KINDS[t]
}

const KINDS = { call: CALL, request: REQUEST, mark: MARK }

const keyOf = (stream = 0, seq: number): string => `${stream} ${seq}`

class Gathering {
  readonly #found: Branches
  readonly #lines: ReadonlyMap<string, EventLine>
  readonly #nodes = new Map<string, TreeNode>()

  constructor(found: Branches, lines: ReadonlyMap<string, EventLine>) {
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
    for (const [client, server] of this.#found.pairs) {
      const node = this.#nodeAt(client)
      const other = this.#nodeAt(server)
      if (node?.kind !== 'request' || other?.kind !== 'request') continue
      const { server: latest } = other
      if (!latest) continue
      node.server = latest
      node.under = roundTime(this.#timeOf(latest) - this.#timeOf(node.client!))
      this.#nodes.set(keyOf(latest.s, latest.seq), node)
    }
  }

  #nodeAt({ branch: { stream }, at }: Place): TreeNode | undefined {
    return this.#nodes.get(keyOf(stream.index, stream.events.seq[at]!))
  }

  /** The nearest that is in the tree of those in which it began. */
  #above({ s = 0, seq }: EventLine): TreeNode | undefined {
    const branch = this.#found.all[s]!
    const { above, stream } = branch
    for (let at = above[stream.events.find(seq)]!; at >= 0; at = above[at]!) {
      const node = this.#nodeAt({ branch, at })
      if (node) return node
    }
    return undefined
  }

  #nodeOf(line: EventLine): TreeNode {
    const { s = 0, seq } = line
    const { chosen, above, stream } = this.#found.all[s]!
    const at = stream.events.find(seq)
    const end = 'end' in line ? line.end : undefined
    const node = {
      stream: s,
      at: roundTime(this.#timeOf(line)),
      duration: line.t === 'mark' ? 0 : end === undefined ? undefined : roundTime(end - line.start),
      above: chosen[at] === ABOVE,
      orphan: above[at] === MISSING,
      children: [],
    }
    if (line.t === 'mark') return { ...node, kind: 'mark', mark: line }
    return line.t === 'call' ? this.#callOf(line, node) : { ...node, kind: 'request', under: undefined, ...sidesOf(line) }
  }

  #callOf(call: CallLine, node: Omit<CallNode, 'kind' | 'call' | 'site' | 'by'>): CallNode {
    const { s = 0, by } = call
    const { stream } = this.#found.all[s]!
    const { kind, site } = stream.events
    const from = by ? stream.events.find(by) : -1
    const creator = kind[from] === CALL ? siteOf(stream, site[from]!).name : undefined
    return { ...node, kind: 'call', call, site: siteOf(stream, call.n), by: by ? { seq: by, name: creator } : undefined }
  }

  /** Milliseconds after the first event of the recording. */
  #timeOf(line: EventLine): number {
    return this.#found.all[line.s ?? 0]!.from + (line.t === 'mark' ? line.time : line.start)
  }
}

const sidesOf = (line: RequestLine): Pick<RequestNode, 'client' | 'server'> =>
  line.side === 'client' ? { client: line, server: undefined } : { client: undefined, server: line }
