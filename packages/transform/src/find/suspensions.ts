import type { Node, Path } from '../node.ts'
import { startWithAnnotation } from './annotations.ts'
import type { Suspension } from './records.ts'
import type { FindState } from './state.ts'
import { recordAt } from './state.ts'
import { wrapOf } from './wrap.ts'

/** On the way into an `await` or `yield`. */
export function suspend(path: Path, state: FindState): void {
  const { node } = path
  const fn = recordAt(state, node)
  if (!fn) return
  fn.usesTemp = true
  const { points } = state.findings
  points.push({ at: node.start, side: 'open', fn, kind: 'suspend', semicolon: opensStatement(path) })
  const argument = node['argument'] as Node | null
  if (argument) points.push({ at: startWithAnnotation(argument, state.code), side: 'open', fn, kind: 'operand', wrap: wrapOf(argument) })
}

/** On the way out of it. */
export function resume({ node }: Path, state: FindState, how: Suspension): void {
  const fn = recordAt(state, node)
  if (!fn) return
  const argument = node['argument'] as Node | null
  if (argument) state.findings.points.push({ at: argument.end, side: 'close', fn, kind: 'operand-end', how, wrap: wrapOf(argument) })
  state.findings.points.push({ at: node.end, side: 'close', fn, kind: argument ? 'resumed' : 'yield-nothing' })
}

/** Whether a parenthesis put before the expression would be the first token of a statement in a list, and so join the line above. */
function opensStatement(path: Path): boolean {
  for (let at: Path | null = path; at; at = at.parentPath) {
    if (at.node.start !== path.node.start) return false
    if (at.node.type === 'ExpressionStatement') return at.listKey === 'body' || at.listKey === 'consequent'
  }
  return false
}
