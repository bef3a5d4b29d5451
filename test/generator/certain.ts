import { parse } from '@babel/parser'
import { traverseFast } from '@babel/types'
import type { Node } from '@babel/types'
import type { Prepared } from './compare.ts'

/**
 * Whether a complaint of the recorder's is one that cannot be otherwise. It sees lines and values, not parameters: calls in them come before
 * the function is entered, as those in the pattern of a `for await` come before it goes on, and what they assign is what is recorded.
 */
export function isCertain(complaint: string, { bare, trial }: Prepared): boolean {
  const onLine = / on line (\d+)$/.exec(complaint)?.[1]
  const argument = complaint.includes(' as argument ')
  if (!onLine && !argument) return true
  const { flavour, program } = trial
  if (flavour.before !== flavour.after) return false
  const root = parse(bare.code, { sourceType: program.goal === 'module' ? 'module' : 'script', errorRecovery: true })
  const nodes: Node[] = []
  traverseFast(root, (node) => void nodes.push(node))
  return argument ? !nodes.some(assignsInParameters) : isInBody(nodes, Number(onLine))
}

/** Whether a class without a name has its heritage on one line and its end on another. */
export function isHeritage({ compiled, trial }: Prepared, line: number, end: number): boolean {
  const root = parse(compiled.code, { sourceType: trial.program.goal === 'module' ? 'module' : 'script', errorRecovery: true })
  let found = false
  traverseFast(root, (node) => {
    if (node.type !== 'ClassExpression' || node.id) return
    found ||= holds(node.superClass, line) && node.loc?.end.line === end
  })
  return found
}

const isFunction = (node: Node): node is Extract<Node, { params: unknown; body: Node }> => 'params' in node && 'body' in node

const holds = (node: Node | null | undefined, line: number): boolean =>
  Boolean(node?.loc && node.loc.start.line <= line && line <= node.loc.end.line)

/** Behind the line on which the body of the function begins that is nearest around it, and in no pattern of a loop that waits. */
function isInBody(nodes: readonly Node[], line: number): boolean {
  const nearest = nodes.filter((node) => isFunction(node) && holds(node, line)).at(-1)
  const body = nearest && isFunction(nearest) ? nearest.body.loc?.start.line : undefined
  const inPattern = nodes.some((node) => node.type === 'ForOfStatement' && node.await && holds(node.left, line))
  return body !== undefined && body < line && !inPattern
}

function assignsInParameters(node: Node): boolean {
  if (!isFunction(node)) return false
  let assigns = false
  for (const param of node.params as Node[])
    traverseFast(param, ({ type }) => void (assigns ||= /^(?:Assignment|Update|Call)Expression$/.test(type)))
  return assigns
}
