import type { Node } from '../node.ts'
import { eachChild } from './walk.ts'

/** A function with as many nodes of the syntax tree in it costs more than its probe. */
const FEW_NODES = 40

/** What may take time, wait, or end in another way than by returning. */
const WEIGHTY =
  /^(?:(?:Optional)?CallExpression|NewExpression|TaggedTemplateExpression|ImportExpression|(?:For|ForIn|ForOf|While|DoWhile)Statement|(?:Await|Yield)Expression|ThrowStatement|TryStatement|SpreadElement|JSX(?:Element|Fragment))$/

/** Whether a function computes a little and nothing else: `(a, b) => a.price - b.price`. */
export function isTrivial(fn: Node): boolean {
  if (fn['async'] || fn['generator']) return false
  let left = FEW_NODES
  const isLight = (node: Node): boolean => {
    if (--left < 0 || WEIGHTY.test(node.type)) return false
    let light = true
    eachChild(node, (child) => {
      light &&= isLight(child)
    })
    return light
  }
  return isLight(fn)
}
