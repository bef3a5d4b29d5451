import { shownCaller } from './forest.ts'
import type { Forest } from './forest.ts'
import { label } from './label.ts'
import { siteOf } from '../skeleton/survey.ts'

/** Functions that fit into a picture. */
const MOST_FUNCTIONS = 40

interface Node {
  name: string
  file: string
  calls: number
  threw: number
  /** Milliseconds of all its calls. */
  time: number
  callees: Map<string, number>
}

/** Who calls whom and how often, as a flowchart: functions, in boxes by file; what failed has a red border. */
export function graph(forest: Forest): string {
  const nodes = nodesOf(forest)
  // What failed is shown, whatever it took.
  const shown = new Map(
    [...nodes]
      .sort(([, a], [, b]) => Number(b.threw > 0) - Number(a.threw > 0) || b.time - a.time || b.calls - a.calls)
      .slice(0, MOST_FUNCTIONS),
  )
  const ids = new Map([...shown.keys()].map((key, i) => [key, `n${i + 1}`]))
  const lines = ['flowchart LR']
  const files = [...new Set([...shown.values()].map(({ file }) => file))]
  for (const [i, file] of files.entries()) {
    lines.push(`  subgraph f${i + 1}["${label(file, 60)}"]`)
    for (const [key, node] of shown) {
      if (node.file === file) lines.push(`    ${ids.get(key)}["${label(node.name, 60)}"]${node.threw ? ':::failed' : ''}`)
    }
    lines.push('  end')
  }
  for (const [key, { callees }] of shown) {
    for (const [to, count] of callees) if (ids.has(to)) lines.push(`  ${ids.get(key)} -->|"×${count}"| ${ids.get(to)}`)
  }
  const left = nodes.size - shown.size
  if (left) lines.push(`  left["… ${left} more ${left > 1 ? 'functions' : 'function'} left out"]:::left`)
  return [...lines, '  classDef failed stroke:#e5484d,stroke-width:2px', '  classDef left stroke-dasharray:4', ''].join('\n')
}

function nodesOf(forest: Forest): Map<string, Node> {
  const nodes = new Map<string, Node>()
  const at = (call: number): [key: string, node: Node] => {
    const stream = forest.stream(call)
    const site = siteOf(stream, stream.events.site[forest.index(call)]!)
    const key = `${site.id}:${site.line}:${site.column}`
    const known = nodes.get(key)
    if (known) return [key, known]
    const node = { name: site.name, file: site.file, calls: 0, threw: 0, time: 0, callees: new Map<string, number>() }
    nodes.set(key, node)
    return [key, node]
  }
  for (let call = 0; call < forest.caller.length; call++) {
    if (!forest.shown[call]) continue
    const { events } = forest.stream(call)
    const index = forest.index(call)
    const [key, node] = at(call)
    node.calls++
    node.threw += events.threw[index]!
    node.time += events.end[index]! - events.start[index]!
    const above = shownCaller(forest, call)
    if (above < 0) continue
    const { callees } = at(above)[1]
    callees.set(key, (callees.get(key) ?? 0) + 1)
  }
  return nodes
}
