import type { Node, Path } from '../node.ts'
import type { FindState } from './state.ts'
import { functionAt, recordAt } from './state.ts'
import { wrapOf } from './wrap.ts'

// {for await (const x of ($t=y,$c&&$pause($c,0),$t)){$c&&$resume($c);try{z}finally{$c&&$pause($c,0)}}$c&&$resume($c)}

/** On the way into `for await (const x of y) z`: each turn of the loop hands over and takes back. */
export function enterLoop(path: Path, state: FindState): void {
  const { node } = path
  if (!node['await'] || isError(node)) return
  const fn = recordAt(state, node)
  if (!fn) {
    if (!functionAt(state, node.start)) state.findings.topLevelAwait = true
    return
  }
  fn.usesTemp = true
  const { points } = state.findings
  const { right } = node as unknown as { right: Node }
  const { at, empty } = loopBody(node)
  const outer = outermostLabel(path)
  const semicolon = state.typescript && outer.listKey !== undefined
  points.push({ at: outer.node.start, side: 'open', fn, kind: 'loop', jumps: mayJump(node, state), semicolon })
  points.push({ at: right.start, side: 'open', fn, kind: 'operand', wrap: wrapOf(right), called: false })
  points.push({ at: right.end, side: 'close', fn, kind: 'operand-end', wrap: wrapOf(right), how: 'iterate', called: false })
  points.push({ at, side: 'open', fn, kind: empty ? 'loop-body-empty' : 'loop-body' })
}

/** On the way out of it. */
export function exitLoop({ node }: Path, state: FindState): void {
  const fn = node['await'] && !isError(node) ? recordAt(state, node) : undefined
  if (!fn) return
  const { end, empty } = loopBody(node)
  if (!empty) state.findings.points.push({ at: end, side: 'close', fn, kind: 'loop-body-end' })
  state.findings.points.push({ at: node.end, side: 'close', fn, kind: 'loop-end', jumps: mayJump(node, state) })
}

/** A declaration cannot be the body of a loop, and must not become one in the braces around it. */
const isError = (loop: Node): boolean => {
  const { type, kind } = loop['body']
  return /Declaration$/.test(type) && kind !== 'var'
}

/** Whether there may be a `continue` or `break` with a label in a loop. */
const mayJump = (loop: Node, { code }: FindState): boolean =>
  /\b(?:break|continue)[^\S\n]+[^\s;}]/.test(code.slice(loop['body'].start, loop['body'].end))

/** Labels belong to their loop: what is put before it goes before them. */
function outermostLabel(path: Path): Path {
  let at = path
  while (at.parentPath?.node.type === 'LabeledStatement') at = at.parentPath
  return at
}

function loopBody(node: Node): { at: number; end: number; empty: boolean } {
  const body = node['body'] as Node
  const block = body.type === 'BlockStatement'
  const at = block ? body.start + 1 : body.start
  const end = block ? body.end - 1 : body.end
  return { at, end, empty: at === end }
}
