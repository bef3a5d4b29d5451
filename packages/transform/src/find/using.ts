import type { Node, Path } from '../node.ts'
import type { FunctionRecord } from './records.ts'
import type { FindState } from './state.ts'
import { functionAt } from './state.ts'
import { eachChild } from './walk.ts'

// {await using r = x; y}  ->  {try{await using r = x; y;$c&&$pause($c,0)}finally{$c&&$v===$c&&$resume($c)}}

/** What stands before the statements of a block already. */
const BEFORE = /^(?:caught|finalizer|loop-body)$/

/** At an `await using`: where its block ends, resources are waited for. At the end of a body, the function is left then anyway. */
export function enterUsing({ node, parentPath }: Path, state: FindState, fn: FunctionRecord): void {
  fn.pausesOnReturn = true
  const block = parentPath?.node as Node
  if (block.type !== 'BlockStatement' || functionAt(state, node.start)?.node['body'] === block) return
  const statements = block['body'] as Node[]
  const end = (statements[statements.length - 1] as Node).end
  // Something of ours may close at the brace, and must come last.
  if (statements.find(isAwaitUsing) !== node || end === block.end - 1) return
  const { points } = state.findings
  const at = block.start + 1
  const next = points.findIndex((point) => point.at === at && !BEFORE.test(point.kind))
  points.splice(next < 0 ? points.length : next, 0, { at, side: 'open', fn, kind: 'using' })
  points.push({ at: end, side: 'open', fn, kind: 'using-end' })
  eachJump(block, '', (jump) => {
    points.push({ at: jump.start, side: 'open', fn, kind: 'jump' }, { at: jump.end, side: 'close', fn, kind: 'jump-end' })
  })
}

/**
 * Each `break` and `continue` that leaves a node.
 * @param inside what those in it may mean that do not: ` Break Continue label `
 */
function eachJump(node: Node, inside: string, found: (jump: Node) => void): void {
  if (/Function|Method|^Class/.test(node.type)) return
  const jump = /^(Break|Continue)Statement$/.exec(node.type)
  if (jump && !inside.includes(` ${node['label']?.name ?? jump[1]} `)) found(node)
  let means = inside
  if (node.type === 'LabeledStatement') means += ` ${node['label'].name} `
  if (/^(?:For|While|DoWhile|Switch)/.test(node.type)) means += node.type === 'SwitchStatement' ? ' Break ' : ' Break Continue '
  eachChild(node, (child) => eachJump(child, means, found))
}

const isAwaitUsing = (node: Node): boolean => node.type === 'VariableDeclaration' && node['kind'] === 'await using'
